"""The one WebSocket of a page: a snapshot, then frames.

Back come `pong`, and which boards the page watches besides: `{"type": "watch", "board": …}` and
`leave`. Each is answered by the board's own snapshot and frames, or by `refused`.
"""

import asyncio
import json
from dataclasses import dataclass

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from lingting.platform.db import DatabaseAway
from lingting.platform.http.auth import COOKIE, Authenticate, Principal, same_origin
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.platform.realtime import Hub, Subscription

log = get_log(__name__)

PING_SECONDS = 10
NOT_LOGGED_IN = 4401
GOODBYE = 4000
TRY_LATER = 1013


def stream(kit: Kit) -> APIRouter:
    """The route `/realtime`."""
    router = APIRouter()

    @router.websocket("/realtime")
    async def realtime(socket: WebSocket) -> None:
        authenticate: Authenticate = socket.app.state.authenticate
        token = socket.cookies.get(COOKIE)
        try:
            principal = await authenticate(token)
        except DatabaseAway:
            await socket.accept()
            await socket.close(TRY_LATER)
            return
        await socket.accept()
        if principal is None or not same_origin(socket):
            await socket.close(NOT_LOGGED_IN)
            return
        page = kit.hub.attach(principal.tenant, principal.user)
        try:
            await _serve(socket, kit.hub, page, authenticate, token, principal)
        except* (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            kit.hub.detach(page)

    return router


async def _serve(
    socket: WebSocket,
    hub: Hub,
    page: Subscription,
    authenticate: Authenticate,
    token: str | None,
    principal: Principal,
) -> None:
    reader = _Reader(hub, page, principal)
    async with asyncio.TaskGroup() as group:
        group.create_task(_listen(socket, reader))
        group.create_task(_keep_asking(hub, page, authenticate, token, reader))
        while True:
            message = await page.messages.get()
            await socket.send_json(message)
            if message["type"] == "bye":
                await socket.close(GOODBYE)
                raise WebSocketDisconnect(GOODBYE)


@dataclass
class _Reader:
    """What the page says, heard with the permissions that its person has now."""

    hub: Hub
    page: Subscription
    principal: Principal

    def hear(self, text: str) -> None:
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            return
        match said:
            case {"type": "watch", "board": str(board)}:
                self.hub.watch(self.page, board, self.principal.may)
            case {"type": "leave", "board": str(board)}:
                self.hub.leave(self.page, board)


async def _keep_asking(
    hub: Hub, page: Subscription, authenticate: Authenticate, token: str | None, reader: _Reader
) -> None:
    """Pings, however busy the page is, and asks each time who is still there and what he may."""
    while True:
        await asyncio.sleep(PING_SECONDS)
        try:
            principal = await authenticate(token)
        except DatabaseAway:
            principal = reader.principal  # who was there a moment ago stays
        if principal is None:
            hub.say(page, {"type": "bye", "reason": "expired"})
            return
        reader.principal = principal
        hub.recheck(page, principal.may)
        hub.say(page, {"type": "ping"})


async def _listen(socket: WebSocket, reader: _Reader) -> None:
    """Reads until the page goes."""
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        if text := message.get("text"):
            reader.hear(text)
