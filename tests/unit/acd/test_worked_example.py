"""The worked example of docs/algorithms/routing.md, row by row."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TypeVar

import pytest

from lingting.acd.domain.order import effective_priority
from lingting.acd.domain.queues import Member, Relaxation, Requirement
from lingting.acd.events import OfferMade, WorkItemQueued, WorkItemRelaxed
from support.floor import World, agent_id, group_id

pytestmark = pytest.mark.unit

Told = TypeVar("Told")
ANN, BO, CHEN = 1, 2, 3


def at(text: str) -> datetime:
    return datetime.fromisoformat(f"2026-03-02T0{text}").replace(tzinfo=UTC)


def test_the_worked_example_of_the_routing_page() -> None:
    world = World()
    world.now = at("9:00:00")
    levels = {ANN: 9, BO: 8, CHEN: 4}
    world.group(1, *(Member(agent=agent_id(n), level=level) for n, level in levels.items()))
    world.queue(1, Requirement(group_id(1), 8), relaxations=(Relaxation(30, 3),), ring_seconds=20)
    world.ready(ANN)
    world.now = at("9:00:10")
    world.ready(CHEN)
    world.ready(BO)
    world.do(world.core.set_busy(agent_id(BO), "meal", world.now))

    def until(text: str) -> None:
        world.wait((at(text) - world.now).total_seconds())

    until("9:01:00")
    one = world.call(priority=4)
    reason = _last(world, OfferMade).reason
    assert (world.rings_at(one), reason.rule, reason.key) == (ANN, "longest_idle", "idle=60")
    passed = {one.agent: one.why for one in reason.passed}
    assert passed == {agent_id(CHEN): "level_too_low", agent_id(BO): "busy:meal"}

    until("9:01:05")
    world.accept(one)

    until("9:01:10")
    two = world.call(priority=4)
    waiting = _last(world, WorkItemQueued).reason
    assert waiting is not None
    assert waiting.rule == "nobody"
    assert waiting.counts == {"engaged": 1, "busy": 1, "ready": 1}

    until("9:01:20")
    three = world.call(priority=9)
    assert world.rings_at(three) is None
    line = world.core.item(two).queue.line
    assert line.rank(world.core.item(three).key) < line.rank(world.core.item(two).key)

    until("9:01:40")
    offer = _last(world, OfferMade)
    assert (world.rings_at(two), offer.reason.cause, offer.reason.step) == (CHEN, "relaxed", 1)
    assert offer.reason.ahead == 1

    until("9:01:50")
    relaxed = _last(world, WorkItemRelaxed)
    assert relaxed.item == three
    assert relaxed.reason.counts == {"engaged": 1, "busy": 1, "offered": 1}

    until("9:02:00")
    assert world.agent(CHEN).reason == "no_answer"
    assert world.rings_at(two) is None
    assert line.rank(world.core.item(two).key) == 1

    until("9:02:10")
    points = [
        effective_priority(i.priority, i.enqueued_at, 60, world.now)
        for i in (world.core.item(three), world.core.item(two))
    ]
    assert points == [pytest.approx(9 + 5 / 6), pytest.approx(5)]
    world.do(world.core.set_idle(agent_id(BO), world.now))
    assert (world.rings_at(three), world.rings_at(two)) == (BO, None)


def _last(world: World, kind: type[Told]) -> Told:
    return [one for one in world.told if isinstance(one, kind)][-1]
