"""How requests go to Asterisk: together when they are ready together, each with its own answer."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any

import pytest
from websockets.asyncio.server import ServerConnection, serve

from lingting.adapters.asterisk.ari import PULSE, AriAddress, AriSocket
from lingting.calls.ports import SwitchUnavailable

pytestmark = pytest.mark.unit


class Writings:
    """A transport that counts how often it is written to."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self.count = 0

    def __getattr__(self, name: str) -> Any:
        if name in ("write", "writelines"):
            self.count += 1
        return getattr(self._transport, name)


async def _answer(socket: ServerConnection) -> None:
    """Lets each application hear its pulse, answers what asks for channels, ends at `exit`."""
    async for text in socket:
        asked: dict[str, Any] = json.loads(text)
        if asked["uri"].startswith("events/user"):
            (application,) = asked["query_strings"]
            told = {"type": PULSE, "application": application["value"]}
            await socket.send(json.dumps(told))
        elif asked["uri"] == "exit":
            return
        elif asked["uri"].startswith("channels"):
            body = json.dumps({"asked": asked["uri"]})
            answer = {"type": "RESTResponse", "request_id": asked["request_id"]}
            answer |= {"status_code": 200, "message_body": body}
            await socket.send(json.dumps(answer))


@asynccontextmanager
async def connected() -> AsyncIterator[AriSocket]:
    opened = asyncio.Event()
    async with serve(_answer, "127.0.0.1", 0) as server:
        _, port = server.sockets[0].getsockname()
        address = AriAddress(f"http://127.0.0.1:{port}/ari", "user", "secret")
        socket = AriSocket(lambda: address, lambda _: None, opened.set, lambda: None)
        running = asyncio.ensure_future(socket.run())
        try:
            async with asyncio.timeout(10):
                await opened.wait()
                await socket.hears()
            yield socket
        finally:
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running


async def test_requests_of_one_turn_are_one_message_and_each_gets_its_answer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("lingting.adapters.asterisk.ari.PULSE_SECONDS", 60)
    async with connected() as socket:
        line: Any = vars(socket)["_socket"]
        line.transport = writings = Writings(line.transport)
        asked = [f"channels/{number}" for number in range(5)]
        replies = await asyncio.gather(*(socket.request("GET", one) for one in asked))
        assert [one.body["asked"] for one in replies] == asked
        assert writings.count == 1


async def test_who_asks_while_the_connection_ends_is_told_so() -> None:
    async with connected() as socket:
        asking = [socket.request("GET", one) for one in ("channels/1", "exit", "channels/2")]
        first, *others = await asyncio.gather(*asking, return_exceptions=True)
        assert not isinstance(first, BaseException)
        assert [type(one) for one in others] == [SwitchUnavailable] * 2
