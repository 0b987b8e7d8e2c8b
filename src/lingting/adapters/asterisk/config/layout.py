"""What one Asterisk is told at its start: folders, ports, secrets."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from secrets import token_hex

APPLICATION = "lingting"
ARI_USER = "lingting"
AMI_USER = "lingting"
BANS = "bans"
"""The list of addresses that are refused, in acl.conf."""
NOBODY = "nobody"
"""The endpoint of those who claim an account that does not exist."""
RECORDED = "recorded"
"""The folder below the sounds in which Asterisk records; its ARI knows it as spool/recording."""


@dataclass(frozen=True, slots=True)
class Folders:
    """Every folder of one Asterisk, below one home; `run` is short, for it holds a socket."""

    home: Path
    run: Path
    modules: Path
    data: Path
    sounds: Path

    @property
    def etc(self) -> Path:
        return self.home / "etc"

    @property
    def var(self) -> Path:
        return self.home / "var"

    @property
    def log(self) -> Path:
        return self.home / "log"

    @property
    def spool(self) -> Path:
        return self.home / "spool"

    @property
    def recorded(self) -> Path:
        return self.sounds / RECORDED

    @property
    def music(self) -> Path:
        return self.home / "music"

    def create(self) -> None:
        for folder in (
            self.etc, self.var, self.log, self.spool, self.recorded, self.music,
            self.run, self.spool / "monitor", self.spool / "outgoing", self.spool / "tmp",
            self.var / "keys",
        ):  # fmt: skip
            folder.mkdir(parents=True, exist_ok=True)
        link = self.spool / "recording"
        if link.resolve() != self.recorded.resolve():
            link.unlink(missing_ok=True)
            link.symlink_to(self.recorded, target_is_directory=True)


@dataclass(frozen=True, slots=True)
class Ports:
    """The addresses of one Asterisk; HTTP and AMI stay on loopback."""

    http: int
    ami: int
    sip_udp: int
    sip_host: str = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Secrets:
    """Made anew at each start."""

    ari_password: str
    ami_secret: str
    nobody: str = field(default_factory=lambda: token_hex(16))


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What the owner of the installation may choose."""

    catch_seconds: int = 120
    """How long the dialplan keeps a caller while the engine is away."""
    accept_unknown_trunks: bool = True
    """Whether a call from an address that no trunk names is taken at all."""
    media_lost_seconds: int = 30
    media_lost_on_hold_seconds: int = 300
    external_address: str = ""
    local_networks: tuple[str, ...] = ()
    rtp_ports: tuple[int, int] = (20000, 29999)
    """UDP ports for sound, first and last. A leg takes two: 1,000 talks, 1,000 who wait: 6,000."""
