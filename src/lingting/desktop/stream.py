"""The one WebSocket of a page: a snapshot, then frames.

Back come `pong`, and which boards the page watches besides: `{"type": "watch", "board": …}` and
`leave`. Each is answered by the board's own snapshot and frames, or by `refused`. `active` says
that somebody uses keys or mouse: the open page alone keeps nobody logged in.
"""

import asyncio
import json
from dataclasses import dataclass

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from lingting.platform.db import DatabaseAway
from lingting.platform.http.auth import COOKIE, Authenticate, Principal, same_origin
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.platform.realtime import Subscription

log = get_log(__name__)

PING_SECONDS = 10
NOT_LOGGED_IN = 4401
GOODBYE = 4000
TRY_LATER = 1013
WARNED_SECONDS = 120
"""So long before a session ends its pings say so: `{"type": "ping", "ends_in": seconds}`."""


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
            await _serve(socket, kit, page, authenticate, token, principal)
        except* (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            kit.hub.detach(page)

    return router


async def _serve(
    socket: WebSocket,
    kit: Kit,
    page: Subscription,
    authenticate: Authenticate,
    token: str | None,
    principal: Principal,
) -> None:
    reader = _Reader(kit, page, principal, authenticate, token)
    async with asyncio.TaskGroup() as group:
        group.create_task(_listen(socket, reader))
        group.create_task(_keep_asking(reader))
        while True:
            message = await page.messages.get()
            await socket.send_json(message)
            if message["type"] == "bye":
                await socket.close(GOODBYE)
                raise WebSocketDisconnect(GOODBYE)


@dataclass
class _Reader:
    """What the page says, heard with the permissions that its person has now."""

    kit: Kit
    page: Subscription
    principal: Principal
    authenticate: Authenticate
    token: str | None

    async def ask(self, *, active: bool) -> None:
        """Who is still there and what he may; says goodbye, or when it will be said."""
        hub = self.kit.hub
        try:
            principal = await self.authenticate(self.token, active=active)
        except DatabaseAway:
            principal = self.principal  # who was there a moment ago stays
        if principal is None:
            hub.say(self.page, {"type": "bye", "reason": "expired"})
            return
        self.principal = principal
        hub.recheck(self.page, principal.may)
        hub.say(self.page, {"type": "ping", **self._warning(principal)})

    def _warning(self, principal: Principal) -> dict[str, int]:
        if principal.ends is None:
            return {}
        left = (principal.ends - self.kit.clock.now()).total_seconds()
        return {"ends_in": max(0, round(left))} if left <= WARNED_SECONDS else {}

    async def hear(self, text: str) -> None:
        try:
            said = json.loads(text)
        except (ValueError, RecursionError):
            return
        match said:
            case {"type": "active"}:
                await self.ask(active=True)
            case {"type": "watch", "board": str(board)}:
                self.kit.hub.watch(self.page, board, self.principal.may)
            case {"type": "leave", "board": str(board)}:
                self.kit.hub.leave(self.page, board)


async def _keep_asking(reader: _Reader) -> None:
    """Pings, however busy the page is; ends with the goodbye that a ping may turn out to be."""
    while True:
        await asyncio.sleep(PING_SECONDS)
        await reader.ask(active=False)


async def _listen(socket: WebSocket, reader: _Reader) -> None:
    """Reads until the page goes."""
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        if text := message.get("text"):
            await reader.hear(text)
