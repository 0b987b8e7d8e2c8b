"""Which of several ready agents gets the call."""

from __future__ import annotations

from collections import Counter

import pytest

from lingting.acd.domain.queues import Member, Strategy
from lingting.acd.events import OfferMade
from support.floor import World, agent_id

pytestmark = pytest.mark.unit


def serve(world: World, seconds: float = 60, queue: int = 1) -> int:
    """One call from arrival to its agent's next readiness; answers who had it."""
    item = world.call(queue)
    who = world.rings_at(item)
    assert who is not None
    world.accept(item)
    world.wait(seconds)
    world.do(world.core.finish(item, world.now))
    world.do(world.core.set_idle(agent_id(who), world.now))
    world.wait(1)
    return who


def world_with(strategy: Strategy, *members: Member | int) -> World:
    world = World()
    world.group(1, *(members or (1, 2, 3)))
    world.queue(1, 1, strategy=strategy, wrap_up_seconds=0)
    return world


@pytest.mark.req("ACD-01")
def test_longest_idle_takes_whoever_waits_longest() -> None:
    world = world_with(Strategy.LONGEST_IDLE)
    world.ready(2, 3, 1)
    assert [serve(world) for _ in range(6)] == [2, 3, 1, 2, 3, 1]


def test_an_offer_that_the_caller_ended_costs_the_agent_no_idle_time() -> None:
    world = world_with(Strategy.LONGEST_IDLE)
    world.ready(1, 2)
    item = world.call()
    assert world.rings_at(item) == 1
    world.do(world.core.withdraw(item, "abandoned", world.now))
    world.wait(3)
    assert world.rings_at(world.call()) == 1


@pytest.mark.req("ACD-02", "ACD-19")
def test_least_time_used_evens_out_the_work() -> None:
    world = world_with(Strategy.LEAST_TIME_USED, 1, 2)
    world.ready(1, 2)
    assert serve(world, seconds=300) == 1
    assert [serve(world, seconds=60) for _ in range(5)] == [2, 2, 2, 2, 2]
    assert serve(world, seconds=60) == 1


@pytest.mark.req("ACD-02")
def test_fewest_calls_evens_out_the_calls() -> None:
    world = world_with(Strategy.FEWEST_CALLS)
    world.ready(1)
    assert [serve(world), serve(world)] == [1, 1]
    world.ready(2, 3)
    assert Counter(serve(world) for _ in range(7)) == {1: 1, 2: 3, 3: 3}


@pytest.mark.req("ACD-18")
def test_sequential_always_begins_at_the_top() -> None:
    world = world_with(Strategy.SEQUENTIAL, 3, 1, 2)
    world.ready(1, 2, 3)
    assert [serve(world), serve(world)] == [3, 3]
    items = [world.call(), world.call(), world.call()]
    assert [world.rings_at(item) for item in items] == [3, 1, 2]


def test_round_robin_goes_on_where_it_stopped() -> None:
    world = world_with(Strategy.ROUND_ROBIN, 3, 1, 2)
    world.ready(1, 2, 3)
    assert [serve(world) for _ in range(5)] == [3, 1, 2, 3, 1]


@pytest.mark.req("ACD-11")
def test_priority_in_group_rings_the_higher_ranked_first() -> None:
    world = world_with(
        Strategy.PRIORITY_IN_GROUP,
        Member(agent=agent_id(1), priority=2),
        Member(agent=agent_id(2), priority=1),
        Member(agent=agent_id(3), priority=2),
    )
    world.ready(1, 2, 3)
    items = [world.call() for _ in range(3)]
    assert [world.rings_at(item) for item in items] == [2, 1, 3]


@pytest.mark.req("ACD-17")
def test_random_reaches_everybody_and_repeats_with_its_seed() -> None:
    def run(seed: int) -> list[int]:
        world = World(seed)
        world.group(1, 1, 2, 3)
        world.queue(1, 1, strategy=Strategy.RANDOM, wrap_up_seconds=0)
        world.ready(1, 2, 3)
        return [serve(world, seconds=1) for _ in range(60)]

    assert run(7) == run(7)
    assert min(Counter(run(7)).values()) >= 8


def test_the_reason_names_what_was_compared_and_who_was_behind() -> None:
    world = world_with(Strategy.LONGEST_IDLE)
    world.ready(1, 2)
    world.wait(8)
    world.call()
    (offer,) = [one for one in world.told if isinstance(one, OfferMade)]
    assert (offer.reason.rule, offer.reason.key) == ("longest_idle", "idle=10")
    assert [(one.agent, one.why, one.key) for one in offer.reason.passed] == [
        (agent_id(2), "behind", "idle=9"),
        (agent_id(3), "signed_out", ""),
    ]
    assert offer.reason.counts == {"ready": 2, "signed_out": 1}
