"""What people hear: plays, music, bridges, hold, mute, keys."""

from __future__ import annotations

import wave
from functools import partial
from pathlib import Path
from uuid import uuid4

import pytest

from lingting.calls.ports import (
    Dial,
    DigitPressed,
    LegAnswered,
    LegHeld,
    Phone,
    PlayFinished,
    SoundFile,
    Tone,
)
from lingting.kernel.ids import BridgeId, LegId, PlayId
from support.switch_stages import Party, Stage, eventually, expect

pytestmark = pytest.mark.contract


async def caller(stage: Stage) -> Party:
    party = await stage.call_in("13800138000", "10010")
    await stage.switch.answer(party.leg)
    await stage.passes(0.2)
    return party


async def agent(stage: Stage, name: str = "2001") -> Party:
    await stage.phone(name)
    leg = LegId(uuid4())
    await stage.switch.dial(Dial(leg=leg, to=Phone(name), ring_seconds=20))
    party = await stage.picked(name, leg)
    party.answer()
    await expect(stage, LegAnswered, leg=leg)
    return party


async def talk(stage: Stage) -> tuple[Party, Party, BridgeId]:
    one, other, bridge = await caller(stage), await agent(stage), BridgeId(uuid4())
    await stage.switch.join(bridge, [one.leg, other.leg])
    await stage.passes(0.5)
    return one, other, bridge


def sound(folder: Path, seconds: float) -> SoundFile:
    path = folder / f"{uuid4()}.wav"
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(8000)
        file.writeframes(b"\x00\x20\x00\xe0" * round(4000 * seconds))
    return SoundFile(path)


async def test_media_are_played_one_after_another_and_end_once(stage: Stage) -> None:
    party, play = await caller(stage), PlayId(uuid4())
    media = [sound(stage.folder, 0.5), Tone("silence", 0.2), sound(stage.folder, 0.5)]
    began = stage.events[-1].at if stage.events else None
    await stage.switch.play(party.leg, play, media)
    await stage.passes(0.4)
    await eventually(stage, lambda: party.hears_anything())
    ended = await expect(stage, PlayFinished, play=play)
    assert began is not None
    assert (ended.leg, ended.failed, ended.stopped) == (party.leg, False, False)
    await stage.passes(0.3)
    assert [e for e in stage.events if isinstance(e, PlayFinished)] == [ended]
    await eventually(stage, lambda: not party.hears_anything())


async def test_a_missing_file_is_told_and_the_rest_is_heard(stage: Stage) -> None:
    party, play = await caller(stage), PlayId(uuid4())
    media = [SoundFile(stage.folder / "none.wav"), sound(stage.folder, 0.6)]
    await stage.switch.play(party.leg, play, media)
    await stage.passes(0.4)
    await eventually(stage, lambda: party.hears_anything())
    assert (await expect(stage, PlayFinished, play=play)).failed
    other = PlayId(uuid4())
    await stage.switch.play(party.leg, other, [SoundFile(stage.folder / "none.wav")])
    assert (await expect(stage, PlayFinished, play=other)).failed


async def test_a_play_can_be_stopped_before_and_while_it_is_heard(stage: Stage) -> None:
    party, first, second = await caller(stage), PlayId(uuid4()), PlayId(uuid4())
    await stage.switch.play(party.leg, first, [sound(stage.folder, 5)])
    await stage.switch.play(party.leg, second, [sound(stage.folder, 5)])
    await stage.passes(0.3)
    await stage.switch.stop_play(second)
    assert (await expect(stage, PlayFinished, play=second)).stopped
    assert not [e for e in stage.events if isinstance(e, PlayFinished) and e.play == first]
    await stage.switch.stop_play(first)
    assert (await expect(stage, PlayFinished, play=first)).stopped
    await stage.switch.stop_play(first)
    await stage.passes(0.5)
    await eventually(stage, lambda: not party.hears_anything())
    assert len([e for e in stage.events if isinstance(e, PlayFinished)]) == 2


async def test_a_hang_up_ends_plays_silently(stage: Stage) -> None:
    party, play = await caller(stage), PlayId(uuid4())
    await stage.switch.play(party.leg, play, [sound(stage.folder, 5)])
    await stage.passes(0.3)
    party.hang_up()
    await stage.passes(0.5)
    assert not [e for e in stage.events if isinstance(e, PlayFinished)]


async def test_music_goes_on_after_a_play(stage: Stage) -> None:
    party, play = await caller(stage), PlayId(uuid4())
    await stage.switch.start_music(party.leg)
    await stage.passes(0.6)
    await eventually(stage, lambda: party.hears_anything())
    await stage.switch.play(party.leg, play, [Tone("silence", 2)])
    await stage.passes(0.3)
    await eventually(stage, lambda: not party.hears_anything())
    await expect(stage, PlayFinished, play=play)
    await stage.passes(0.6)
    await eventually(stage, lambda: party.hears_anything())
    await stage.switch.stop_music(party.leg)
    await stage.passes(0.5)
    await eventually(stage, lambda: not party.hears_anything())


async def test_music_that_begins_during_a_play_follows_it(stage: Stage) -> None:
    party, play = await caller(stage), PlayId(uuid4())
    await stage.switch.play(party.leg, play, [sound(stage.folder, 1)])
    await stage.passes(0.3)
    await stage.switch.start_music(party.leg)
    ended = await expect(stage, PlayFinished, play=play)
    assert not ended.failed
    assert not ended.stopped
    await stage.passes(0.5)
    await eventually(stage, lambda: party.hears_anything())
    await stage.switch.stop_music(party.leg)
    await eventually(stage, lambda: not party.hears_anything())


async def test_music_of_an_unknown_name_is_still_music(stage: Stage) -> None:
    party = await caller(stage)
    await stage.switch.start_music(party.leg, "no-such-music")
    await eventually(stage, lambda: party.hears_anything())


async def test_joined_people_hear_each_other(stage: Stage) -> None:
    one, other, bridge = await talk(stage)
    await eventually(stage, lambda: one.hears(other))
    await eventually(stage, lambda: other.hears(one))
    await stage.switch.join(bridge, [one.leg, other.leg])
    await stage.passes(0.5)
    await eventually(stage, lambda: one.hears(other))


async def test_joining_ends_music_and_plays(stage: Stage) -> None:
    one, other = await caller(stage), await agent(stage)
    await stage.switch.start_music(one.leg)
    play = PlayId(uuid4())
    await stage.switch.play(one.leg, play, [sound(stage.folder, 20)])
    await stage.passes(0.3)
    await stage.switch.join(BridgeId(uuid4()), [one.leg, other.leg])
    assert (await expect(stage, PlayFinished, play=play)).stopped
    await stage.passes(0.6)
    await eventually(stage, lambda: one.hears(other))
    await eventually(stage, lambda: other.hears(one))


async def test_who_is_joined_at_once_hears_no_music_in_his_talk(stage: Stage) -> None:
    one, other = await caller(stage), await agent(stage)
    await stage.switch.start_music(one.leg)
    await stage.switch.join(BridgeId(uuid4()), [one.leg, other.leg])
    await stage.passes(0.8)
    await eventually(stage, lambda: one.hears(other))
    await eventually(stage, lambda: other.hears(one))


@pytest.mark.req("TEL-08")
async def test_a_held_person_hears_music_until_retrieved(stage: Stage) -> None:
    one, other, bridge = await talk(stage)
    await stage.switch.hold(bridge, one.leg)
    await stage.passes(0.6)
    await eventually(stage, lambda: one.hears_anything())
    await eventually(stage, lambda: not one.hears(other))
    await eventually(stage, lambda: not other.hears_anything())
    await stage.switch.retrieve(bridge, one.leg)
    await stage.passes(0.5)
    await eventually(stage, lambda: one.hears(other))
    await eventually(stage, lambda: other.hears(one))


async def test_a_muted_person_hears_but_is_not_heard(stage: Stage) -> None:
    one, other, bridge = await talk(stage)
    await stage.switch.mute(other.leg, muted=True)
    await stage.passes(0.5)
    await eventually(stage, lambda: not one.hears_anything())
    await eventually(stage, lambda: other.hears(one))
    await stage.switch.hold(bridge, one.leg)
    await stage.switch.retrieve(bridge, one.leg)
    await stage.passes(0.5)
    await eventually(stage, lambda: not one.hears_anything())
    await stage.switch.mute(other.leg, muted=False)
    await stage.passes(0.5)
    await eventually(stage, lambda: one.hears(other))


async def test_who_leaves_or_loses_the_bridge_hears_silence(stage: Stage) -> None:
    one, other, bridge = await talk(stage)
    await stage.switch.leave(bridge, one.leg)
    await stage.switch.leave(bridge, one.leg)
    await stage.passes(0.5)
    await eventually(stage, lambda: not one.hears_anything())
    await eventually(stage, lambda: not other.hears_anything())
    await stage.switch.join(bridge, [one.leg])
    await stage.passes(0.5)
    await eventually(stage, lambda: one.hears(other))
    await stage.switch.close_bridge(bridge)
    await stage.switch.close_bridge(bridge)
    await stage.passes(0.5)
    await eventually(stage, lambda: not one.hears_anything())
    await stage.switch.join(bridge, [one.leg, other.leg])
    await stage.passes(0.5)
    await eventually(stage, lambda: one.hears(other))


async def test_three_people_hear_one_another(stage: Stage) -> None:
    one, other, bridge = await talk(stage)
    third = await agent(stage, "2002")
    await stage.switch.join(bridge, [third.leg])
    await stage.passes(0.8)
    for ear, voices in ((one, (other, third)), (other, (one, third)), (third, (one, other))):
        for voice in voices:
            await eventually(stage, partial(ear.hears, voice))


async def test_a_leg_moves_from_bridge_to_bridge(stage: Stage) -> None:
    one, other, _ = await talk(stage)
    third = await agent(stage, "2002")
    await stage.switch.join(BridgeId(uuid4()), [one.leg, third.leg])
    await stage.passes(0.6)
    await eventually(stage, lambda: one.hears(third))
    await eventually(stage, lambda: not one.hears(other))
    await eventually(stage, lambda: not other.hears_anything())


async def test_a_leg_that_is_gone_does_not_keep_the_others_from_joining(stage: Stage) -> None:
    one, other = await caller(stage), await agent(stage)
    left = await stage.call_in("13800138001", "10010")
    left.hang_up()
    await stage.passes(0.3)
    await stage.switch.join(BridgeId(uuid4()), [left.leg, one.leg, other.leg])
    await stage.passes(0.5)
    await eventually(stage, lambda: one.hears(other))


async def test_keys_are_told_in_order_alone_and_in_a_talk(stage: Stage) -> None:
    one, _, _ = await talk(stage)
    one.press("12*#")
    await expect(stage, DigitPressed, leg=one.leg, digit="#")
    pressed = [e.digit for e in stage.events if isinstance(e, DigitPressed)]
    assert pressed == ["1", "2", "*", "#"]


async def test_keys_can_be_sent_to_the_far_end(stage: Stage) -> None:
    _, other, _ = await talk(stage)
    await stage.switch.send_digits(other.leg, "42")
    await stage.passes(1)
    assert other.got_digits() == "42"


async def test_the_far_ends_own_hold_is_told(stage: Stage) -> None:
    one, _, _ = await talk(stage)
    one.hold(held=True)
    await expect(stage, LegHeld, leg=one.leg, held=True)
    one.hold(held=False)
    await expect(stage, LegHeld, leg=one.leg, held=False)


async def test_commands_to_unknown_things_do_nothing(stage: Stage) -> None:
    nobody, bridge = LegId(uuid4()), BridgeId(uuid4())
    switch = stage.switch
    await switch.answer(nobody)
    await switch.ring(nobody)
    await switch.hang_up(nobody)
    await switch.play(nobody, PlayId(uuid4()), [Tone("beep")])
    await switch.stop_play(PlayId(uuid4()))
    await switch.start_music(nobody)
    await switch.stop_music(nobody)
    await switch.leave(bridge, nobody)
    await switch.hold(bridge, nobody)
    await switch.join(bridge, [nobody])
    await switch.close_bridge(bridge)
    await switch.mute(nobody, muted=True)
    await switch.send_digits(nobody, "1")
    await switch.start_recording(nobody, stage.folder / "x.wav")
    await switch.stop_recording(nobody)
    await stage.passes(0.3)
    assert not [e for e in stage.events if getattr(e, "leg", None) == nobody]
