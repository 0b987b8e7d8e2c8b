"""Carries SIP over WebSocket between browsers and the switch, on the product's own origin.

Browsers cannot ask a person about the certificate of a second port, and the switch's own web
server stays on the loopback; who may pass is known before the upgrade (RFC 7118).
"""

import asyncio
import contextlib
from collections import Counter
from collections.abc import Awaitable, Callable

import websockets
from fastapi import FastAPI, WebSocket, WebSocketDisconnect
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

from lingting.kernel.ids import UserId
from lingting.platform.http.auth import COOKIE, Authenticate, same_origin
from lingting.platform.log import get_log
from lingting.platform.pace import Pace

log = get_log(__name__)

MAY_TELEPHONE = "desk.use"
POLICY_VIOLATION = 1008
TOO_BIG = 1009
TRY_AGAIN_LATER = 1013
ASK_SECONDS = 10
LARGEST = 32_768
"""Bytes of a message; a browser's longest offer has a few thousand."""
MOST_PHONES = 8
"""Connections of one person at once: pages that reload leave old ones behind for a moment."""


def sip_proxy(app: FastAPI, upstream: str) -> None:
    """Adds `/sip`, which passes frames to the switch's WebSocket at `upstream`."""
    phones: Counter[UserId] = Counter()

    @app.websocket("/sip")
    async def sip(browser: WebSocket) -> None:
        authenticate: Authenticate = browser.app.state.authenticate
        cookie = browser.cookies.get(COOKIE)

        async def who() -> UserId | None:
            principal = await authenticate(cookie)
            may = principal is not None and principal.may(MAY_TELEPHONE)
            return principal.user if principal is not None and may else None

        user = await who() if same_origin(browser) else None
        if user is None:
            await browser.close(POLICY_VIOLATION)
            return
        if phones[user] >= MOST_PHONES:
            log.warning("too many phones of one person")
            await browser.close(TRY_AGAIN_LATER)
            return

        async def may() -> bool:
            return await who() == user

        phones[user] += 1
        try:
            async with connect(
                upstream, subprotocols=[Subprotocol("sip")], compression=None, proxy=None
            ) as switch:
                await browser.accept(subprotocol="sip")
                await _carry(browser, switch, may)
        except (OSError, websockets.InvalidHandshake, TimeoutError) as error:
            log.warning("switch refused a phone", reason=type(error).__name__)
            await browser.close(TRY_AGAIN_LATER)
        finally:
            phones[user] -= 1
            if not phones[user]:
                del phones[user]


async def _carry(
    browser: WebSocket, switch: ClientConnection, may: Callable[[], Awaitable[bool]]
) -> None:
    """Passes frames both ways until one side closes, or the person's session ends."""
    async with asyncio.TaskGroup() as both:
        down = both.create_task(_from_switch(browser, switch))
        asking = both.create_task(_close_when_over(switch, may))
        try:
            await _from_browser(browser, switch)
        except (WebSocketDisconnect, websockets.ConnectionClosed):
            pass
        finally:
            await switch.close()
            down.cancel()
            asking.cancel()


async def _from_browser(browser: WebSocket, switch: ClientConnection) -> None:
    pace = Pace()
    while True:
        message = await browser.receive()
        if message["type"] == "websocket.disconnect":
            return
        frame: str | bytes = message.get("text") or message.get("bytes") or ""
        if len(frame) > LARGEST:
            await browser.close(TOO_BIG)
            return
        if not pace.allows():
            log.warning("a phone sends too much")
            await browser.close(POLICY_VIOLATION)
            return
        await switch.send(frame)


async def _close_when_over(switch: ClientConnection, may: Callable[[], Awaitable[bool]]) -> None:
    while True:
        await asyncio.sleep(ASK_SECONDS)
        try:
            if not await may():
                break
        except Exception as error:  # a database that is away ends no talk
            log.warning("session not asked for", error=type(error).__name__)
    await switch.close()


async def _from_switch(browser: WebSocket, switch: ClientConnection) -> None:
    try:
        async for frame in switch:
            if isinstance(frame, str):
                await browser.send_text(frame)
            else:
                await browser.send_bytes(frame)
        await browser.close()
    except (WebSocketDisconnect, websockets.ConnectionClosed, RuntimeError):
        with contextlib.suppress(RuntimeError, WebSocketDisconnect):
            await browser.close(TRY_AGAIN_LATER)
