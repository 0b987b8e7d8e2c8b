"""Who asks, known to everything below the request: his network address, and whose page it is."""

from contextvars import ContextVar

from starlette.requests import HTTPConnection
from starlette.types import ASGIApp, Receive, Scope, Send

from lingting.platform.guests import guest
from lingting.platform.http.auth import COOKIE

_address: ContextVar[str | None] = ContextVar("client_address", default=None)


def client_address() -> str | None:
    """The peer of the request that is being answered; None outside a request."""
    return _address.get()


class RememberClient:
    """Middleware that keeps, while a request is answered, the peer's address and that it is a
    guest at the database: by its session, or by its address before there is one."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        address = client[0] if client else None
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        cookie = HTTPConnection(scope).cookies.get(COOKIE)
        token = _address.set(address)
        try:
            with guest((cookie, None) if cookie else (None, address)):
                await self._app(scope, receive, send)
        finally:
            _address.reset(token)
