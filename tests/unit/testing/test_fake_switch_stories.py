"""Any mix of commands, people and time keeps FakeSwitch's promises."""

from __future__ import annotations

import asyncio
from collections import Counter
from pathlib import Path
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lingting.calls.ports import (
    CallerMissed,
    Dial,
    LegAnswered,
    LegGone,
    MessageRecorded,
    Outside,
    PlayFinished,
    SwitchEvent,
    Tone,
)
from lingting.kernel.ids import BridgeId, LegId, PlayId, RecordingId
from lingting.testing.fake_leg import LegState
from lingting.testing.fake_switch import FakeSwitch
from lingting.testing.manual_clock import ManualClock

pytestmark = pytest.mark.unit

VERBS = (
    *("call_in", "dial", "answer", "hang_up", "play", "stop_play", "start_music", "stop_music"),
    *("join", "leave", "close", "hold", "mute", "message", "record", "rings", "answers"),
    *("leaves", "presses", "silent", "time"),
)
steps = st.lists(
    st.tuples(st.sampled_from(VERBS), st.integers(0, 5), st.integers(0, 2)), max_size=60
)


class Story:
    """Carries out the steps; numbers name the things."""

    def __init__(self) -> None:
        self.clock = ManualClock()
        self.fake = FakeSwitch(self.clock)
        self.told: list[SwitchEvent] = self.fake.take_events()
        self.plays = 0

    async def take(self, verb: str, one: int, other: int) -> None:
        fake, leg, bridge = self.fake, LegId(UUID(int=one)), BridgeId(UUID(int=100 + other))
        if verb == "call_in":
            if leg not in fake.legs:
                fake.call_in("1", "2", leg=leg)
        elif verb == "dial":
            await fake.dial(Dial(leg=leg, to=Outside("1", "t", "2"), ring_seconds=5))
        elif verb == "play":
            self.plays += 1
            play = PlayId(UUID(int=1000 + self.plays))
            await fake.play(leg, play, [Tone("ring", 1 + other)] * other)
        elif verb == "stop_play":
            await fake.stop_play(PlayId(UUID(int=1000 + max(self.plays - one, 0))))
        elif verb == "join":
            await fake.join(bridge, [leg, LegId(UUID(int=other))])
        elif verb in ("leave", "hold"):
            await getattr(fake, verb)(bridge, leg)
        elif verb == "close":
            await fake.close_bridge(bridge)
        elif verb == "mute":
            await fake.mute(leg, muted=other > 0)
        elif verb == "message":
            recording = RecordingId(UUID(int=2000 + one))
            await fake.record_message(
                leg, recording, Path("m.wav"), max_seconds=3, silence_seconds=other
            )
        elif verb == "record":
            await fake.start_recording(leg, Path("r.wav"))
        elif verb == "time":
            self.clock.advance(one)
        elif verb in ("answer", "hang_up", "start_music", "stop_music"):
            await getattr(fake, verb)(leg)
        elif leg in fake.legs:
            self._person(verb, leg, str(other))
        self.told += fake.take_events()

    def _person(self, verb: str, leg: LegId, key: str) -> None:
        found = self.fake.legs[leg]
        dialled = found.state in (LegState.DIALLED, LegState.RINGING)
        if verb == "rings" and dialled:
            self.fake.far_end_rings(leg)
        elif verb == "answers" and dialled:
            self.fake.far_end_answers(leg)
        elif verb == "leaves":
            self.fake.hangs_up(leg)
        elif verb == "presses":
            self.fake.presses(leg, key)
        elif verb == "silent":
            self.fake.falls_silent(leg)

    def check(self) -> None:
        gone: set[LegId] = set()
        # Who left unanswered is told of later as well, as of the time when he left.
        in_order = [e for e in self.told if not isinstance(e, CallerMissed)]
        for event in in_order:
            leg = getattr(event, "leg", None)
            assert leg not in gone, f"{event} after the end of its leg"
            if isinstance(event, LegGone):
                gone.add(event.leg)
        for kind, name in ((LegAnswered, "leg"), (PlayFinished, "play")):
            counted = Counter(getattr(e, name) for e in self.told if isinstance(e, kind))
            assert all(count == 1 for count in counted.values())
        assert all(e.seconds <= 3 for e in self.told if isinstance(e, MessageRecorded))
        assert {leg.id for leg in self.fake.legs.values() if leg.is_gone} == gone
        for bridge, members in self.fake.bridges.items():
            assert len(members) == len(set(members))
            for member in members:
                assert self.fake.legs[member].bridge == bridge
                assert not self.fake.legs[member].is_gone
        for leg in self.fake.legs.values():
            ears = self.fake.what_hears(leg.id)
            assert leg.id not in ears.voices
            assert leg.bridge is None or leg.music is None
        assert [e.at for e in in_order] == sorted(e.at for e in in_order)


@settings(max_examples=150, deadline=None)
@given(steps)
def test_any_story_keeps_the_promises(story: list[tuple[str, int, int]]) -> None:
    async def tell() -> None:
        made = Story()
        for verb, one, other in story:
            await made.take(verb, one, other)
            made.check()
        made.clock.advance(100)
        made.told += made.fake.take_events()
        made.check()

    asyncio.run(tell())
