"""The connection to the switch breaks; callers do not notice, and nothing is lost or doubled."""

from __future__ import annotations

from collections.abc import Callable
from uuid import uuid4

import pytest

from lingting.calls.ports import (
    CallerMissed,
    Dial,
    GoneCause,
    HungUpBy,
    LegArrived,
    LegGone,
    MessageRecorded,
    Phone,
    SwitchLost,
    SwitchRestored,
    SwitchUnavailable,
)
from lingting.kernel.ids import LegId, RecordingId
from lingting.testing.fake_world import wav_seconds
from support.switch_stages import Party, Stage, eventually, expect, restored, talk

pytestmark = pytest.mark.contract


def missed(stage: Stage, leg: LegId) -> list[CallerMissed]:
    """How often he was told of; one Asterisk serves all tests, and they leave callers."""
    return [e for e in stage.events if isinstance(e, CallerMissed) and e.leg == leg]


async def kept(stage: Stage, calling: str) -> tuple[Callable[[], None], LegArrived]:
    """A caller on 10086 who came in a gap and was told of after it; the first lets him leave."""
    gap = await stage.interrupted()
    await expect(stage, SwitchLost)
    leave = await stage.call_in_unseen(calling, "10086")
    await stage.passes(0.5)
    await gap.over()
    return leave, await expect(stage, LegArrived, within=6, calling=calling)


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
    assert bridge in told.bridges
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
    told = await expect(stage, CallerMissed, within=6, calling="13900139001")
    assert (told.called, told.by) == ("10086", HungUpBy.FAR_END)
    assert 0.5 < (told.at - told.came_at).total_seconds() < 5
    assert not [e for e in stage.events if isinstance(e, LegArrived | LegGone)]

    async def told_after_another_gap(times: int) -> bool:
        gap = await stage.interrupted()
        await gap.over()
        await restored(stage, times)
        await stage.passes(0.3)
        return len(missed(stage, told.leg)) == times - 1

    assert await told_after_another_gap(3)
    await stage.switch.forget_missed(told.leg)
    assert not await told_after_another_gap(4)


@pytest.mark.req("TEL-13")
async def test_a_caller_who_was_taken_after_the_gap_is_not_missed_when_he_leaves(
    stage: Stage,
) -> None:
    leave, arrived = await kept(stage, "13900139002")
    await stage.switch.answer(arrived.leg)
    leave()
    await expect(stage, LegGone, leg=arrived.leg)
    await stage.passes(0.3)
    gap = await stage.interrupted()
    await gap.over()
    await restored(stage, 3)
    await stage.passes(0.3)
    assert not missed(stage, arrived.leg)


@pytest.mark.req("TEL-13")
async def test_a_caller_whom_an_engine_had_heard_and_not_answered_is_missed_when_he_leaves(
    stage: Stage,
) -> None:
    """The engine may have been killed before it wrote him down."""
    leave, arrived = await kept(stage, "13900139004")
    fresh = await stage.call_in("13900139003", "10010")
    gap = await stage.interrupted()
    leave()
    fresh.hang_up()
    await stage.passes(0.5)
    await gap.over()
    for leg, called in ((arrived.leg, "10086"), (fresh.leg, "10010")):
        one = await expect(stage, CallerMissed, leg=leg)
        assert (one.called, one.by) == (called, HungUpBy.FAR_END)
        assert 0 <= (one.at - one.came_at).total_seconds() < 15


@pytest.mark.req("TEL-13")
async def test_who_left_before_the_answer_is_told_of_soon_and_who_was_answered_or_refused_is_not(
    stage: Stage,
) -> None:
    left = await stage.call_in("13900139005", "10010")
    left.hang_up()
    answered = await stage.call_in("13900139006", "10010")
    await stage.switch.answer(answered.leg)
    refused = await stage.call_in("13900139007", "10010")
    await stage.switch.hang_up(refused.leg, GoneCause.CONGESTION)
    await stage.passes(0.5)
    answered.hang_up()
    told = await expect(stage, CallerMissed, leg=left.leg)
    assert (told.calling, told.called) == ("13900139005", "10010")
    await stage.switch.forget_missed(left.leg)
    gap = await stage.interrupted()
    await gap.over()
    await restored(stage)
    await stage.passes(0.3)
    assert missed(stage, left.leg) == [told]
    assert not missed(stage, answered.leg) + missed(stage, refused.leg)


def messages(stage: Stage, recording: RecordingId) -> list[MessageRecorded]:
    told = [one for one in stage.events if isinstance(one, MessageRecorded)]
    return [one for one in told if one.recording == recording]


async def speaks(stage: Stage, recording: RecordingId) -> Party:
    """A caller who is leaving a message."""
    one = await stage.call_in("13800138000", "10010")
    await stage.switch.answer(one.leg)
    await stage.passes(0.3)
    path = stage.folder / f"{recording}.wav"
    await stage.switch.record_message(one.leg, recording, path, max_seconds=300)
    await stage.passes(1.5)
    return one


@pytest.mark.req("VM-01")
async def test_who_spoke_and_left_in_the_gap_has_left_his_message_before_he_is_missing(
    stage: Stage,
) -> None:
    recording = RecordingId(uuid4())
    one = await speaks(stage, recording)
    gap = await stage.interrupted()
    await expect(stage, SwitchLost)
    await stage.passes(1)
    one.hang_up()
    await stage.passes(0.5)
    await gap.over()
    await restored(stage)
    (told,) = messages(stage, recording)
    assert (told.leg, told.failed) == (one.leg, False)
    assert told.seconds == pytest.approx(2.3, abs=0.6)
    back = [e for e in stage.events if isinstance(e, SwitchRestored)][-1]
    assert stage.events.index(told) < stage.events.index(back)

    async def told_after_another_gap(times: int) -> int:
        gap = await stage.interrupted()
        await gap.over()
        await restored(stage, times)
        return len(messages(stage, recording))

    assert await told_after_another_gap(3) == 2, "nobody fetched it"
    await stage.switch.forget_message(one.leg, recording)
    assert await told_after_another_gap(4) == 2


@pytest.mark.req("VM-01")
async def test_a_message_that_is_under_way_goes_on_through_the_gap(stage: Stage) -> None:
    recording = RecordingId(uuid4())
    one = await speaks(stage, recording)
    gap = await stage.interrupted()
    await expect(stage, SwitchLost)
    await stage.passes(1)
    await gap.over()
    await restored(stage)
    path = stage.folder / f"{recording}.wav"
    await stage.switch.record_message(one.leg, recording, path, max_seconds=300)
    await stage.passes(1)
    assert not messages(stage, recording)
    one.press("#")
    told = await expect(stage, MessageRecorded, recording=recording)
    assert not told.failed
    assert 3 < told.seconds < 6
    await eventually(stage, lambda: stage.recorded(path))
    assert wav_seconds(path) == pytest.approx(told.seconds, abs=0.05)
    await stage.passes(0.3)
    assert messages(stage, recording) == [told]


async def test_who_waits_for_a_line_is_remembered(stage: Stage) -> None:
    one = await stage.call_in("13800138000", "10010")
    await stage.switch.answer(one.leg)
    await stage.phone("2001")
    leg = LegId(uuid4())
    await stage.switch.dial(Dial(leg=leg, to=Phone("2001"), ring_seconds=20, wanted_by=one.leg))
    await stage.picked("2001", leg)
    gap = await stage.interrupted()
    await gap.over()
    legs = {leg.leg: leg for leg in (await restored(stage)).legs}
    assert (legs[leg].wanted_by, legs[one.leg].wanted_by) == (one.leg, None)
