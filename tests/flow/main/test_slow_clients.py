"""Who connects and says nothing, or says it slowly, is let go; who only has a slow line is not."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from typing import Any

import pytest

from lingting.main import patience
from lingting.main.patience import PatientProtocol
from support.serving import serving

pytestmark = [pytest.mark.flow, pytest.mark.req("SEC-03")]

LOOK = 0.25
HEAD = b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 20000\r\n\r\n"


async def app(scope: Any, receive: Any, send: Any) -> None:
    """Reads everything, thinks longer than anybody may wait, answers."""
    while (await receive()).get("more_body"):
        pass
    await asyncio.sleep(3 * LOOK)
    await send({"type": "http.response.start", "status": 204, "headers": []})
    await send({"type": "http.response.body", "body": b""})


@pytest.fixture
async def port(monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[int]:
    monkeypatch.setattr(patience, "LOOK_SECONDS", LOOK)
    async with serving(app, http=PatientProtocol, timeout_keep_alive=60) as address:
        yield address


async def answer(port: int, *parts: bytes, pause: float = 0.0) -> bytes:
    """What comes before the line is closed, or until it is certain that it is not; then `open`."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await asyncio.sleep(pause)
        async with asyncio.timeout(6 * LOOK):
            return await reader.read(100)
    except ConnectionError:
        return b""
    except TimeoutError:
        return b"open"
    finally:
        writer.close()


async def test_who_says_nothing_is_let_go(port: int) -> None:
    assert await answer(port) == b""


async def test_a_head_that_drips_is_let_go(port: int) -> None:
    drops = [b"GET / HTTP/1.1\r\nHost: x\r\n", *(b"X: y\r\n" for _ in range(20))]
    assert await answer(port, *drops, pause=LOOK / 4) == b""


async def test_a_body_that_drips_is_let_go(port: int) -> None:
    assert await answer(port, HEAD, *(b"x" for _ in range(20)), pause=LOOK / 4) == b""


async def test_a_second_request_may_not_drip_either(port: int) -> None:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    assert b"204" in await reader.readuntil(b"\r\n\r\n")
    writer.write(b"GET /")
    async with asyncio.timeout(6 * LOOK):
        assert await reader.read(100) == b""
    writer.close()


async def test_a_slow_line_is_waited_for_and_so_is_a_slow_answer(port: int) -> None:
    parts = [b"x" * 1000 for _ in range(20)]
    assert b"204" in await answer(port, HEAD, *parts, pause=LOOK / 2)


async def test_no_more_connect_than_leaves_handles_for_the_engine(
    port: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(patience, "most_connections", lambda: 5)
    lines = [await asyncio.open_connection("127.0.0.1", port) for _ in range(5)]
    assert await answer(port) == b""
    lines[0][1].close()
    await lines[0][1].wait_closed()
    await asyncio.sleep(0.05)
    assert b"204" in await answer(port, b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
    for _, writer in lines:
        writer.close()
