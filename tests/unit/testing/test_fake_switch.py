"""What FakeSwitch does beyond the contract suite: scripts, looks and the lost connection."""

from pathlib import Path
from uuid import uuid4

import pytest

from lingting.calls.ports import (
    CallerMissed,
    Dial,
    GoneCause,
    HungUpBy,
    LegAnswered,
    LegArrived,
    LegGone,
    LegRinging,
    Outside,
    Phone,
    PhoneAccount,
    PlayFinished,
    SwitchLost,
    SwitchRestored,
    SwitchUnavailable,
    Tone,
)
from lingting.kernel.ids import BridgeId, LegId, PlayId
from lingting.testing.fake_leg import FarEnd
from lingting.testing.fake_switch import FakeSwitch
from lingting.testing.manual_clock import ManualClock

pytestmark = pytest.mark.unit


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def switch(clock: ManualClock) -> FakeSwitch:
    fake = FakeSwitch(clock)
    fake.take_events()
    return fake


async def test_an_arranged_far_end_acts_by_itself(clock: ManualClock, switch: FakeSwitch) -> None:
    switch.far_ends("13800138000", FarEnd(rings_after=1, answers_after=4, hangs_up_after=60))
    leg = LegId(uuid4())
    await switch.dial(Dial(leg=leg, to=Outside("13800138000", "t", "4001"), ring_seconds=20))
    start = clock.now()
    clock.advance(100)
    told = switch.take_events()
    assert [(type(e), (e.at - start).total_seconds()) for e in told] == [
        (LegRinging, 1.0),
        (LegAnswered, 4.0),
        (LegGone, 64.0),
    ]


async def test_joined_legs_hear_each_other_unless_muted_or_away(switch: FakeSwitch) -> None:
    bridge = BridgeId(uuid4())
    caller, other = switch.call_in("1001", "10010"), switch.call_in("1002", "10010")
    await switch.answer(caller)
    await switch.answer(other)
    await switch.join(bridge, [caller, other])
    assert switch.what_hears(caller).voices == {other}
    await switch.mute(other, muted=True)
    assert switch.what_hears(caller).is_silence
    await switch.hold(bridge, caller, "jazz")
    assert switch.what_hears(caller).music == "jazz"
    assert switch.what_hears(other).is_silence
    await switch.retrieve(bridge, caller)
    assert switch.what_hears(other).voices == {caller}


async def test_plays_follow_one_another_and_silence_the_music_meanwhile(
    clock: ManualClock, switch: FakeSwitch
) -> None:
    leg = switch.call_in("1001", "10010")
    await switch.answer(leg)
    await switch.start_music(leg)
    first, second = PlayId(uuid4()), PlayId(uuid4())
    await switch.play(leg, first, [Tone("ring", 2), Tone("busy", 1)])
    await switch.play(leg, second, [Tone("silence", 5)])
    clock.advance(2.5)
    assert switch.what_hears(leg).media == Tone("busy", 1)
    clock.advance(1)
    await switch.stop_play(second)
    assert switch.what_hears(leg).music == "default"
    ends = [e for e in switch.take_events() if isinstance(e, PlayFinished)]
    assert [(e.play, e.stopped) for e in ends] == [(first, False), (second, True)]


async def test_a_lost_connection_refuses_commands_and_tells_what_lives(
    clock: ManualClock, switch: FakeSwitch
) -> None:
    stays, leaves = switch.call_in("1001", "10010"), switch.call_in("1002", "10010")
    switch.take_events()
    switch.lose_connection()
    with pytest.raises(SwitchUnavailable):
        await switch.answer(stays)
    switch.hangs_up(leaves)
    late = switch.call_in("1003", "10010")
    clock.advance(3)
    switch.restore_connection()
    lost, restored, missed, arrived = switch.take_events()
    assert isinstance(lost, SwitchLost)
    assert isinstance(restored, SwitchRestored)
    assert [leg.leg for leg in restored.legs] == [stays]
    assert isinstance(missed, CallerMissed)
    assert missed.leg == leaves
    assert isinstance(arrived, LegArrived)
    assert arrived.leg == late
    assert arrived.caught


async def test_a_restart_of_the_switch_forgets_legs_and_phones(switch: FakeSwitch) -> None:
    await switch.provision(PhoneAccount(name="1001", secret="s"))
    switch.phone_registers("1001")
    switch.call_in("1002", "10010")
    switch.take_events()
    switch.restore_connection(restarted=True)
    restored = switch.take_events()[-1]
    assert isinstance(restored, SwitchRestored)
    assert restored.restarted
    assert not restored.legs
    leg = LegId(uuid4())
    await switch.dial(Dial(leg=leg, to=Phone("1001"), ring_seconds=20))
    (gone,) = switch.take_events()
    assert isinstance(gone, LegGone)
    assert (gone.cause, gone.by) == (GoneCause.UNREACHABLE, HungUpBy.NETWORK)


async def test_recordings_are_real_files_when_asked(clock: ManualClock, tmp_path: Path) -> None:
    switch = FakeSwitch(clock, write_files=True)
    leg = switch.call_in("1001", "10010")
    await switch.answer(leg)
    await switch.start_recording(leg, tmp_path / "talk.wav")
    clock.advance(12.5)
    switch.hangs_up(leg)
    assert switch.sound_seconds(tmp_path / "talk.wav") == 12.5
