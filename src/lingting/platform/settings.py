"""The one frozen tree of settings, read from environment variables `LINGTING_…`."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """Everything an operator can set from outside. Each has a row in docs/reference/settings.md."""

    model_config = SettingsConfigDict(
        env_prefix="LINGTING_", frozen=True, extra="ignore", env_ignore_empty=True
    )

    home: Path = Field(default=Path(".lingting"), description="Folder of data, logs and keys")
    database_url: str = Field(
        default="", description="PostgreSQL to use instead of the embedded one (owner's rights)"
    )
    app_database_url: str = Field(
        default="",
        description="The same database as the role `lingting_app`, when its login is yours",
    )
    backup_url: str = Field(
        default="", description="The same database as a role that may read all rows, for `backup`"
    )
    host: str = Field(default="127.0.0.1", description="Address the web server listens on")
    port: int = Field(default=8000, ge=1, le=65535, description="Port the web server listens on")
    public_url: str = Field(
        default="", description="Address people use when a proxy stands in front"
    )
    cert: Path | None = Field(default=None, description="TLS certificate file (PEM)")
    key: Path | None = Field(default=None, description="TLS key file (PEM)")
    ari_url: str = Field(default="", description="ARI address of an Asterisk of your own")
    ari_user: str = Field(default="lingting", description="ARI user")
    ari_password: str = Field(default="", description="ARI password")
    ami_port: int = Field(default=0, description="Manager port of the same Asterisk (0: none)")
    ami_user: str = Field(default="lingting", description="Manager user")
    ami_password: str = Field(default="", description="Manager password")
    sip_ws_url: str = Field(default="", description="SIP over WebSocket address of that Asterisk")
    trunk: str = Field(
        default="",
        description="The carrier's gateway for outbound calls: `sip:[user:secret@]host[:port]`",
    )
    trunk_registers: bool = Field(
        default=False, description="Whether the gateway must be told where we are (REGISTER)"
    )
    company_trunks: dict[str, str] = Field(
        default={},
        description="Gateways of single companies by their short names, as a JSON object",
    )
    open_sip: bool = Field(
        default=True,
        description="Whether calls from addresses that are no trunk's are taken (into flows only)",
    )
    external_address: str = Field(
        default="", description="Public address of this machine when it stands behind NAT"
    )
    local_networks: tuple[str, ...] = Field(
        default=(), description="Networks that are reached without NAT, as a JSON list"
    )
    rtp_ports: tuple[int, int] = Field(
        default=(20000, 29999),
        description="UDP ports for sound of the bundled Asterisk, first and last, as a JSON list; "
        "a line takes two",
    )
    sip_port: int = Field(default=0, description="SIP port that callers dial (shown to people)")
    sounds_dir: Path | None = Field(
        default=None,
        description="Folder for rendered prompts and what is being recorded; the same path in "
        "Asterisk, whose `spool/recording` is its folder `recorded`",
    )
    recordings_dir: Path | None = Field(default=None, description="Folder for recordings")
    log_format: Literal["console", "json"] = Field(default="console", description="Log format")
    log_level: Literal["debug", "info", "warning", "error"] = Field(
        default="info", description="Least level that is logged"
    )
    standby: bool = Field(
        default=True,
        description="Whether a second engine waits, ready to lead when the first one ends",
    )
    stands_in: bool = Field(
        default=False,
        description="Whether an engine that starts while the database is away hears the switch at "
        "once; `up` sets it for an Asterisk of its own, which no other machine's engine hears",
    )
    metrics_token: str = Field(
        default="", description="What `/metrics` asks for (empty: this machine alone may read it)"
    )
    captcha: Literal["always", "after_failure"] = Field(
        default="after_failure", description="When the login page asks for the image code"
    )
    session_hours: float = Field(default=12, description="Life of a login without activity")
    late_seconds: float = Field(
        default=4,
        description="A caller whom the engine reaches later than this is refused (0: none)",
    )
    most_calls: int = Field(
        default=0, description="Living calls beyond which further callers are refused (0: no limit)"
    )
    region: str = Field(default="CN", description="Country whose dialling habits numbers follow")

    @property
    def application_url(self) -> str:
        """Where the operator says that the product works, "" when it follows from the owner's."""
        return self.app_database_url if self.database_url else ""

    @property
    def data(self) -> Path:
        """The folder whose loss would lose something."""
        return self.home / "data"

    @property
    def sounds(self) -> Path:
        return self.sounds_dir or self.data / "sounds"

    @property
    def recordings(self) -> Path:
        return self.recordings_dir or self.data / "recordings"

    @property
    def keys(self) -> Path:
        """The folder of keys that open what is sealed in the database."""
        return self.data / "keys"
