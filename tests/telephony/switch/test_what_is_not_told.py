"""What Asterisk says of a call to listeners who did not ask for it: nothing."""

from __future__ import annotations

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest

from lingting.adapters.asterisk.server import AsteriskServer
from lingting.calls.ports import Dial, LegAnswered, LegGone, Phone
from lingting.kernel.ids import BridgeId, LegId
from support.switch_stages import eventually, expect, real_stage

pytestmark = pytest.mark.telephony

SAID_ANYWAY = {"FullyBooted", "SuccessfulAuth", "ChallengeSent", "ContactStatus", "PeerStatus"}
"""What is said once at a login, and of accounts and phones rather than of calls."""


async def manager(
    server: AsteriskServer,
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    """A session that hears everything there is."""
    reader, writer = await asyncio.open_connection("127.0.0.1", server.ami_port)
    login = f"Action: Login\r\nUsername: {server.ami_user}\r\nSecret: {server.ami_secret}\r\n"
    writer.write(f"{login}Events: on\r\n\r\n".encode())
    await reader.readuntil(b"FullyBooted")
    return reader, writer


async def test_the_manager_is_told_of_no_call(
    asterisk_server: AsteriskServer, tmp_path: Path
) -> None:
    reader, writer = await manager(asterisk_server)
    async with real_stage(asterisk_server, tmp_path) as stage:
        caller = await stage.call_in("13800138000", "10010")
        await stage.switch.answer(caller.leg)
        await stage.switch.start_music(caller.leg)
        await stage.phone("2001")
        leg, bridge = LegId(uuid4()), BridgeId(uuid4())
        to = Dial(leg=leg, to=Phone("2001"), ring_seconds=20, record_to=tmp_path / "talk.wav")
        await stage.switch.dial(to)
        agent = await stage.picked("2001", leg)
        agent.answer()
        await expect(stage, LegAnswered, leg=leg)
        await stage.switch.join(bridge, [caller.leg, leg])
        await eventually(stage, lambda: caller.hears(agent))
        caller.press("5")
        await stage.switch.hold(bridge, caller.leg)
        await stage.switch.hang_up(leg)
        caller.hang_up()
        await expect(stage, LegGone, leg=caller.leg)
        await stage.switch.close_bridge(bridge)
    writer.write(b"Action: Ping\r\nActionID: the end\r\n\r\n")
    heard = (await reader.readuntil(b"ActionID: the end")).decode()
    writer.close()
    told = {
        line.removeprefix("Event: ").strip() for line in heard.splitlines() if "Event: " in line
    }
    assert told - SAID_ANYWAY == set()
