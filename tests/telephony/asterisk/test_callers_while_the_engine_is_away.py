"""No caller is lost while the engine is away: the dialplan keeps them and hands them over."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from websockets.asyncio.client import ClientConnection, connect

from lingting.adapters.asterisk.config.layout import APPLICATION, Behaviour
from lingting.adapters.asterisk.server import AsteriskServer
from lingting.testing.telephone import Telephone
from support.asterisk import StartAsterisk
from support.hanging import unless_it_hangs

pytestmark = pytest.mark.telephony


@asynccontextmanager
async def engine(server: AsteriskServer) -> AsyncIterator[ClientConnection]:
    """Registers the application as the engine does."""
    address = server.ari_url.replace("http://", "ws://") + "/events"
    query = f"app={APPLICATION}&api_key={server.ari_user}:{server.ari_password}"
    async with connect(f"{address}?{query}", proxy=None) as socket:
        yield socket


async def arrival(socket: ClientConnection) -> dict[str, Any]:
    async with unless_it_hangs():
        while True:
            event: dict[str, Any] = json.loads(await socket.recv())
            if event["type"] == "StasisStart":
                return event


async def test_a_call_that_arrives_while_the_engine_is_there_is_not_caught(
    asterisk_server: AsteriskServer,
) -> None:
    async with engine(asterisk_server) as socket, Telephone(asterisk_server.sip_udp_port) as phone:
        call = await phone.call("8001")
        event = await arrival(socket)
        *told, address, called = event["args"]
        assert (told, called) == (["arrived", "0", "anonymous"], "8001")
        assert address.startswith("127.0.0.1:")
        assert event["channel"]["state"] == "Ring"
        call.hang_up()


async def test_a_caller_who_arrives_while_the_engine_is_away_is_handed_over_when_it_is_back(
    start_asterisk: StartAsterisk,
) -> None:
    server = start_asterisk()
    async with Telephone(server.sip_udp_port) as phone:
        call = await phone.call("8001")
        await call.answered()
        await asyncio.sleep(1)
        assert call.hears_anything(1)
        async with engine(server) as socket:
            event = await arrival(socket)
            *told, address, called = event["args"]
            assert (told, called) == (["arrived", "1", "anonymous"], "8001")
            assert address.startswith("127.0.0.1:")
            assert event["channel"]["state"] == "Up"
            assert not call.is_over
            call.hang_up()


async def test_a_caller_who_was_kept_too_long_hears_an_apology_and_is_released(
    start_asterisk: StartAsterisk,
) -> None:
    server = start_asterisk(behaviour=Behaviour(catch_seconds=2))
    async with Telephone(server.sip_udp_port) as phone:
        call = await phone.call("8001")
        await call.answered()
        await call.over(20)
        assert not call.ended_by_us


async def test_one_key_numbers_reach_the_engine_and_hanging_up_makes_no_second_call(
    asterisk_server: AsteriskServer,
) -> None:
    async with engine(asterisk_server) as socket, Telephone(asterisk_server.sip_udp_port) as phone:
        call = await phone.call("8")
        event = await arrival(socket)
        assert event["args"][-1] == "8"
        call.hang_up()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(1):
                await arrival(socket)
