"""Levels, relaxations, several queues of one agent, items with requirements of their own."""

from __future__ import annotations

import pytest

from lingting.acd.domain.errors import QueueUnfit, SkillGroupUnfit
from lingting.acd.domain.queues import Member, Relaxation, Requirement
from lingting.acd.events import OfferMade, WorkItemRelaxed
from support.floor import World, agent_id, check, group_id

pytestmark = pytest.mark.unit


def skilled(number: int, level: int) -> Member:
    return Member(agent=agent_id(number), level=level)


def test_the_level_is_relaxed_even_while_a_better_agent_is_signed_in_but_busy() -> None:
    world = World()
    world.group(1, skilled(1, 9), skilled(2, 2))
    world.queue(1, Requirement(group_id(1), 8), relaxations=(Relaxation(30, 1),))
    world.ready(1, 2)
    first = world.call()
    world.accept(first)
    second = world.call()
    world.wait(29)
    assert world.rings_at(second) is None
    world.wait(1)
    assert world.rings_at(second) == 2
    offer = [one for one in world.told if isinstance(one, OfferMade)][-1]
    assert (offer.reason.cause, offer.reason.step) == ("relaxed", 1)
    assert offer.reason.min_levels == ((group_id(1), 1),)


def test_a_relaxation_that_brings_nobody_is_told_with_its_reason() -> None:
    world = World()
    world.group(1, skilled(1, 9))
    world.queue(1, Requirement(group_id(1), 8), relaxations=(Relaxation(30, 1),))
    world.call()
    (told,) = [one for one in world.wait(30) if isinstance(one, WorkItemRelaxed)]
    assert told.reason.rule == "nobody"
    assert told.reason.counts == {"signed_out": 1}


def test_a_returning_caller_keeps_the_relaxations_he_has_waited_for() -> None:
    from datetime import timedelta

    world = World()
    world.group(1, skilled(1, 1))
    world.queue(1, Requirement(group_id(1), 8), relaxations=(Relaxation(30, 1),))
    world.ready(1)
    item = world.call(enqueued_at=world.now - timedelta(seconds=31))
    assert world.rings_at(item) == 1


def test_every_required_group_is_needed() -> None:
    world = World()
    world.group(1, 1, 2)
    world.group(2, skilled(2, 4), skilled(3, 9))
    world.queue(1, 1, Requirement(group_id(2), 4))
    world.ready(1, 2, 3)
    assert [world.rings_at(world.call()), world.rings_at(world.call())] == [2, None]


def test_an_item_may_bring_requirements_of_its_own() -> None:
    world = World()
    world.group(1, 1)
    world.group(2, 2)
    world.queue(1, 1)
    world.ready(1, 2)
    english = world.call(skills=(Requirement(group_id(2)),))
    assert world.rings_at(english) == 2
    world.accept(english)
    world.do(world.core.finish(english, world.now))
    (queue,) = world.core.floor.queues.values()
    assert len(queue.lanes) == 1, "the lane of an item that is over stayed behind"


@pytest.mark.req("ACD-24")
def test_an_agent_of_two_queues_takes_the_more_urgent_call_first() -> None:
    world = World()
    world.group(1, 1)
    world.queue(1, 1, priority=3)
    world.queue(2, 1, priority=6)
    calm = world.call(1)
    world.wait(120)
    urgent = world.call(2)
    world.ready(1)
    assert world.rings_at(urgent) == 1
    world.accept(urgent)
    world.wait(70)
    later = world.call(2)
    world.do(world.core.finish(urgent, world.now))
    world.do(world.core.set_idle(agent_id(1), world.now))
    assert world.rings_at(calm) == 1, "191 s at one point per minute outweigh 3 points"
    assert world.rings_at(later) is None


def test_a_member_who_joins_the_group_is_rung_at_once() -> None:
    world = World()
    world.group(1, 1)
    world.queue(1, 1)
    world.ready(2)
    item = world.call()
    assert world.rings_at(item) is None
    world.group(1, 1, 2)
    assert world.rings_at(item) == 2
    check(world.core, world.now)


def test_two_who_join_at_once_take_the_two_longest_waiting() -> None:
    world = World()
    world.group(1)
    world.queue(1, 1)
    world.ready(1, 2)
    items = []
    for _ in range(3):
        items.append(world.call())
        world.wait(1)
    world.group(1, 1, 2)
    assert [world.rings_at(item) for item in items] == [1, 2, None]


@pytest.mark.parametrize(
    ("settings", "place"),
    [
        ({"relaxations": (Relaxation(30, 1), Relaxation(30, 1))}, "relaxations"),
        ({"relaxations": (Relaxation(30, 1), Relaxation(60, 2))}, "relaxations"),
        ({"priority": 10}, "priority"),
        ({"ring_seconds": 0}, "ring_seconds"),
        ({"seconds_per_point": 0}, "seconds_per_point"),
    ],
)
def test_settings_that_contradict_each_other_are_refused(
    settings: dict[str, object], place: str
) -> None:
    world = World()
    with pytest.raises(QueueUnfit) as refused:
        world.queue(1, 1, **settings)
    assert refused.value.params["field"] == place


def test_an_agent_is_in_a_group_once() -> None:
    with pytest.raises(SkillGroupUnfit):
        World().group(1, 1, 1)
