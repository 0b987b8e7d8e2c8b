"""What one decision of the router costs, with 100, 1,000 and 10,000 agents.

500 queues ask for one of 500 skills, each agent has five of them, and about half of all callers
have to wait. Three things are timed: the decision with its indexes (who gets this call; he leaves
his ready lines and enters them again), the decision carried out (queued, matched, offer and stored
reason made), and a whole conversation (that, accepted, finished, the agent ready again).
"""

from __future__ import annotations

import gc
import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from time import perf_counter_ns
from uuid import UUID

from benchmarks.table import Row, Size, percentile
from lingting.acd.domain.core import Core
from lingting.acd.domain.items import NewItem
from lingting.acd.domain.lanes import enter_lines, leave_lines
from lingting.acd.domain.matching import choose
from lingting.acd.domain.queues import Member, QueueConfig, Requirement, SkillGroup
from lingting.acd.domain.states import Method
from lingting.acd.events import OfferMade
from lingting.kernel.events import Event
from lingting.kernel.ids import AgentId, OfferId, QueueId, SkillGroupId, WorkItemId

SECONDS = {Size.SMALL: 90, Size.NORMAL: 180, Size.LONG: 400}
"""No run takes longer, on the slowest machine."""
START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
QUEUES = 500
SKILLS_EACH = 5
AGENTS = (100, 1_000, 10_000)
AIM_PER_SECOND = 100_000
AIM_GROWTH = 2.0
ROUNDS = {Size.SMALL: 500, Size.NORMAL: 20_000, Size.LONG: 100_000}


@dataclass
class Timed:
    """Nanoseconds of each round."""

    rounds: list[int] = field(default_factory=list[int])

    @property
    def mean(self) -> float:
        return sum(self.rounds) / max(len(self.rounds), 1)

    @property
    def p50(self) -> float:
        return percentile(self.rounds, 0.5)

    def shown(self) -> str:
        p50, p99 = (percentile(self.rounds, share) / 1000 for share in (0.5, 0.99))
        return f"{1e9 / self.mean:,.0f}/s, p50 {p50:.1f} µs, p99 {p99:.1f} µs"


@dataclass
class Measured:
    """One size of centre."""

    agents: int
    decision: Timed = field(default_factory=Timed)
    offer: Timed = field(default_factory=Timed)
    conversation: Timed = field(default_factory=Timed)
    arrived: int = 0
    waited: int = 0


class Centre:
    """A core in the middle of a day; `alive` callers are kept there by whoever drives it."""

    def __init__(self, agents: int, seed: int = 1) -> None:
        numbers = count(1)
        self.draw = random.Random(seed)
        self.core = Core(lambda at: OfferId(UUID(int=next(numbers))), self.draw.randrange)
        self.now = START
        self.talking: list[WorkItemId] = []
        self.queues = [QueueId(UUID(int=10_000 + n)) for n in range(QUEUES)]
        self._items = count(10**9)
        members: list[list[Member]] = [[] for _ in range(QUEUES)]
        people = [AgentId(UUID(int=1_000_000 + n)) for n in range(agents)]
        for one in people:
            for skill in self.draw.sample(range(QUEUES), SKILLS_EACH):
                members[skill].append(Member(agent=one))
        for skill in range(QUEUES):
            group = SkillGroupId(UUID(int=20_000 + skill))
            able = SkillGroup(id=group, name=f"skill {skill}", members=tuple(members[skill]))
            self.core.put_group(able, START)
            config = QueueConfig(
                id=self.queues[skill],
                name=f"queue {skill}",
                requirements=(Requirement(group),),
                wrap_up_seconds=0,
            )
            self.core.put_queue(config, START)
        for one in people:
            self.passes(0.001)
            self.core.log_in(one, self.now)
            self.core.sign_in(one, Method.EXTERNAL_PHONE, self.now)
            self.core.set_auto_idle(one, True, self.now)
            self.core.set_idle(one, self.now)
        self.core.touched()

    def passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def arrives(self) -> tuple[WorkItemId, list[Event]]:
        """A caller comes to a queue that has somebody who might serve it."""
        while True:
            queue = self.queues[self.draw.randrange(QUEUES)]
            if any(lane.members for lane in self.core.queue(queue).lanes.values()):
                break
        item = WorkItemId(UUID(int=next(self._items)))
        return item, self.core.enqueue(NewItem(id=item, queue=queue, ref=item), self.now)

    def takes(self, told: list[Event]) -> None:
        """Whoever was offered somebody accepts."""
        for event in told:
            if isinstance(event, OfferMade):
                self.core.accept(event.offer, self.now)
                self.talking.append(event.item)

    def finishes(self) -> list[Event]:
        """One of those who talk is ready; he may get the next one at once."""
        at = self.draw.randrange(len(self.talking))
        self.talking[at], self.talking[-1] = self.talking[-1], self.talking[at]
        return self.core.finish(self.talking.pop(), self.now)


def measure(size: Size, tell: Callable[[str], None]) -> list[Row]:
    """Every size of centre, then the comparison that the aim asks for."""
    found = [_of_size(agents, ROUNDS[size]) for agents in AGENTS]
    rows: list[Row] = []
    for one in found:
        tell(f"{one.agents} agents: {one.decision.shown()}")
        aimed = one.agents == AGENTS[-1]
        rate = 1e9 / one.decision.mean
        share = f"{100 * one.waited / max(one.arrived, 1):.0f} % waited"
        rows += [
            Row(
                f"routing: decision with its indexes, {one.agents:,} agents",
                one.decision.shown(),
                aim=f"≥ {AIM_PER_SECOND:,}/s" if aimed else "",
                kept=rate >= AIM_PER_SECOND if aimed and size is not Size.SMALL else None,
            ),
            Row(f"routing: offer made, {one.agents:,} agents ({share})", one.offer.shown()),
            Row(f"routing: whole conversation, {one.agents:,} agents", one.conversation.shown()),
        ]
    growth = found[-1].decision.p50 / found[0].decision.p50
    rows.append(
        Row(
            "routing: cost of a decision, 10,000 agents against 100",
            f"{growth:.2f} ×",
            aim=f"< {AIM_GROWTH:.0f} ×",
            kept=growth < AIM_GROWTH if size is not Size.SMALL else None,
        )
    )
    return rows


def _of_size(agents: int, rounds: int) -> Measured:
    centre, found = Centre(agents), Measured(agents)
    _fill(centre, agents)
    gc.collect()
    gc.freeze()
    try:
        _converse(centre, found, rounds)
        _decide(centre, found, rounds)
    finally:
        gc.unfreeze()
    return found


def _fill(centre: Centre, agents: int) -> None:
    """As many callers as there are agents: some agents are free, some callers wait."""
    for _ in range(agents):
        centre.passes(0.01)
        centre.takes(centre.arrives()[1])
    centre.core.touched()


def _converse(centre: Centre, found: Measured, rounds: int) -> None:
    """Callers come and go; one more or one fewer, until about half of them have to wait."""
    for _ in range(rounds):
        centre.passes(0.01)
        began = perf_counter_ns()
        _, told = centre.arrives()
        offered = perf_counter_ns()
        centre.takes(told)
        if centre.talking:
            centre.takes(centre.finishes())
        centre.core.touched()
        found.conversation.rounds.append(perf_counter_ns() - began)
        found.arrived += 1
        if any(isinstance(event, OfferMade) for event in told):
            found.offer.rounds.append(offered - began)
        else:
            found.waited += 1
        _balance(centre, found)


def _balance(centre: Centre, found: Measured) -> None:
    if found.waited * 2 < found.arrived:
        centre.takes(centre.arrives()[1])
    elif centre.talking:
        centre.takes(centre.finishes())


def _decide(centre: Centre, found: Measured, rounds: int) -> None:
    """The choice alone: who would be the next for a caller who comes now.

    That nobody is free is known in half a microsecond; such rounds are not counted.
    """
    floor = centre.core.floor
    for _ in range(rounds):
        centre.passes(0.01)
        item = centre.core.item(centre.arrives()[0])
        began = perf_counter_ns()
        chosen = choose(floor, item)
        if chosen is not None:
            leave_lines(chosen[0])
            enter_lines(chosen[0])
            found.decision.rounds.append(perf_counter_ns() - began)
        centre.core.withdraw(item.id, "abandoned", centre.now)
        centre.core.touched()
