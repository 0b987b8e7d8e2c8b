"""Random lives of a floor: after each step every index equals a brute-force recomputation."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
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

from lingting.acd.domain.core import Core
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
from lingting.kernel.ids import AgentId
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
        st.sampled_from([10, 5, 2]),
        st.integers(1, 3),
    ),
    min_size=1,
    max_size=6,
    unique_by=lambda member: member.agent,
)
REQUIREMENTS = st.lists(
    st.builds(
        lambda group, level: Requirement(group_id(group), level),
        GROUPS,
        st.sampled_from([1, 1, 4, 8]),
    ),
    min_size=1,
    max_size=2,
    unique_by=lambda one: one.group,
)
RELAXATIONS = st.sampled_from([(), (Relaxation(10, 4),), (Relaxation(10, 6), Relaxation(30, 1))])
QUEUE_SETTINGS = st.fixed_dictionaries(
    {
        "strategy": st.sampled_from(Strategy),
        "relaxations": RELAXATIONS,
        "priority": st.integers(0, 9),
        "seconds_per_point": st.sampled_from([None, 1, 60]),
        "wrap_up_seconds": st.sampled_from([0, 20]),
        "max_wait_seconds": st.sampled_from([None, None, 90]),
        "max_length": st.sampled_from([None, None, 5]),
        "after_rejection": st.sampled_from(AfterRejection),
    }
)
AGENT_ACTS: list[Callable[[Core, AgentId, datetime], list[Event]]] = [
    lambda core, agent, now: core.log_in(agent, now),
    lambda core, agent, now: core.log_out(agent, now),
    lambda core, agent, now: core.log_out(agent, now, forced=True),
    lambda core, agent, now: core.sign_in(agent, Method.SIP_PHONE, now),
    lambda core, agent, now: core.sign_in(agent, Method.EXTERNAL_PHONE, now),
    lambda core, agent, now: core.sign_out(agent, now),
    lambda core, agent, now: core.set_busy(agent, "meal", now),
    lambda core, agent, now: core.set_busy(agent, "no such reason", now),
    lambda core, agent, now: core.set_do_not_disturb(agent, now),
    lambda core, agent, now: core.set_auto_idle(agent, True, now),
    lambda core, agent, now: core.set_auto_idle(agent, False, now),
    lambda core, agent, now: core.phone_reachable(agent, False, now),
    lambda core, agent, now: core.phone_reachable(agent, True, now),
    lambda core, agent, now: core.release(agent, now),
    lambda core, agent, now: core.engage(agent, UUID(int=77), now, None, 15),
    lambda core, agent, now: core.finish_wrap_up(agent, now),
    lambda core, agent, now: core.extend_wrap_up(agent, 30, now),
    lambda core, agent, now: core.remove_agents([agent], now),
    lambda core, agent, now: core.set_aside(agent, now),
    lambda core, agent, now: core.come_back(agent, now),
]


class Floor(RuleBasedStateMachine):
    """Agents, queues and callers doing anything in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World()

    def step(self, act: Callable[[], object]) -> None:
        """Carries out an input; one that is refused must change nothing."""
        core = self.world.core
        try:
            act()
        except LingtingError:
            assert not core.floor.told, "a refused input left something behind"

    def by_agent(self, number: int, act: Callable[[Core, AgentId, datetime], list[Event]]) -> None:
        world = self.world
        self.step(lambda: world.do(act(world.core, agent_id(number), world.now)))

    @initialize(data=st.data())
    def open_for_business(self, data: st.DataObject) -> None:
        for number in range(1, 4):
            self.world.group(number, *data.draw(MEMBERS))
        for number in range(1, 4):
            settings = data.draw(QUEUE_SETTINGS)
            self.world.queue(number, *data.draw(REQUIREMENTS), **settings)
        self.everybody_comes_back()

    @rule()
    def everybody_comes_back(self) -> None:
        for number in range(1, 7):
            self.by_agent(number, lambda core, agent, now: core.come_back(agent, now))
            self.by_agent(number, lambda core, agent, now: core.log_in(agent, now))
            self.by_agent(number, lambda core, agent, now: core.sign_in(agent, Method.WEB, now))
            self.by_agent(number, lambda core, agent, now: core.phone_reachable(agent, True, now))
            self.by_agent(number, lambda core, agent, now: core.set_idle(agent, now))

    @rule(number=AGENTS)
    def an_agent_is_idle(self, number: int) -> None:
        self.by_agent(number, lambda core, agent, now: core.set_idle(agent, now))

    @rule(number=AGENTS, act=st.sampled_from(AGENT_ACTS))
    def an_agent_acts(
        self, number: int, act: Callable[[Core, AgentId, datetime], list[Event]]
    ) -> None:
        self.by_agent(number, act)

    @rule(queues=st.lists(QUEUES, min_size=1, max_size=4))
    def callers_come(self, queues: list[int]) -> None:
        for queue in queues:
            self.step(lambda queue=queue: self.world.call(queue))

    @rule(
        queue=QUEUES,
        priority=st.sampled_from([None, 0, 9]),
        credit=st.sampled_from([None, 5, 100]),
        preferred=st.one_of(st.none(), AGENTS),
        directed=st.booleans(),
        skills=st.one_of(st.none(), st.none(), REQUIREMENTS),
    )
    def a_special_caller_comes(
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
            lambda: self.world.call(
                queue,
                priority=priority,
                enqueued_at=since,
                preferred_agent=agent_id(preferred) if preferred else None,
                directed=directed,
                skills=tuple(skills) if skills else None,
            )
        )

    @precondition(lambda self: self.world.core.floor.offers)
    @rule(data=st.data(), act=st.sampled_from(["accept", "accept", "rejected", "unreachable"]))
    def an_offer_is_answered(self, data: st.DataObject, act: str) -> None:
        world, core = self.world, self.world.core
        offer = data.draw(st.sampled_from(list(core.floor.offers)))
        if act == "accept":
            self.step(lambda: world.do(core.accept(offer, world.now)))
        else:
            self.step(lambda: world.do(core.reject(offer, act, world.now)))

    @precondition(lambda self: self.world.core.floor.items)
    @rule(
        data=st.data(), act=st.sampled_from(["finish", "finish", "abandoned", "overflowed", "give"])
    )
    def something_becomes_of_an_item(self, data: st.DataObject, act: str) -> None:
        world, core = self.world, self.world.core
        item = data.draw(st.sampled_from(list(core.floor.items)))
        if act == "finish":
            self.step(lambda: world.do(core.finish(item, world.now)))
        elif act == "give":
            agent, ref = agent_id(data.draw(AGENTS)), core.item(item).ref
            self.step(lambda: world.do(core.engage(agent, ref, world.now, item, 15)))
        else:
            self.step(lambda: world.do(core.withdraw(item, act, world.now)))

    @rule(seconds=st.sampled_from([0.5, 5, 20, 40]))
    def time_passes(self, seconds: float) -> None:
        self.world.wait(seconds)

    @rule(seconds=st.sampled_from([5, 60]))
    def the_engine_was_away(self, seconds: int) -> None:
        """Everything that became due meanwhile is carried out at once."""
        self.world.now += timedelta(seconds=seconds)
        self.world.do(self.world.core.advance(self.world.now))

    @rule(
        act=st.sampled_from(["group", "queue", "queue", "remove", "day"]),
        number=QUEUES,
        data=st.data(),
    )
    def the_administrator_acts(self, act: str, number: int, data: st.DataObject) -> None:
        world, core = self.world, self.world.core
        if act == "group":
            world.group(number, *data.draw(MEMBERS))
        elif act == "queue":
            world.queue(number, *data.draw(REQUIREMENTS), **data.draw(QUEUE_SETTINGS))
        elif act == "remove":
            world.do(core.remove_queue(queue_id(number), world.now))
            world.queue(number, 1)
        else:
            world.do(core.new_day(world.now))

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
TestFloor.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
