"""A small world for tests of the router: named agents, a clock, and the invariants of the floor."""

from __future__ import annotations

import random
from collections import Counter
from datetime import UTC, datetime, timedelta
from uuid import UUID

from lingting.acd.domain.core import Core
from lingting.acd.domain.floor import Agent, Item, Status, status_of
from lingting.acd.domain.items import NewItem
from lingting.acd.domain.lanes import agent_key
from lingting.acd.domain.queues import (
    Member,
    QueueConfig,
    Requirement,
    SkillGroup,
    levels_at,
    step_at,
)
from lingting.acd.domain.states import ItemState, Method, OfferState, Work
from lingting.kernel.events import Event
from lingting.kernel.ids import AgentId, OfferId, QueueId, SkillGroupId, WorkItemId

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


def agent_id(number: int) -> AgentId:
    return AgentId(UUID(int=0xA000 + number))


def group_id(number: int) -> SkillGroupId:
    return SkillGroupId(UUID(int=0x6000 + number))


def queue_id(number: int) -> QueueId:
    return QueueId(UUID(int=0x9000 + number))


def item_id(number: int) -> WorkItemId:
    return WorkItemId(UUID(int=0x1_0000 + number))


class World:
    """A core with a clock of its own and all that it ever told."""

    def __init__(self, seed: int = 1) -> None:
        self.now = START
        self.told: list[Event] = []
        self._offers = 0
        self._items = 0
        self.core = Core(self._new_offer_id, random.Random(seed).randrange)
        self.core.set_busy_codes({"meal", "meeting"})

    def _new_offer_id(self, at: datetime) -> OfferId:
        self._offers += 1
        return OfferId(UUID(int=0xF_0000 + self._offers))

    def do(self, told: list[Event]) -> list[Event]:
        self.told += told
        return told

    def wait(self, seconds: float) -> list[Event]:
        """Lets time pass; every deadline is carried out at its own instant."""
        end = self.now + timedelta(seconds=seconds)
        told: list[Event] = []
        while (due := self.core.next_due()) is not None and due <= end:
            self.now = max(due, self.now)
            told += self.do(self.core.advance(self.now))
        self.now = end
        return told

    def group(self, number: int, *members: Member | int) -> SkillGroupId:
        full = tuple(
            Member(agent=agent_id(one)) if isinstance(one, int) else one for one in members
        )
        group = SkillGroup(id=group_id(number), name=f"group {number}", members=full)
        self.do(self.core.put_group(group, self.now))
        return group.id

    def queue(self, number: int, *groups: int | Requirement, **settings: object) -> QueueId:
        wanted = tuple(Requirement(group_id(g)) if isinstance(g, int) else g for g in groups)
        config = QueueConfig(
            id=queue_id(number),
            name=f"queue {number}",
            requirements=wanted,
            **settings,  # type: ignore[arg-type]
        )
        self.do(self.core.put_queue(config, self.now))
        return config.id

    def ready(self, *numbers: int) -> None:
        """These agents log in, sign in and are idle, one second after another."""
        for number in numbers:
            agent = agent_id(number)
            self.do(self.core.log_in(agent, self.now))
            self.do(self.core.sign_in(agent, Method.WEB, self.now))
            self.do(self.core.phone_reachable(agent, True, self.now))
            self.do(self.core.set_idle(agent, self.now))
            self.now += timedelta(seconds=1)

    def call(self, queue: int = 1, **settings: object) -> WorkItemId:
        self._items += 1
        item = item_id(self._items)
        new = NewItem(id=item, queue=queue_id(queue), ref=UUID(int=item.int + 1), **settings)  # type: ignore[arg-type]
        self.do(self.core.enqueue(new, self.now))
        return item

    def agent(self, number: int) -> Agent:
        found = self.core.agent(agent_id(number))
        assert found is not None
        return found

    def rings_at(self, item: WorkItemId) -> int | None:
        """The number of the agent who is offered this item."""
        offer = self.core.item(item).offer
        return offer.agent.id.int - 0xA000 if offer else None

    def accept(self, item: WorkItemId) -> None:
        offer = self.core.item(item).offer
        assert offer is not None
        self.do(self.core.accept(offer.id, self.now))

    def reject(self, item: WorkItemId, why: str = "rejected") -> None:
        offer = self.core.item(item).offer
        assert offer is not None
        self.do(self.core.reject(offer.id, why, self.now))


def qualified(core: Core, agent: Agent, item: Item) -> bool:
    """Brute force: may this agent serve this item by skill at the item's step?"""
    config = item.queue.config
    wanted = item.skills or config.requirements
    for one in levels_at(wanted, config.relaxations, item.step):
        group = core.floor.groups.get(one.group)
        levels = {m.agent: m.level for m in group.members} if group else {}
        if levels.get(agent.id, 0) < one.min_level:
            return False
    return True


def fits(core: Core, agent: Agent, item: Item) -> bool:
    """Brute force: a ready agent and a waiting item that should not stand beside each other."""
    if agent.status is not Status.READY or item.state is not ItemState.WAITING:
        return False
    if agent.id in item.refused_by:
        return False
    if item.reserved_for is not None and item.reserved_for is not agent:
        return False
    return item.reserved_for is agent or qualified(core, agent, item)


def check(core: Core, now: datetime) -> None:
    """Every invariant of the floor, recomputed without any index."""
    floor = core.floor
    _check_agents(core)
    _check_items(core, now)
    for queue in floor.queues.values():
        waiting = [
            item
            for item in floor.items.values()
            if item.queue is queue and item.state is ItemState.WAITING
        ]
        assert [key[-1] for key in queue.line] == sorted(waiting, key=lambda item: item.key)
        assert queue.offered == sum(
            item.queue is queue and item.state is ItemState.OFFERED for item in floor.items.values()
        )
        for lane in queue.lanes.values():
            _check_lane(core, lane)
    for agent in floor.agents.values():
        for item in floor.items.values():
            assert not fits(core, agent, item), "a ready agent and a waiting item were left over"
    assert not floor.free_agents
    assert not floor.open_items


def _check_agents(core: Core) -> None:
    for agent in core.floor.agents.values():
        assert agent.status is status_of(agent)
        assert (agent.offer is not None) == (agent.work is Work.OFFERED)
        assert (agent.wrap_until is not None) == (agent.work is Work.WRAPPING)
        if agent.offer is not None:
            assert agent.offer.agent is agent
            assert agent.offer.state is OfferState.PENDING
            assert core.floor.offers[agent.offer.id] is agent.offer
        if agent.item is not None:
            assert agent.work is Work.ENGAGED
            assert agent.item.agent is agent
    holders = Counter(o.agent for o in core.floor.offers.values())
    assert all(count == 1 for count in holders.values()), "somebody is double-booked"


def _check_items(core: Core, now: datetime) -> None:
    for item in core.floor.items.values():
        in_lanes = [
            (lane, step)
            for queue in core.floor.queues.values()
            for lane in queue.lanes.values()
            for step, line in enumerate(lane.waiting)
            if any(key[-1] is item for key in line)
        ]
        reserved = [a for a in core.floor.agents.values() if item in a.reserved]
        if item.state is ItemState.WAITING:
            assert len(in_lanes) + len(reserved) == 1, "lost, or in two places"
            assert item.reserved_for in (reserved or [None])
            assert in_lanes in ([], [(item.lane, item.step)])
            waited = (now - item.enqueued_at).total_seconds()
            assert item.step == step_at(item.queue.config.relaxations, waited)
        else:
            assert not in_lanes
            assert not reserved
        assert (item.offer is not None) == (item.state is ItemState.OFFERED)
        assert (item.agent is not None) == (item.state is ItemState.ASSIGNED)


def _check_lane(core: Core, lane) -> None:
    expected = Counter(agent.status for agent in lane.members)
    assert [expected[status] for status in Status] == lane.counts
    for step, line in enumerate(lane.ready):
        strategy = lane.queue.config.strategy
        seats = {a: s for a, s in lane.members.items() if s.step == step}
        keys = [agent_key(strategy, a, s) for a, s in seats.items() if a.status is Status.READY]
        assert list(line) == sorted(keys)
    ever = {agent for n in range(len(lane.ready)) for agent in _who_has_levels(core, lane, n)}
    assert set(lane.members) == ever
    assert lane.items == sum(item.lane is lane for item in core.floor.items.values())


def _who_has_levels(core: Core, lane, step: int) -> list[Agent]:
    found = list(core.floor.agents.values())
    for one in levels_at(lane.requirements, lane.queue.config.relaxations, step):
        group = core.floor.groups.get(one.group)
        levels = {m.agent: m.level for m in group.members} if group else {}
        found = [agent for agent in found if levels.get(agent.id, 0) >= one.min_level]
    return found
