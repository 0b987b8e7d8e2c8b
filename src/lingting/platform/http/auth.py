"""Who asks: the session cookie, and the permission that each route names."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Protocol

from fastapi import Depends, Request, WebSocket

from lingting.kernel.errors import Forbidden, Unauthenticated
from lingting.kernel.ids import SessionId, TenantId, UserId

COOKIE = "lingting_session"
SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})


@dataclass(frozen=True, slots=True)
class Principal:
    """A person who is logged in, with the permissions of all of his roles."""

    tenant: TenantId
    user: UserId
    session: SessionId
    account: str
    name: str
    permissions: frozenset[str]
    seat_number: str | None = None
    extension: str | None = None
    ends: datetime | None = None
    """When the session ends if its person does nothing; None: not while he is at work."""

    def may(self, permission: str) -> bool:
        """Whether a role of this person grants `permission` (`*` grants all)."""
        return permission in self.permissions or "*" in self.permissions


class Authenticate(Protocol):
    """The person behind a cookie; `active`: he did something now, which prolongs the session."""

    async def __call__(self, cookie: str | None, *, active: bool = False) -> Principal | None: ...


async def current(request: Request) -> Principal:
    """The person behind the request; unsafe methods must carry the client's own header.

    A page of another site can make a browser send the cookie, but cannot add the header.
    """
    authenticate: Authenticate = request.app.state.authenticate
    # A page reads by itself, every few seconds; it changes things only when somebody presses.
    active = request.method not in SAFE_METHODS and _own_page(request)
    principal = await authenticate(request.cookies.get(COOKIE), active=active)
    if principal is None:
        raise Unauthenticated()
    require_own_page(request)
    return principal


def require_own_page(request: Request) -> None:
    """Refuses an unsafe request that does not come from the product's own client."""
    if request.method not in SAFE_METHODS and not _own_page(request):
        raise Forbidden()


def _own_page(request: Request) -> bool:
    return request.headers.get("x-requested-with") == "lingting"


def same_origin(socket: WebSocket) -> bool:
    """Whether the page that opens the socket is ours (a browser cannot forge `Origin`)."""
    origin = socket.headers.get("origin")
    return origin is None or origin.split("://")[-1] == socket.headers.get("host")


Someone = Annotated[Principal, Depends(current)]


@dataclass(frozen=True, slots=True)
class Permitted:
    """The dependency behind `require`: what a route asks for can be read off it."""

    permissions: tuple[str, ...]

    async def __call__(self, principal: Someone) -> Principal:
        if not any(principal.may(one) for one in self.permissions):
            raise Forbidden()
        return principal


def require(*permissions: str) -> Any:
    """A dependency: the principal, who must have one of these permissions."""
    return Depends(Permitted(permissions))
