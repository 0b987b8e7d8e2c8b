"""What a page may send to the switch: only with a session, not too much, not too long."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from fastapi import FastAPI
from websockets.asyncio.client import ClientConnection, connect
from websockets.asyncio.server import ServerConnection, serve
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.typing import Subprotocol

from lingting.kernel.ids import SessionId, TenantId, UserId, new_id
from lingting.main import sip_proxy as proxy
from lingting.main.sip_proxy import LARGEST, MOST_PHONES, sip_proxy
from lingting.platform.http.auth import COOKIE, Principal
from lingting.platform.pace import Pace
from lingting.testing.manual_clock import ManualClock
from support.hanging import unless_it_hangs
from support.serving import serving

pytestmark = pytest.mark.flow

GOOD = "a-session"
SIP = [Subprotocol("sip")]


@dataclass
class Page:
    """The proxy over a switch that notes what it hears."""

    port: int
    heard: list[str | bytes] = field(default_factory=list[str | bytes])
    sessions: set[str] = field(default_factory=lambda: {GOOD})
    broken: bool = False
    hears: asyncio.Event = field(default_factory=asyncio.Event)

    def open(self, cookie: str = GOOD, **headers: str) -> connect:
        return connect(
            f"ws://127.0.0.1:{self.port}/sip",
            subprotocols=SIP,
            additional_headers={"cookie": f"{COOKIE}={cookie}", **headers},
            proxy=None,
        )


@pytest.fixture
async def page() -> AsyncIterator[Page]:
    now = ManualClock().now()
    who = Principal(
        TenantId(new_id(now)),
        UserId(new_id(now)),
        SessionId(new_id(now)),
        "a",
        "a",
        frozenset({"desk.use"}),
    )
    made = Page(0)

    async def switch(connection: ServerConnection) -> None:
        async for frame in connection:
            made.heard.append(frame)
            made.hears.set()

    async def authenticate(cookie: str | None, *, active: bool = False) -> Principal | None:
        if made.broken:
            raise ConnectionError
        return who if cookie in made.sessions else None

    async with serve(switch, "127.0.0.1", 0, subprotocols=SIP) as upstream:
        app = FastAPI()
        app.state.authenticate = authenticate
        sip_proxy(app, f"ws://127.0.0.1:{upstream.sockets[0].getsockname()[1]}")
        async with serving(app) as made.port:
            yield made


async def closed(connection: ClientConnection) -> int | None:
    async with unless_it_hangs():
        await connection.wait_closed()
    return connection.close_code


@pytest.mark.parametrize(
    ("cookie", "headers"), [("", {}), ("guessed", {}), (GOOD, {"origin": "https://elsewhere.test"})]
)
async def test_whoever_has_no_session_or_comes_from_another_page_stays_outside(
    page: Page, cookie: str, headers: dict[str, str]
) -> None:
    with pytest.raises(InvalidStatus):
        async with page.open(cookie, **headers):
            pass
    assert page.heard == []


async def test_an_ordinary_phone_is_carried(page: Page) -> None:
    async with page.open() as phone:
        for number in range(150):
            await phone.send(f"REGISTER {number}")
        for _ in range(500):
            if len(page.heard) == 150:
                break
            await asyncio.sleep(0.01)
    assert len(page.heard) == 150


async def test_a_flood_ends_the_connection(page: Page) -> None:
    async with page.open() as phone:
        for number in range(1000):
            try:
                await phone.send(f"REGISTER {number}")
            except ConnectionClosed:
                break
        assert await closed(phone) == 1008
    assert 200 <= len(page.heard) < 400


@pytest.mark.parametrize("frame", ["x" * (LARGEST + 1), b"x" * (LARGEST + 1)])
async def test_a_huge_message_ends_the_connection(page: Page, frame: Any) -> None:
    async with page.open() as phone:
        await phone.send(frame)
        assert await closed(phone) == 1009
    assert page.heard == []


async def test_one_person_has_so_many_phones_and_no_more(page: Page) -> None:
    phones = [await page.open() for _ in range(MOST_PHONES)]
    with pytest.raises(InvalidStatus):
        await page.open()
    for phone in phones:
        await phone.close()
    await asyncio.sleep(0.2)
    async with page.open() as again:
        await again.send("REGISTER")


async def test_a_phone_goes_when_its_session_ends_but_not_with_the_database(
    page: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(proxy, "ASK_SECONDS", 0.1)
    async with page.open() as phone:
        page.broken = True
        await asyncio.sleep(0.4)
        await phone.send("REGISTER")
        await asyncio.wait_for(page.hears.wait(), 5)
        page.broken = False
        page.sessions.clear()
        await closed(phone)
    assert page.heard == ["REGISTER"]


def test_the_pace_recovers() -> None:
    pace = Pace(each_second=10, burst=5)
    assert [pace.allows(100.0) for _ in range(6)] == [True] * 5 + [False]
    assert pace.allows(100.2)
    assert [pace.allows(200.0) for _ in range(6)] == [True] * 5 + [False]
