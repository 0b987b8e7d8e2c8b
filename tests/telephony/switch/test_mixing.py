"""Of three in one bridge each hears the others, whatever Asterisk forgets."""

from __future__ import annotations

from pathlib import Path
from uuid import uuid4

import pytest

from lingting.adapters.asterisk.server import AsteriskServer
from lingting.calls.ports import Dial, LegAnswered, Phone
from lingting.kernel.ids import LegId
from support.switch_stages import Party, RealStage, eventually, expect, real_stage, talk

pytestmark = pytest.mark.telephony


@pytest.mark.req("RTM-22")
async def test_whom_asterisk_sends_nothing_is_put_into_the_bridge_anew(
    asterisk_server: AsteriskServer, tmp_path: Path
) -> None:
    async with real_stage(asterisk_server, tmp_path) as stage:
        caller, agent, bridge = await talk(stage)
        third = await _phone(stage, "2009")
        await stage.switch.join(bridge, [third.leg])
        agents = {"channel": str(agent.leg)}
        await stage.asterisk._command("POST", f"bridges/{bridge}/removeChannel", agents)

        await eventually(stage, lambda: agent.hears(caller) and agent.hears(third))
        await eventually(stage, lambda: caller.hears(agent) and third.hears(agent))


async def test_who_is_taken_out_meanwhile_stays_out(
    asterisk_server: AsteriskServer, tmp_path: Path
) -> None:
    async with real_stage(asterisk_server, tmp_path) as stage:
        caller, agent, bridge = await talk(stage)
        third = await _phone(stage, "2009")
        await stage.switch.join(bridge, [third.leg])
        await stage.switch.leave(bridge, agent.leg)

        await eventually(stage, lambda: caller.hears(third) and third.hears(caller))
        await stage.passes(1.5)
        assert not agent.hears(caller)
        assert not caller.hears(agent)


async def _phone(stage: RealStage, name: str) -> Party:
    await stage.phone(name)
    leg = LegId(uuid4())
    await stage.switch.dial(Dial(leg=leg, to=Phone(name), ring_seconds=20))
    party = await stage.picked(name, leg)
    party.answer()
    await expect(stage, LegAnswered, leg=leg)
    return party
