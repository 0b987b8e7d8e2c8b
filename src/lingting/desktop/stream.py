"""The one WebSocket of a page: a snapshot, then frames.

Back come `pong`, and which boards the page watches besides: `{"type": "watch", "board": …}` and
`leave`. Each is answered by the board's own snapshot and frames, or by `refused`. `active` says
that somebody uses keys or mouse: the open page alone keeps nobody logged in.
"""

import asyncio

from fastapi import APIRouter, WebSocket, WebSocketDisconnect

from lingting.desktop.reader import Reader
from lingting.desktop.roll_call import RollCall
from lingting.kernel.errors import Unavailable
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import COOKIE, Authenticate, same_origin
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.platform.pace import Pace
from lingting.platform.realtime import MOST_PAGES

log = get_log(__name__)

NOT_LOGGED_IN = 4401
GOODBYE = 4000
TRY_LATER = 1013
TOO_FAST = 1008
EACH_SECOND, AT_ONCE = 10.0, 100.0
"""What a page may say. One that is used says a few things a minute."""


def stream(kit: Kit, roll: RollCall) -> APIRouter:
    """The route `/realtime`."""
    router = api_router(tags=[], at_once=True)

    @router.websocket("/realtime")
    async def realtime(socket: WebSocket) -> None:
        authenticate: Authenticate = socket.app.state.authenticate
        token = socket.cookies.get(COOKIE)
        try:
            principal = await authenticate(token)
        except Unavailable:
            await socket.accept()
            await socket.close(TRY_LATER)
            return
        await socket.accept()
        if token is None or principal is None or not same_origin(socket):
            await socket.close(NOT_LOGGED_IN)
            return
        if kit.hub.pages(principal.tenant, principal.user) >= 2 * MOST_PAGES:
            # Those that were stopped are still here.
            await socket.close(TRY_LATER, "too many pages")
            return
        page = kit.hub.attach(principal.tenant, principal.user)
        reader = Reader(kit, page, principal, authenticate, token)
        roll.come(reader)
        try:
            await _serve(socket, reader)
        except* (WebSocketDisconnect, RuntimeError):
            pass
        finally:
            roll.go(reader)
            kit.hub.detach(page)

    return router


async def _serve(socket: WebSocket, reader: Reader) -> None:
    async with asyncio.TaskGroup() as group:
        group.create_task(_listen(socket, reader))
        while True:
            message = await reader.page.messages.get()
            await socket.send_text(message.text)
            if message["type"] == "bye":
                await socket.close(GOODBYE)
                raise WebSocketDisconnect(GOODBYE)


async def _listen(socket: WebSocket, reader: Reader) -> None:
    """Reads until the page goes."""
    pace = Pace(EACH_SECOND, AT_ONCE)
    while True:
        message = await socket.receive()
        if message["type"] == "websocket.disconnect":
            raise WebSocketDisconnect(message.get("code", 1000))
        if not pace.allows():
            log.warning("a page says too much")
            await socket.close(TOO_FAST, "too many messages")
            raise WebSocketDisconnect(TOO_FAST)
        if text := message.get("text"):
            await reader.hear(text)
