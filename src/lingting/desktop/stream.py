"""The one WebSocket of a page: a snapshot, then frames; nothing but `pong` comes back."""

import asyncio

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from lingting.platform.http.auth import COOKIE, Authenticate, Principal, same_origin
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.platform.realtime import Subscription

log = get_log(__name__)

PING_SECONDS = 10
NOT_LOGGED_IN = 4401
GOODBYE = 4000


def stream(kit: Kit) -> APIRouter:
    """The route `/realtime`."""
    router = APIRouter()

    @router.websocket("/realtime")
    async def realtime(socket: WebSocket) -> None:
        authenticate: Authenticate = socket.app.state.authenticate
        token = socket.cookies.get(COOKIE)
        principal = await authenticate(token)
        await socket.accept()
        if principal is None or not same_origin(socket):
            await socket.close(NOT_LOGGED_IN)
            return
        page = kit.hub.attach(principal.tenant, principal.user)
        try:
            await _serve(socket, page, authenticate, token, principal)
        except* (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            kit.hub.detach(page)

    return router


async def _serve(
    socket: WebSocket,
    page: Subscription,
    authenticate: Authenticate,
    token: str | None,
    principal: Principal,
) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(_listen(socket))
        while True:
            try:
                async with asyncio.timeout(PING_SECONDS):
                    message = await page.messages.get()
            except TimeoutError:
                message = {"type": "ping"}
                if await authenticate(token) is None:
                    message = {"type": "bye", "reason": "expired"}
            await socket.send_json(message)
            if message["type"] == "bye":
                await socket.close(GOODBYE)
                raise WebSocketDisconnect(GOODBYE)


async def _listen(socket: WebSocket) -> None:
    """Reads until the page goes; what it says means nothing but that it lives."""
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
