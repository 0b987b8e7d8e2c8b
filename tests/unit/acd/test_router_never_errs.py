"""Random lives of a floor: after each step every index equals a brute-force recomputation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
)

from lingting.acd.domain.queues import (
    AfterRejection,
    Member,
    Relaxation,
    Requirement,
    Strategy,
)
from lingting.acd.domain.states import ItemState, Method, Work
from lingting.acd.events import (
    OfferMade,
    WorkItemAbandoned,
    WorkItemDone,
    WorkItemOverflowed,
    WorkItemQueued,
)
from lingting.kernel.errors import LingtingError
from lingting.kernel.events import Event
from support.floor import World, agent_id, check, group_id, queue_id

pytestmark = pytest.mark.unit

AGENTS = st.integers(1, 6)
GROUPS = st.integers(1, 3)
QUEUES = st.integers(1, 3)
MEMBERS = st.lists(
    st.builds(
        lambda number, level, priority: Member(
            agent=agent_id(number), level=level, priority=priority
        ),
        AGENTS,
        st.integers(1, 10),
        st.integers(1, 3),
    ),
    max_size=6,
    unique_by=lambda member: member.agent,
)
REQUIREMENTS = st.lists(
    st.builds(lambda group, level: Requirement(group_id(group), level), GROUPS, st.integers(1, 10)),
    min_size=1,
    max_size=2,
    unique_by=lambda one: one.group,
)
RELAXATIONS = st.sampled_from([(), (Relaxation(10, 5),), (Relaxation(10, 6), Relaxation(30, 1))])


class Floor(RuleBasedStateMachine):
    """Agents, queues and callers doing anything in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()

    def step(self, act: Callable[[], list[Event]]) -> None:
        """Carries out an input; one that is refused must change nothing."""
        core = self.world.core
        try:
            self.world.do(act())
        except LingtingError:
            assert not core.floor.told, "a refused input left something behind"

    @initialize(data=st.data())
    def open_for_business(self, data: st.DataObject) -> None:
        for number in range(1, 4):
            self.world.group(number, *data.draw(MEMBERS))
        for number in range(1, 4):
            self.world.queue(number, *data.draw(REQUIREMENTS))
        for number in range(1, 7):
            self.world.do(self.world.core.log_in(agent_id(number), self.world.now))
            self.world.do(self.world.core.sign_in(agent_id(number), Method.WEB, self.world.now))
            self.world.do(self.world.core.phone_reachable(agent_id(number), True, self.world.now))

    @rule(number=GROUPS, members=MEMBERS)
    def change_group(self, number: int, members: list[Member]) -> None:
        self.world.group(number, *members)

    @rule(
        number=QUEUES,
        requirements=REQUIREMENTS,
        strategy=st.sampled_from(Strategy),
        relaxations=RELAXATIONS,
        priority=st.integers(0, 9),
        seconds_per_point=st.sampled_from([None, 1, 60]),
        wrap_up_seconds=st.sampled_from([0, 20]),
        max_wait_seconds=st.sampled_from([None, 45]),
        max_length=st.sampled_from([None, 3]),
        after_rejection=st.sampled_from(AfterRejection),
    )
    def change_queue(
        self, number: int, requirements: list[Requirement], **settings: object
    ) -> None:
        self.world.queue(number, *requirements, **settings)

    @rule(number=AGENTS)
    def log_in(self, number: int) -> None:
        self.step(lambda: self.world.core.log_in(agent_id(number), self.world.now))

    @rule(number=AGENTS, method=st.sampled_from(Method))
    def sign_in(self, number: int, method: Method) -> None:
        self.step(lambda: self.world.core.sign_in(agent_id(number), method, self.world.now))

    @rule(number=AGENTS)
    def sign_out(self, number: int) -> None:
        self.step(lambda: self.world.core.sign_out(agent_id(number), self.world.now))

    @rule(number=AGENTS, forced=st.booleans())
    def log_out(self, number: int, forced: bool) -> None:
        self.step(lambda: self.world.core.log_out(agent_id(number), self.world.now, forced=forced))

    @rule(number=AGENTS)
    def set_idle(self, number: int) -> None:
        self.step(lambda: self.world.core.set_idle(agent_id(number), self.world.now))

    @rule()
    def everybody_is_idle(self) -> None:
        for number in range(1, 7):
            self.set_idle(number)

    @rule(number=AGENTS, reason=st.sampled_from(["meal", "no such reason"]))
    def set_busy(self, number: int, reason: str) -> None:
        self.step(lambda: self.world.core.set_busy(agent_id(number), reason, self.world.now))

    @rule(number=AGENTS)
    def set_do_not_disturb(self, number: int) -> None:
        self.step(lambda: self.world.core.set_do_not_disturb(agent_id(number), self.world.now))

    @rule(number=AGENTS, on=st.booleans())
    def set_auto_idle(self, number: int, on: bool) -> None:
        self.step(lambda: self.world.core.set_auto_idle(agent_id(number), on, self.world.now))

    @rule(number=AGENTS, yes=st.booleans())
    def phone(self, number: int, yes: bool) -> None:
        self.step(lambda: self.world.core.phone_reachable(agent_id(number), yes, self.world.now))

    @rule(number=AGENTS, data=st.data())
    def engage(self, number: int, data: st.DataObject) -> None:
        core = self.world.core
        known = [None, *core.floor.items.values()]
        item = data.draw(st.sampled_from(known))
        ref = item.ref if item else UUID(int=77)
        given = item.id if item else None
        self.step(lambda: core.engage(agent_id(number), ref, self.world.now, given, 15))

    @rule(number=AGENTS)
    def release(self, number: int) -> None:
        self.step(lambda: self.world.core.release(agent_id(number), self.world.now))

    @rule(number=AGENTS)
    def finish_wrap_up(self, number: int) -> None:
        self.step(lambda: self.world.core.finish_wrap_up(agent_id(number), self.world.now))

    @rule(number=AGENTS)
    def extend_wrap_up(self, number: int) -> None:
        self.step(lambda: self.world.core.extend_wrap_up(agent_id(number), 30, self.world.now))

    @rule(
        queue=QUEUES,
        priority=st.sampled_from([None, 0, 9]),
        credit=st.sampled_from([None, 5, 100]),
        preferred=st.one_of(st.none(), AGENTS),
        directed=st.booleans(),
        skills=st.one_of(st.none(), st.none(), REQUIREMENTS),
    )
    def call(
        self,
        queue: int,
        priority: int | None,
        credit: int | None,
        preferred: int | None,
        directed: bool,
        skills: list[Requirement] | None,
    ) -> None:
        since = self.world.now - timedelta(seconds=credit) if credit else None
        self.step(
            lambda: (
                self.world.call(
                    queue,
                    priority=priority,
                    enqueued_at=since,
                    preferred_agent=agent_id(preferred) if preferred else None,
                    directed=directed,
                    skills=tuple(skills) if skills else None,
                )
                and []
            )
        )

    @precondition(lambda self: self.world.core.floor.offers)
    @rule(data=st.data(), act=st.sampled_from(["accept", "rejected", "unreachable"]))
    def answer(self, data: st.DataObject, act: str) -> None:
        core = self.world.core
        offer = data.draw(st.sampled_from(list(core.floor.offers)))
        if act == "accept":
            self.step(lambda: core.accept(offer, self.world.now))
        else:
            self.step(lambda: core.reject(offer, act, self.world.now))

    @precondition(lambda self: self.world.core.floor.items)
    @rule(data=st.data(), why=st.sampled_from(["abandoned", "overflowed"]))
    def withdraw(self, data: st.DataObject, why: str) -> None:
        item = data.draw(st.sampled_from(list(self.world.core.floor.items)))
        self.step(lambda: self.world.core.withdraw(item, why, self.world.now))

    @precondition(lambda self: self.world.core.floor.items)
    @rule(data=st.data())
    def finish(self, data: st.DataObject) -> None:
        item = data.draw(st.sampled_from(list(self.world.core.floor.items)))
        self.step(lambda: self.world.core.finish(item, self.world.now))

    @rule(seconds=st.sampled_from([0.5, 5, 20, 40]))
    def time_passes(self, seconds: float) -> None:
        self.world.wait(seconds)

    @rule(seconds=st.sampled_from([5, 60]))
    def the_engine_was_away(self, seconds: int) -> None:
        """Everything that became due meanwhile is carried out at once."""
        self.world.now += timedelta(seconds=seconds)
        self.world.do(self.world.core.advance(self.world.now))

    @rule()
    def new_day(self) -> None:
        self.world.do(self.world.core.new_day(self.world.now))

    @rule(queue=QUEUES)
    def remove_and_make_queue(self, queue: int) -> None:
        self.step(lambda: self.world.core.remove_queue(queue_id(queue), self.world.now))
        self.world.queue(queue, 1)

    @invariant()
    def everything_adds_up(self) -> None:
        check(self.world.core, self.world.now)

    @invariant()
    def nothing_is_lost(self) -> None:
        told = self.world.told
        came = [one.item for one in told if isinstance(one, WorkItemQueued)]
        over = (WorkItemDone, WorkItemAbandoned, WorkItemOverflowed)
        went = [one.item for one in told if isinstance(one, over)]
        assert len(came) == len(set(came))
        assert len(went) == len(set(went))
        assert set(came) - set(went) == set(self.world.core.floor.items)

    @invariant()
    def whoever_was_offered_something_was_ready(self) -> None:
        for offer in self.world.core.floor.offers.values():
            assert offer.agent.work is Work.OFFERED
            assert offer.item.state is ItemState.OFFERED
        for one in self.world.told:
            if isinstance(one, OfferMade):
                assert one.reason.counts.get("ready", 0) or one.reason.rule == "preferred_agent"


TestFloor = Floor.TestCase
TestFloor.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
