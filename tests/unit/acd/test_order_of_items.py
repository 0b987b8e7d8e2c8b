"""The constant key of an item tells the same order as its growing priority, at every instant."""

from __future__ import annotations

from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.acd.domain.order import Line, effective_priority, item_key
from support.floor import START, World

pytestmark = pytest.mark.unit

ITEMS = st.tuples(st.integers(0, 9), st.integers(0, 10_000_000), st.integers(0, 3))


def exact_priority(priority: int, microseconds: int, spp: int | None, now: int) -> Fraction:
    grown = Fraction(0) if spp is None else Fraction(now - microseconds, spp * 1_000_000)
    return priority + grown


@given(ITEMS, ITEMS, st.one_of(st.none(), st.integers(1, 86_400)), st.integers(0, 10**9))
def test_the_key_orders_as_the_effective_priority_does_at_any_later_instant(
    one: tuple[int, int, int],
    other: tuple[int, int, int],
    seconds_per_point: int | None,
    later: int,
) -> None:
    now = 10_000_000 + later
    mine, theirs = (
        (-exact_priority(priority, came, seconds_per_point, now), came, rank)
        for priority, came, rank in (one, other)
    )
    keys = [
        item_key(priority, START + timedelta(microseconds=came), seconds_per_point, rank)
        for priority, came, rank in (one, other)
    ]
    assert (mine < theirs) == (keys[0] < keys[1])


def test_a_point_of_priority_is_worth_as_much_waiting_as_the_queue_says() -> None:
    later = START + timedelta(seconds=120)
    assert effective_priority(4, START, 60, later) == 6
    assert effective_priority(4, START, None, later) == 4


def test_nobody_starves_behind_important_callers() -> None:
    """An item of priority 0 is served before any item of priority 9 that came 9 minutes later."""
    world = World()
    world.group(1, 1)
    world.queue(1, 1, seconds_per_point=60)
    humble = world.call(priority=0)
    for _ in range(9):
        world.wait(59)
        world.call(priority=9)
    world.wait(10)
    last = world.call(priority=9)
    world.wait(1)
    position = {
        i: world.core.floor.queues[queue].line.rank(world.core.item(i).key)
        for queue in world.core.floor.queues
        for i in (humble, last)
    }
    assert position[humble] < position[last]


@given(st.lists(st.integers(0, 50), unique=True), st.data())
def test_a_line_stays_sorted_whatever_comes_and_goes(keys: list[int], data: st.DataObject) -> None:
    line = Line()
    for key in keys:
        line.add((key,))
    gone = data.draw(st.sets(st.sampled_from(keys))) if keys else set()
    for key in gone:
        line.remove((key,))
    left = sorted(set(keys) - gone)
    assert list(line) == [(key,) for key in left]
    assert [line.rank((key,)) for key in left] == list(range(len(left)))


def test_what_is_not_in_a_line_cannot_be_taken_out() -> None:
    line = Line()
    line.add((1,))
    with pytest.raises(KeyError):
        line.remove((2,))
