"""What a caller presses follows his nature; what is said fits into frames of 20 ms."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from lingting.simulation.caller import MENU_SECONDS, menu_keys
from lingting.simulation.domain.world import WRONG_KEY, Intention, Line, MenuConduct, World
from lingting.simulation.speech import Voices
from lingting.simulation.wording import DISPOSITIONS, NOTES, note_of
from lingting.testing.rtp import FRAME, SILENCE, frames_of

pytestmark = pytest.mark.unit
CALLER = replace(World(1).caller(1), line=Line.MAIN, intention=Intention.REPAIR, think_seconds=3.0)


@pytest.mark.parametrize(
    ("conduct", "keys"),
    [
        (MenuConduct.RIGHT, [(3.0, "2")]),
        (MenuConduct.WRONG_FIRST, [(3.0, WRONG_KEY), (9.0, "2")]),
        (MenuConduct.SILENT_FIRST, [(3.0 + MENU_SECONDS, "2")]),
        (MenuConduct.SILENT, []),
        (MenuConduct.LEAVES, []),
    ],
)
def test_keys_follow_the_callers_conduct(
    conduct: MenuConduct, keys: list[tuple[float, str]]
) -> None:
    assert menu_keys(replace(CALLER, menu=conduct), 0.0) == keys
    assert menu_keys(replace(CALLER, menu=conduct, line=Line.VIP), 0.0) == []


async def test_every_caller_and_agent_has_something_to_say() -> None:
    voices = Voices(None)
    await voices.prepare()
    for intention in Intention:
        said = next(voices.caller(3, intention))
        assert all(len(frame) == FRAME for frame in said)
        assert any(frame != SILENCE for frame in said)
    agent = voices.agent(1)
    assert next(agent) != next(agent)


def test_sound_is_filled_up_to_whole_frames() -> None:
    assert frames_of(np.zeros(FRAME + 1, np.int16)) == [SILENCE, SILENCE]


def test_every_matter_has_its_notes_and_every_end_its_word() -> None:
    assert set(NOTES) == set(Intention)
    assert len(set(DISPOSITIONS.values())) == len(DISPOSITIONS)
    assert note_of(CALLER, 0) in NOTES[Intention.REPAIR]
    assert note_of(None, 0)
