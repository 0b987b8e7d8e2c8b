"""What is up in Asterisk is compared with what the adapter remembers."""

from __future__ import annotations

from typing import Any

import pytest

from lingting.adapters.asterisk.ids import leg_of
from lingting.adapters.asterisk.memory import LegMemory, Memory
from lingting.adapters.asterisk.reconcile import remember

pytestmark = pytest.mark.unit

STAYS, LEFT, CAME = "1795963940.1", "1795963941.2", "1795963944.3"


def _channel(name: str, state: str = "Up") -> dict[str, Any]:
    return {
        "id": name,
        "state": state,
        "creationtime": "2026-11-29T14:52:24.846+0000",
        "caller": {"number": "9106313"},
        "dialplan": {
            "app_name": "Stasis",
            "app_data": "lingting,arrived,0,anonymous,,8100",
        },
    }


def _memory(*channels: str) -> Memory:
    return Memory(legs={leg_of(one): LegMemory(one, incoming=True) for one in channels})


def test_who_is_not_there_any_more_is_gone_and_forgotten() -> None:
    memory = _memory(STAYS, LEFT)
    found = remember(memory, set(memory.legs), [_channel(STAYS)], [])
    assert found.gone == {leg_of(LEFT)}
    assert set(memory.legs) == {leg_of(STAYS)}


def test_a_caller_who_came_after_the_channels_were_asked_for_is_not_taken_for_gone() -> None:
    """He was forgotten: he was never answered, and his hang-up went unheard for ever."""
    memory = _memory(STAYS, CAME)
    found = remember(memory, {leg_of(STAYS)}, [_channel(STAYS)], [])
    assert found.gone == frozenset()
    assert leg_of(CAME) in memory.legs


def test_who_answered_after_the_channels_were_asked_for_stays_answered() -> None:
    memory = _memory(STAYS)
    memory.legs[leg_of(STAYS)].up = True
    remember(memory, set(memory.legs), [_channel(STAYS, "Ring")], [])
    assert memory.legs[leg_of(STAYS)].up


def test_who_left_before_the_answer_came_is_not_gone_twice() -> None:
    memory = _memory(STAYS, LEFT)
    before = set(memory.legs)
    memory.forget_leg(leg_of(LEFT))
    assert remember(memory, before, [_channel(STAYS)], []).gone == frozenset()


def test_of_a_leg_that_another_engine_served_it_is_assumed_that_music_plays() -> None:
    """Otherwise nobody would end it when he is joined before ours begins."""
    memory = Memory()
    remember(memory, set(), [_channel(STAYS)], [])
    assert memory.legs[leg_of(STAYS)].hears_music
