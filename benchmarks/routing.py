"""How many routing decisions one core makes per second, and what a whole conversation costs.

Run: `python benchmarks/routing.py [agents]`. Numbers are printed, never asserted.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import count
from time import perf_counter
from uuid import UUID

from lingting.acd.domain.core import Core
from lingting.acd.domain.items import NewItem
from lingting.acd.domain.matching import choose
from lingting.acd.domain.queues import Member, QueueConfig, Requirement, SkillGroup, Strategy
from lingting.acd.domain.states import Method
from lingting.kernel.ids import AgentId, OfferId, QueueId, SkillGroupId, WorkItemId

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
GROUP = SkillGroupId(UUID(int=1))


def a_core(agents: int, strategy: Strategy) -> tuple[Core, list[AgentId], QueueId]:
    """One queue with so many agents, all idle."""
    numbers = count(1)
    core = Core(lambda at: OfferId(UUID(int=next(numbers))), random.Random(1).randrange)
    people = [AgentId(UUID(int=1_000_000 + n)) for n in range(agents)]
    core.put_group(
        SkillGroup(id=GROUP, name="all", members=tuple(Member(agent=one) for one in people)), START
    )
    queue = QueueId(UUID(int=2))
    core.put_queue(
        QueueConfig(
            id=queue,
            name="hotline",
            requirements=(Requirement(GROUP),),
            strategy=strategy,
            wrap_up_seconds=0,
        ),
        START,
    )
    for offset, one in enumerate(people):
        now = START + timedelta(milliseconds=offset)
        core.log_in(one, now)
        core.sign_in(one, Method.EXTERNAL_PHONE, now)
        core.set_auto_idle(one, True, now)
        core.set_idle(one, now)
    core.touched()
    return core, people, queue


def timed(rounds: int, act: Callable[[int], None]) -> float:
    """Seconds per round."""
    began = perf_counter()
    for number in range(rounds):
        act(number)
    return (perf_counter() - began) / rounds


def measure(agents: int, strategy: Strategy) -> None:
    core, _, queue = a_core(agents, strategy)
    clock = START + timedelta(minutes=10)

    def new(number: int) -> NewItem:
        item = WorkItemId(UUID(int=10**9 + number))
        return NewItem(id=item, queue=queue, ref=UUID(int=number))

    # The decision alone: who gets this item, out of all ready agents?
    core.enqueue(new(0), clock)
    item = core.item(WorkItemId(UUID(int=10**9)))
    chosen = timed(200_000, lambda number: choose(core.floor, item) and None)

    # A decision carried out: item enqueued, agent chosen, offer made with its stored reason.
    half = agents // 2
    offered = timed(half, lambda number: core.enqueue(new(number + 1), clock) and None)

    # A whole conversation: the above, accepted, finished, and the agent ready again.
    living = [one.id for one in core.floor.offers.values()]
    for offer in living:
        core.accept(offer, clock)
    for one in list(core.floor.items):
        core.finish(one, clock)
    core.touched()

    def conversation(number: int) -> None:
        at = clock + timedelta(seconds=number)
        told = core.enqueue(new(agents + number), at)
        core.accept(told[1].offer, at)  # type: ignore[attr-defined]
        core.finish(WorkItemId(UUID(int=10**9 + agents + number)), at)
        core.touched()

    whole = timed(20_000, conversation)
    sys.stdout.write(
        f"{strategy.value:18} {agents:6} agents: "
        f"choice {1 / chosen:>9,.0f}/s, offer {1 / offered:>8,.0f}/s, "
        f"conversation {1 / whole:>7,.0f}/s\n"
    )


def main() -> None:
    agents = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    for strategy in Strategy:
        measure(agents, strategy)


if __name__ == "__main__":
    main()
