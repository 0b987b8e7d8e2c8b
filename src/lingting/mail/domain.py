"""The mail server that letters go through, a letter, and why one did not go."""

import re
from dataclasses import dataclass
from enum import Enum

from lingting.kernel.errors import Invalid

LONGEST_ADDRESS = 254
"""RFC 5321 4.5.3.1.3, without the angle brackets."""
_ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
_HOST = re.compile(r"[A-Za-z0-9._:-]{1,253}")


class AddressUnfit(Invalid):
    """It is no mail address that every server takes."""


class MailHostUnfit(Invalid):
    """It is no name or address of a machine."""


class MailSecretNeeded(Invalid):
    """Another server or user needs the password anew: a stored one never goes elsewhere."""


class MailNotSet(Invalid):
    """No mail server is set."""


class Security(Enum):
    """How the connection is protected."""

    NONE = "none"
    STARTTLS = "starttls"
    TLS = "tls"


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where letters are handed in, and whom they come from. Without `user` nobody logs in."""

    host: str
    port: int
    security: Security
    user: str
    sender: str
    sender_name: str

    @property
    def domain(self) -> str:
        """What ids of letters end with."""
        return self.sender.rpartition("@")[2]


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file in a letter; `kind` is its media type."""

    name: str
    content: bytes
    kind: str


@dataclass(frozen=True, slots=True)
class Letter:
    """A letter to one person. A repeat with the same `id` is the same letter to his mailbox.

    The server's domain is added to the id.
    """

    id: str
    to: str
    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...] = ()


class Hindrance(Enum):
    """What kept a letter from going."""

    NOT_SET = "not_set"
    SECRET = "secret"
    """The stored password was sealed with a key that is gone."""
    UNREACHABLE = "unreachable"
    CERTIFICATE = "certificate"
    NO_TLS = "no_tls"
    LOGIN = "login"
    SENDER = "sender"
    RECIPIENT = "recipient"
    REFUSED = "refused"


class NotSent(Exception):
    """A letter did not go; `told` is what the server answered, `final` that no repeat will help."""

    def __init__(self, why: Hindrance, told: str = "", *, final: bool = False) -> None:
        super().__init__(why.value)
        self.why = why
        self.told = told[:300]
        self.final = final


def fit_address(text: str, field: str) -> str:
    """The address as it is used; raises AddressUnfit."""
    address = text.strip()
    if len(address) > LONGEST_ADDRESS or not _ADDRESS.fullmatch(address):
        raise AddressUnfit(field=field, address=address[:LONGEST_ADDRESS])
    return address


def fit_host(text: str) -> str:
    """The server's name; raises MailHostUnfit."""
    host = text.strip()
    if not _HOST.fullmatch(host):
        raise MailHostUnfit(field="host")
    return host
