"""What a stranger dials is a number and nothing else, whatever is in it."""

from __future__ import annotations

import asyncio

import pytest

from lingting.calls.ports import CallerMissed, LegArrived
from support.asterisk import StartAsterisk
from support.switch_stages import expect, real_stage
from telephony.attacks.conftest import AttackFrom

pytestmark = [pytest.mark.telephony, pytest.mark.req("TEL-13")]

FORGED = "8001,1,carrier,127.0.0.77"
DIALLED = {
    FORGED: FORGED,
    "8001),1,(carrier": "8001),1,(carrier",
    "8001%2C1%2Ccarrier": "8001,1,carrier",
    "8001%22%24%7BEXTEN%7D": '8001"${EXTEN}',
    "8001%C3%A9%0D%0AX%3A%20y": "8001é\r\nX: y",
}


@pytest.mark.parametrize(("dialled", "number"), list(DIALLED.items()))
async def test_it_says_neither_where_the_call_is_from_nor_that_it_was_kept(
    dialled: str, number: str, start_asterisk: StartAsterisk, attack: AttackFrom
) -> None:
    server = start_asterisk()
    stranger = attack("127.0.0.9", server)
    async with real_stage(server, server.folders.home) as stage:
        stranger.send(stranger.request("INVITE", "13800138000", to=dialled))
        told = await expect(stage, LegArrived)
        assert (told.called, told.trunk, told.caught) == (number, "anonymous", False)
        assert told.calling == "13800138000"


async def test_nor_does_it_for_whom_no_engine_is_there(
    start_asterisk: StartAsterisk, attack: AttackFrom
) -> None:
    server = start_asterisk()
    stranger = attack("127.0.0.9", server)
    stranger.send(stranger.request("INVITE", "13800138000", to=FORGED))
    await asyncio.sleep(2)
    async with real_stage(server, server.folders.home) as stage:
        told = await expect(stage, LegArrived)
        assert (told.called, told.trunk, told.caught) == (FORGED, "anonymous", True)
        assert not [one for one in stage.events if isinstance(one, CallerMissed)]
