"""Who stays in a bridge hears whoever comes, whatever Asterisk makes of the packets' numbers."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import uuid4

import pytest

from lingting.adapters.asterisk.server import AsteriskServer
from lingting.calls.ports import Dial, LegAnswered, Phone
from lingting.kernel.ids import BridgeId, LegId
from support.switch_stages import (
    RealParty,
    RealStage,
    eventually,
    expect,
    real_stage,
)

pytestmark = pytest.mark.telephony

LONG_HOLD = 40_000
"""Packets of thirteen minutes."""


@pytest.fixture
async def stage(asterisk_server: AsteriskServer, tmp_path: Path) -> AsyncIterator[RealStage]:
    async with real_stage(asterisk_server, tmp_path) as made:
        yield made


async def up(stage: RealStage, name: str, *, wideband: bool = False) -> RealParty:
    await stage.phone(name)
    stage._phones[name].wideband = wideband
    leg = LegId(uuid4())
    await stage.switch.dial(Dial(leg=leg, to=Phone(name), ring_seconds=20))
    party = await stage.picked(name, leg)
    party.answer()
    await expect(stage, LegAnswered, leg=leg)
    assert isinstance(party, RealParty)
    return party


async def caller(stage: RealStage) -> RealParty:
    party = await stage.call_in("13800138000", "10010")
    await stage.switch.answer(party.leg)
    await stage.passes(0.2)
    assert isinstance(party, RealParty)
    return party


@pytest.mark.req("TEL-08")
async def test_an_agent_hears_his_customer_after_a_long_hold(stage: RealStage) -> None:
    customer, agent = await caller(stage), await up(stage, "2001", wideband=True)
    bridge = BridgeId(uuid4())
    await stage.switch.join(bridge, [customer.leg, agent.leg])
    await all_are_sent_sound(stage, [agent])

    await stage.switch.hold(bridge, customer.leg)
    customer.call.rtp.skip(LONG_HOLD)
    await stage.passes(0.5)
    await stage.switch.retrieve(bridge, customer.leg)

    await all_are_sent_sound(stage, [customer, agent])


@pytest.mark.req("RTM-22")
async def test_three_hear_each_other_and_so_do_the_two_who_stay(stage: RealStage) -> None:
    customer = await caller(stage)
    agent, leader = await up(stage, "2001", wideband=True), await up(stage, "2009")
    bridge = BridgeId(uuid4())
    await stage.switch.join(bridge, [customer.leg, agent.leg])
    await all_are_sent_sound(stage, [customer, agent])
    await stage.switch.join(bridge, [leader.leg])
    await all_are_sent_sound(stage, [customer, agent, leader])
    await stage.switch.leave(bridge, leader.leg)
    await all_are_sent_sound(stage, [customer, agent])


async def all_are_sent_sound(stage: RealStage, parties: list[RealParty]) -> None:
    came = {one: one.call.rtp.packets for one in parties}
    await eventually(stage, lambda: all(one.call.rtp.packets > came[one] + 50 for one in parties))


async def three(stage: RealStage) -> tuple[BridgeId, RealParty, RealParty, RealParty]:
    """A customer and an agent, to whom a leader came."""
    customer, agent = await caller(stage), await up(stage, "2001")
    bridge = BridgeId(uuid4())
    await stage.switch.join(bridge, [customer.leg, agent.leg])
    leader = await up(stage, "2009")
    await stage.switch.join(bridge, [leader.leg])
    return bridge, customer, agent, leader


async def test_whom_asterisk_sends_nothing_is_put_into_the_bridge_anew(stage: RealStage) -> None:
    bridge, customer, agent, leader = await three(stage)
    agents = {"channel": str(agent.leg)}
    await stage.asterisk._command("POST", f"bridges/{bridge}/removeChannel", agents)

    await eventually(stage, lambda: agent.hears(customer) and agent.hears(leader))
    await eventually(stage, lambda: customer.hears(agent) and leader.hears(agent))


async def test_who_is_taken_out_meanwhile_stays_out(stage: RealStage) -> None:
    bridge, customer, agent, leader = await three(stage)
    await stage.switch.leave(bridge, agent.leg)

    await eventually(stage, lambda: customer.hears(leader) and leader.hears(customer))
    await stage.passes(1.5)
    assert not agent.hears(customer)
    assert not customer.hears(agent)
