"""Why an item went where it went: plain data made at the moment of the decision."""

from datetime import datetime
from itertools import islice

from lingting.acd.domain.floor import Agent, Floor, Item, Lane, Seat, Status
from lingting.acd.domain.order import Key, effective_priority
from lingting.acd.domain.placing import waited_seconds
from lingting.acd.domain.queues import Strategy, levels_at
from lingting.acd.events import Passed, Reason

RUNNERS_UP = 5
_BY_PLACE = frozenset({Strategy.SEQUENTIAL, Strategy.ROUND_ROBIN, Strategy.RANDOM})
NAMED_MEMBERS = 48
"""Lanes with more members than this are explained by counts, not name by name."""


def explain(
    floor: Floor,
    item: Item,
    now: datetime,
    *,
    rule: str,
    cause: str,
    chosen: Agent | None = None,
    key: Key = (),
) -> Reason:
    """The reason of a decision that is about to be carried out, or of waiting on (`nobody`)."""
    lane = item.lane
    config = item.queue.config
    levels = levels_at(lane.requirements, config.relaxations, item.step)
    return Reason(
        cause=cause,
        rule=rule,
        waited_seconds=waited_seconds(item, now),
        priority=item.priority,
        effective_priority=round(
            effective_priority(item.priority, item.enqueued_at, config.seconds_per_point, now), 3
        ),
        step=item.step,
        min_levels=tuple((one.group, one.min_level) for one in levels),
        ahead=item.queue.line.rank(item.key) if item.key else 0,
        counts=counts_of(lane),
        key=key_text(config.strategy, chosen, key, now) if chosen else "",
        preferred_agent=item.preferred,
        preferred_outcome=item.preferred_outcome,
        passed=_passed(item, now, chosen),
        also_waiting=_also_waiting(item, chosen) if chosen else 0,
    )


def counts_of(lane: Lane) -> dict[str, int]:
    """Members by status word; statuses that nobody has are left out."""
    return {status.word: lane.counts[status] for status in Status if lane.counts[status]}


def key_text(strategy: Strategy, agent: Agent, key: Key, now: datetime) -> str:
    """What the strategy compared: `idle=83`, `used=120`, `calls=3`, `priority=1 idle=83`, …"""
    if strategy is Strategy.LEAST_TIME_USED:
        return f"used={round(agent.handled_seconds)}"
    if strategy is Strategy.FEWEST_CALLS:
        return f"calls={agent.calls}"
    if key and strategy in _BY_PLACE:
        return f"place={key[0] + 1}"
    idle = f"idle={int((now - agent.idle_since).total_seconds())}"
    if key and strategy is Strategy.PRIORITY_IN_GROUP:
        return f"priority={key[0]} {idle}"
    return idle


def _passed(item: Item, now: datetime, chosen: Agent | None) -> tuple[Passed, ...]:
    lane = item.lane
    passed = list(_runners_up(item, now, chosen))
    if len(lane.members) > NAMED_MEMBERS:
        return tuple(passed)
    named = {one.agent for one in passed}
    for agent, seat in lane.members.items():
        if agent is not chosen and agent.id not in named:
            passed.append(Passed(agent.id, _why_not(item, agent, seat)))
    return tuple(passed)


def _runners_up(item: Item, now: datetime, chosen: Agent | None) -> list[Passed]:
    """Ready agents who would have been next, or who refused this very item."""
    found: list[Passed] = []
    strategy = item.queue.config.strategy
    for step in range(item.step + 1):
        for key in islice(item.lane.ready[step].keys, RUNNERS_UP + 1):
            agent: Agent = key[-1]
            if agent is chosen or len(found) == RUNNERS_UP:
                continue
            why = "refused" if agent.id in item.refused_by else "behind"
            if chosen is None and why == "behind":
                why = "waits_for_preferred"
            found.append(Passed(agent.id, why, key_text(strategy, agent, key, now)))
    return found


def _why_not(item: Item, agent: Agent, seat: Seat) -> str:
    if agent.status is Status.BUSY and agent.reason:
        return f"busy:{agent.reason}"
    if agent.status is not Status.READY:
        return agent.status.word
    if seat.step > item.step:
        return "level_too_low"
    return "refused" if agent.id in item.refused_by else "behind"


def _also_waiting(item: Item, agent: Agent) -> int:
    """Items of all his queues that he could have had now, the chosen one not counted."""
    waiting = sum(
        len(lane.waiting[step])
        for lane, first, _, _ in agent.seats
        for step in range(first, len(lane.waiting))
    )
    return waiting if item.reserved_for else waiting - 1
