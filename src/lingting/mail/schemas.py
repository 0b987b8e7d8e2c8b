"""Wire models of mail. A password goes in and never comes out."""

from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from lingting.mail.domain import (
    Hindrance,
    MailServer,
    NotSent,
    Security,
    fit_address,
    fit_host,
)
from lingting.mail.words import hindered

SecurityName = Literal["none", "starttls", "tls"]
Line = Annotated[
    str, StringConstraints(strip_whitespace=True, max_length=120, pattern=r"^[^\r\n]*$")
]


class MailServerOut(BaseModel):
    """The server; `has_secret` says that a password is kept."""

    host: str
    port: int
    security: SecurityName
    user: str
    has_secret: bool
    sender: str
    sender_name: str

    @classmethod
    def of(cls, server: MailServer, *, has_secret: bool) -> "MailServerOut":
        return cls(
            host=server.host,
            port=server.port,
            security=server.security.value,
            user=server.user,
            has_secret=has_secret,
            sender=server.sender,
            sender_name=server.sender_name,
        )


class MailOut(BaseModel):
    """The server, when one is set."""

    server: MailServerOut | None


class MailServerIn(BaseModel):
    """The server to be used; without `secret` the one that is kept stays."""

    host: str = Field(min_length=1, max_length=253)
    port: int = Field(ge=1, le=65535)
    security: SecurityName
    user: Line = ""
    secret: Annotated[str, Field(max_length=256)] | None = None
    sender: str = Field(max_length=320)
    sender_name: Line = ""

    def server(self) -> MailServer:
        """Raises MailHostUnfit or AddressUnfit."""
        return MailServer(
            host=fit_host(self.host),
            port=self.port,
            security=Security(self.security),
            user=self.user,
            sender=fit_address(self.sender, "sender"),
            sender_name=self.sender_name,
        )


class MailTestIn(BaseModel):
    """Where the test letter goes."""

    to: str = Field(max_length=320)


class HindranceOut(BaseModel):
    """Why a letter did not go: our words, and what the server answered."""

    why: Literal[
        "not_set",
        "secret",
        "unreachable",
        "certificate",
        "no_tls",
        "login",
        "sender",
        "recipient",
        "refused",
    ]
    zh: str
    en: str
    told: str

    @classmethod
    def of(cls, why: Hindrance, told: str) -> "HindranceOut":
        words = hindered(why)
        return cls(why=why.value, zh=words["zh-CN"], en=words["en"], told=told)


class MailTestOut(BaseModel):
    """What became of the test letter."""

    sent: bool
    hindrance: HindranceOut | None

    @classmethod
    def of(cls, error: NotSent | None) -> "MailTestOut":
        told = HindranceOut.of(error.why, error.told) if error else None
        return cls(sent=error is None, hindrance=told)
