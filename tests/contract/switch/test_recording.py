"""Recordings of legs and messages: lengths, channels, endings."""

from __future__ import annotations

import wave
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest
from numpy.typing import NDArray

from lingting.calls.ports import (
    Dial,
    DigitPressed,
    LegAnswered,
    LegGone,
    MessageRecorded,
    Phone,
)
from lingting.kernel.ids import BridgeId, LegId, RecordingId
from lingting.testing.fake_world import wav_seconds
from support.switch_stages import Party, RealParty, Stage, eventually, expect

pytestmark = pytest.mark.contract


async def agent(stage: Stage, record_to: Path | None) -> Party:
    await stage.phone("2001")
    leg = LegId(uuid4())
    await stage.switch.dial(Dial(leg=leg, to=Phone("2001"), ring_seconds=20, record_to=record_to))
    party = await stage.picked("2001", leg)
    await stage.passes(0.2)
    party.answer()
    await expect(stage, LegAnswered, leg=leg)
    return party


async def caller(stage: Stage) -> Party:
    party = await stage.call_in("13800138000", "10010")
    await stage.switch.answer(party.leg)
    await stage.passes(0.3)
    return party


def stereo(path: Path) -> NDArray[np.int16]:
    """Two rows: what the far end hears, what it says."""
    with wave.open(str(path)) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8000, 2, 2)
        data = sound.readframes(sound.getnframes())
    return np.frombuffer(data, np.int16).reshape(-1, 2).T


def seconds_of_tone(samples: NDArray[np.int16], hertz: float) -> float:
    """How long the tone is there, by tenths of a second."""
    count = 0
    wave_form = np.exp(-2j * np.pi * hertz * np.arange(800) / 8000)
    for start in range(0, len(samples) - 799, 800):
        part = samples[start : start + 800].astype(float)
        energy = float(np.sum(part**2))
        if energy > 800 * 1000 and 2 * abs(np.sum(part * wave_form)) ** 2 / 800 / energy > 0.2:
            count += 1
    return count / 10


@pytest.mark.req("REC-01", "REC-03", "REC-13")
async def test_a_leg_is_recorded_from_answer_to_end_through_hold_and_mute(stage: Stage) -> None:
    path = stage.folder / "day" / "leg.wav"
    one, other, bridge = await caller(stage), await agent(stage, path), BridgeId(uuid4())
    switch = stage.switch
    await switch.join(bridge, [one.leg, other.leg])
    await stage.passes(2)
    assert one.hears(other)
    assert other.hears(one)
    await switch.hold(bridge, one.leg)
    await stage.passes(1)
    await switch.retrieve(bridge, one.leg)
    await switch.mute(other.leg, muted=True)
    await stage.passes(1)
    await switch.mute(other.leg, muted=False)
    one.hang_up()
    await stage.passes(1)
    assert not stage.recorded(path)
    other.hang_up()
    gone = await expect(stage, LegGone, leg=other.leg)
    answered = await expect(stage, LegAnswered, leg=other.leg)
    await eventually(stage, lambda: stage.recorded(path))
    talk = (gone.at - answered.at).total_seconds()
    hears, says = stereo(path)
    assert len(says) / 8000 == pytest.approx(talk, abs=0.2)
    assert {file.name for file in path.parent.iterdir()} == {path.name}
    if isinstance(other, RealParty) and isinstance(one, RealParty):
        # His remarks while the caller was away, while he was muted and after the caller left.
        assert seconds_of_tone(says, other.voice) == pytest.approx(talk, abs=0.4)
        assert seconds_of_tone(hears, one.voice) == pytest.approx(3, abs=0.6)
        assert seconds_of_tone(hears, other.voice) < 0.2


async def test_a_silent_phone_is_recorded_for_its_whole_time(stage: Stage) -> None:
    path = stage.folder / "silent.wav"
    other = await agent(stage, path)
    if isinstance(other, RealParty):
        await stage.passes(0.3)
        other.call.rtp.pause()
    await stage.passes(1.5)
    other.hang_up()
    gone = await expect(stage, LegGone, leg=other.leg)
    answered = await expect(stage, LegAnswered, leg=other.leg)
    await eventually(stage, lambda: stage.recorded(path))
    talk = (gone.at - answered.at).total_seconds()
    assert len(stereo(path)[0]) / 8000 == pytest.approx(talk, abs=0.3)


async def test_recording_can_start_late_and_stop_early(stage: Stage) -> None:
    path, one = stage.folder / "part.wav", await caller(stage)
    await stage.passes(0.5)
    await stage.switch.start_recording(one.leg, path)
    await stage.switch.start_recording(one.leg, stage.folder / "other.wav")
    await stage.passes(1)
    await stage.switch.stop_recording(one.leg)
    await stage.switch.stop_recording(one.leg)
    await eventually(stage, lambda: stage.recorded(path))
    assert len(stereo(path)[0]) / 8000 == pytest.approx(1, abs=0.25)
    assert not stage.recorded(stage.folder / "other.wav")


@pytest.mark.req("VM-01")
async def test_a_message_ends_with_its_key(stage: Stage) -> None:
    one, recording = await caller(stage), RecordingId(uuid4())
    path = stage.folder / "m" / f"{recording}.wav"
    await stage.switch.record_message(one.leg, recording, path, max_seconds=300)
    await stage.passes(2.5)
    one.press("1#")
    told = await expect(stage, MessageRecorded, recording=recording)
    assert (told.leg, told.failed) == (one.leg, False)
    await eventually(stage, lambda: stage.recorded(path))
    with wave.open(str(path)) as sound:
        assert sound.getnchannels() == 1
        assert sound.getnframes() / 8000 == pytest.approx(told.seconds, abs=0.05)
    assert told.seconds == pytest.approx(2.2, abs=0.5)
    await stage.passes(0.3)
    assert [e.digit for e in stage.events if isinstance(e, DigitPressed)] == ["1"]
    one.press("2")
    await expect(stage, DigitPressed, digit="2")


@pytest.mark.req("VM-01")
async def test_a_message_ends_at_its_limit(stage: Stage) -> None:
    one, recording = await caller(stage), RecordingId(uuid4())
    path = stage.folder / f"{recording}.wav"
    await stage.switch.record_message(one.leg, recording, path, max_seconds=2)
    told = await expect(stage, MessageRecorded, recording=recording)
    assert told.seconds == pytest.approx(2, abs=1)


async def test_a_message_ends_with_silence(stage: Stage) -> None:
    one, recording = await caller(stage), RecordingId(uuid4())
    path = stage.folder / f"{recording}.wav"
    await stage.switch.record_message(one.leg, recording, path, max_seconds=30, silence_seconds=1)
    await stage.passes(1.5)
    assert not [e for e in stage.events if isinstance(e, MessageRecorded) and e.leg == one.leg]
    one.fall_silent()
    told = await expect(stage, MessageRecorded, recording=recording)
    assert not told.failed


async def test_a_caller_who_hangs_up_has_left_his_message(stage: Stage) -> None:
    one, recording = await caller(stage), RecordingId(uuid4())
    path = stage.folder / f"{recording}.wav"
    await stage.switch.record_message(one.leg, recording, path, max_seconds=300)
    await stage.passes(1.5)
    one.hang_up()
    await expect(stage, LegGone, leg=one.leg)
    told = await expect(stage, MessageRecorded, recording=recording)
    assert not told.failed
    await eventually(stage, lambda: stage.recorded(path))
    assert wav_seconds(path) == pytest.approx(told.seconds, abs=0.05)
    both = [e for e in stage.events if isinstance(e, MessageRecorded | LegGone)]
    assert [type(e) for e in both if e.leg == one.leg] == [MessageRecorded, LegGone]
