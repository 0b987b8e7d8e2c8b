"""Long busy days of a floor with a seeded dice: every index is recomputed after every step."""

from __future__ import annotations

import random
from collections import Counter
from datetime import timedelta
from uuid import UUID

import pytest

from lingting.acd.domain.queues import (
    AfterRejection,
    Member,
    Relaxation,
    Requirement,
    Strategy,
)
from lingting.acd.domain.states import Method
from lingting.acd.events import OfferMade, WorkItemQueued
from lingting.kernel.errors import LingtingError
from support.floor import World, agent_id, check, group_id

pytestmark = pytest.mark.unit

STEPS = 400
RELAXATIONS = [(), (Relaxation(10, 4),), (Relaxation(10, 6), Relaxation(30, 1))]


class Day:
    """A floor of eight agents and three queues, and dice that move it."""

    def __init__(self, seed: int) -> None:
        self.dice = random.Random(seed)
        self.world = World(seed)
        self.acts = Counter[str]()
        for number in (1, 2, 3):
            self.change_group(number)
        for number in (1, 2, 3):
            self.change_queue(number)
        self.world.ready(*range(1, 9))

    def change_group(self, number: int) -> None:
        numbers = self.dice.sample(range(1, 9), self.dice.randint(2, 8))
        members = [
            Member(
                agent=agent_id(one),
                level=self.dice.choice([2, 5, 9]),
                priority=self.dice.randint(1, 3),
            )
            for one in numbers
        ]
        self.world.group(number, *members)

    def change_queue(self, number: int) -> None:
        dice = self.dice
        wanted = [
            Requirement(group_id(one), dice.choice([1, 4, 8]))
            for one in dice.sample([1, 2, 3], dice.choice([1, 1, 2]))
        ]
        self.world.queue(
            number,
            *wanted,
            strategy=dice.choice(list(Strategy)),
            relaxations=dice.choice(RELAXATIONS),
            priority=dice.randint(0, 9),
            seconds_per_point=dice.choice([None, 1, 60]),
            wrap_up_seconds=dice.choice([0, 10]),
            max_wait_seconds=dice.choice([None, 90]),
            after_rejection=dice.choice(list(AfterRejection)),
        )

    def step(self) -> None:
        acts = {
            self.calls: 6,
            self.answers: 8,
            self.ends: 6,
            self.goes_idle: 8,
            self.changes_mind: 3,
            self.time: 6,
            self.leaves: 2,
            self.administrates: 0.3,
        }
        (act,) = self.dice.choices(list(acts), list(acts.values()))
        try:
            act()
            self.acts[act.__name__] += 1
        except LingtingError:
            assert not self.world.core.floor.told

    def calls(self) -> None:
        for _ in range(self.dice.randint(1, 4)):
            credit = self.dice.choice([None, None, 20])
            self.world.call(
                self.dice.randint(1, 3),
                priority=self.dice.choice([None, None, 0, 9]),
                enqueued_at=self.world.now - timedelta(seconds=credit) if credit else None,
                preferred_agent=self.dice.choice([None, None, agent_id(self.dice.randint(1, 8))]),
                skills=self.dice.choice([None, None, None, (Requirement(group_id(3), 4),)]),
            )

    def answers(self) -> None:
        core, now = self.world.core, self.world.now
        if core.floor.offers:
            offer = self.dice.choice(list(core.floor.offers))
            if self.dice.random() < 0.8:
                self.world.do(core.accept(offer, now))
            else:
                self.world.do(core.reject(offer, self.dice.choice(["rejected", "gone"]), now))

    def ends(self) -> None:
        talks = [one for one in self.world.core.floor.items.values() if one.agent is not None]
        if talks:
            self.world.do(self.world.core.finish(self.dice.choice(talks).id, self.world.now))

    def goes_idle(self) -> None:
        for number in self.dice.sample(range(1, 9), 3):
            agent, core, now = agent_id(number), self.world.core, self.world.now
            self.world.do(core.log_in(agent, now))
            if core.floor.agents[agent].method is None:
                self.world.do(core.sign_in(agent, Method.WEB, now))
            self.world.do(core.phone_reachable(agent, True, now))
            self.world.do(core.set_auto_idle(agent, self.dice.random() < 0.5, now))
            self.world.do(core.set_idle(agent, now))

    def changes_mind(self) -> None:
        agent, core, now = agent_id(self.dice.randint(1, 8)), self.world.core, self.world.now
        act = self.dice.choice(
            [
                lambda: core.set_busy(agent, "meal", now),
                lambda: core.set_do_not_disturb(agent, now),
                lambda: core.phone_reachable(agent, False, now),
                lambda: core.sign_out(agent, now),
                lambda: core.log_out(agent, now, forced=True),
                lambda: core.engage(agent, UUID(int=77), now, None, 15),
                lambda: core.release(agent, now),
                lambda: core.finish_wrap_up(agent, now),
            ]
        )
        self.world.do(act())

    def time(self) -> None:
        self.world.wait(self.dice.choice([1, 5, 12, 25]))

    def leaves(self) -> None:
        items = list(self.world.core.floor.items)
        if items:
            why = self.dice.choice(["abandoned", "overflowed"])
            self.world.do(self.world.core.withdraw(self.dice.choice(items), why, self.world.now))

    def administrates(self) -> None:
        change = self.dice.choice([self.change_group, self.change_queue])
        change(self.dice.randint(1, 3))


@pytest.mark.parametrize("seed", range(6))
def test_a_long_busy_day_never_errs(seed: int) -> None:
    day = Day(seed)
    for _ in range(STEPS):
        day.step()
        check(day.world.core, day.world.now)
    told = Counter(type(one) for one in day.world.told)
    assert told[WorkItemQueued] > 50, "the day was too quiet to prove anything"
    assert told[OfferMade] > 50


def test_two_days_with_the_same_dice_are_the_same() -> None:
    def told() -> list[object]:
        day = Day(3)
        for _ in range(120):
            day.step()
        return list(day.world.told)

    assert told() == told()
