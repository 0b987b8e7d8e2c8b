"""The session's secret: what the cookie carries and what is stored of it."""

import hashlib
import secrets
from dataclasses import dataclass
from uuid import UUID

from lingting.kernel.ids import TenantId

_TOKEN_BYTES = 32
_LONGEST = 120


@dataclass(frozen=True, slots=True)
class SessionToken:
    """The company, so that the look-up sees its rows only, and 256 random bits."""

    tenant: TenantId
    secret: str

    @property
    def cookie(self) -> str:
        """What the browser keeps."""
        return f"{self.tenant.hex}.{self.secret}"

    @property
    def hash(self) -> bytes:
        """What the database keeps: it is no use to a thief of the database."""
        return hashlib.sha256(self.secret.encode()).digest()


def new_token(tenant: TenantId) -> SessionToken:
    """A token that nobody had before."""
    return SessionToken(tenant, secrets.token_urlsafe(_TOKEN_BYTES))


def read_cookie(cookie: str | None) -> SessionToken | None:
    """The token in a cookie; None for anything that is none."""
    if not cookie or len(cookie) > _LONGEST:
        return None
    tenant, _, secret = cookie.partition(".")
    if len(tenant) != 32 or not secret or not cookie.isascii():
        return None
    try:
        return SessionToken(TenantId(UUID(hex=tenant)), secret)
    except ValueError:
        return None
