"""The network address that a request came from, known to everything below the request."""

from contextvars import ContextVar

from starlette.types import ASGIApp, Receive, Scope, Send

_address: ContextVar[str | None] = ContextVar("client_address", default=None)


def client_address() -> str | None:
    """The peer of the request that is being answered; None outside a request."""
    return _address.get()


class RememberAddress:
    """Middleware that keeps the peer's address while a request is answered."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        client = scope.get("client")
        token = _address.set(client[0] if client else None)
        try:
            await self._app(scope, receive, send)
        finally:
            _address.reset(token)
