"""The connection to the switch breaks; callers do not notice, and nothing is lost or doubled."""

from __future__ import annotations

from uuid import uuid4

import pytest

from lingting.calls.ports import (
    CallerMissed,
    Dial,
    HungUpBy,
    LegAnswered,
    LegArrived,
    LegGone,
    Phone,
    SwitchLost,
    SwitchRestored,
    SwitchUnavailable,
)
from lingting.kernel.ids import BridgeId, LegId
from support.switch_stages import Party, Stage, eventually, expect

pytestmark = pytest.mark.contract


async def talk(stage: Stage) -> tuple[Party, Party, BridgeId]:
    one = await stage.call_in("13800138000", "10010")
    await stage.switch.answer(one.leg)
    await stage.phone("2001")
    leg, bridge = LegId(uuid4()), BridgeId(uuid4())
    await stage.switch.dial(Dial(leg=leg, to=Phone("2001"), ring_seconds=20))
    other = await stage.picked("2001", leg)
    other.answer()
    await expect(stage, LegAnswered, leg=leg)
    await stage.switch.join(bridge, [one.leg, leg])
    await eventually(stage, lambda: one.hears(other))
    return one, other, bridge


async def restored(stage: Stage) -> SwitchRestored:
    for _ in range(100):
        found = [e for e in stage.events if isinstance(e, SwitchRestored)]
        if len(found) == 2:
            return found[1]
        await stage.passes(0.1)
    raise AssertionError("the connection did not come back")


async def test_a_talk_lives_through_the_gap_and_is_told_of_afterwards(stage: Stage) -> None:
    one, other, bridge = await talk(stage)
    gap = await stage.interrupted()
    await expect(stage, SwitchLost)
    with pytest.raises(SwitchUnavailable):
        await stage.switch.answer(one.leg)
    await stage.passes(0.5)
    await eventually(stage, lambda: one.hears(other))
    await gap.over()
    told = await restored(stage)
    assert told.restarted is False
    legs = {leg.leg: leg for leg in told.legs}
    assert set(legs) == {one.leg, other.leg}
    assert all(leg.up and leg.bridge == bridge for leg in legs.values())
    assert (legs[one.leg].calling, legs[one.leg].called) == ("13800138000", "10010")
    await stage.passes(0.3)
    assert len([e for e in stage.events if isinstance(e, LegArrived)]) == 1
    assert not [e for e in stage.events if isinstance(e, LegGone)]
    one.hang_up()
    await expect(stage, LegGone, leg=one.leg)


async def test_who_left_in_the_gap_is_missing_afterwards(stage: Stage) -> None:
    one, other, _ = await talk(stage)
    gap = await stage.interrupted()
    await expect(stage, SwitchLost)
    one.hang_up()
    await stage.passes(0.5)
    await gap.over()
    told = await restored(stage)
    assert [leg.leg for leg in told.legs] == [other.leg]
    assert told.legs[0].up


@pytest.mark.req("TEL-13")
async def test_a_caller_who_came_in_the_gap_is_kept_and_arrives_once(stage: Stage) -> None:
    gap = await stage.interrupted()
    await expect(stage, SwitchLost)
    call = await stage.call_in_unseen("13900139000", "10086")
    await stage.passes(1)
    await gap.over()
    await restored(stage)
    arrived = await expect(stage, LegArrived, within=6, calling="13900139000")
    assert arrived.caught
    assert arrived.called == "10086"
    await stage.passes(3)
    assert len([e for e in stage.events if isinstance(e, LegArrived)]) == 1
    call()
    await expect(stage, LegGone, leg=arrived.leg)


@pytest.mark.req("TEL-13")
async def test_a_caller_who_came_and_left_in_the_gap_is_told_of_until_he_is_written_down(
    stage: Stage,
) -> None:
    gap = await stage.interrupted()
    await expect(stage, SwitchLost)
    call = await stage.call_in_unseen("13900139001", "10086")
    await stage.passes(1)
    call()
    await stage.passes(0.5)
    await gap.over()
    missed = await expect(stage, CallerMissed, within=6, calling="13900139001")
    assert (missed.called, missed.by) == ("10086", HungUpBy.FAR_END)
    assert 0.5 < (missed.at - missed.came_at).total_seconds() < 5
    assert not [e for e in stage.events if isinstance(e, LegArrived | LegGone)]

    async def told_after_another_gap(times: int) -> bool:
        gap = await stage.interrupted()
        await gap.over()
        await eventually(
            stage, lambda: len([e for e in stage.events if isinstance(e, SwitchRestored)]) == times
        )
        await stage.passes(0.3)
        return len([e for e in stage.events if e == missed]) == times - 1

    assert await told_after_another_gap(3)
    await stage.switch.forget_missed(missed.leg)
    assert not await told_after_another_gap(4)


@pytest.mark.req("TEL-13")
async def test_a_caller_who_was_taken_after_the_gap_is_not_missed_when_he_leaves(
    stage: Stage,
) -> None:
    gap = await stage.interrupted()
    await expect(stage, SwitchLost)
    call = await stage.call_in_unseen("13900139002", "10086")
    await stage.passes(0.5)
    await gap.over()
    arrived = await expect(stage, LegArrived, within=6, calling="13900139002")
    call()
    await expect(stage, LegGone, leg=arrived.leg)
    await stage.passes(0.3)
    gap = await stage.interrupted()
    await gap.over()
    await eventually(
        stage, lambda: len([e for e in stage.events if isinstance(e, SwitchRestored)]) == 3
    )
    await stage.passes(0.3)
    assert not [e for e in stage.events if isinstance(e, CallerMissed)]
