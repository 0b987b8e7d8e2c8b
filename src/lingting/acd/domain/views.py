"""What others may ask of the floor: values that stay as they were when they were read."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from itertools import pairwise
from uuid import UUID

from lingting.acd.domain.explaining import counts_of, explain
from lingting.acd.domain.floor import Agent, Floor, Item, Queue, Status
from lingting.acd.domain.queues import Announcements, step_at
from lingting.acd.domain.states import ItemState, Method, Presence, SignIn, Work
from lingting.acd.domain.words import shown
from lingting.acd.events import Reason
from lingting.kernel.ids import AgentId, OfferId, QueueId, WorkItemId

LEAST_STEPS = 2
"""Fewer tell nothing about a pace."""
LEAST_WAIT_SECONDS = 2.0
"""Who left the line sooner found a free agent."""
PACE_WITHIN = timedelta(hours=1)
"""Longer ago other people worked."""


class Availability(Enum):
    """What a caller who would enter the queue now would meet (ACD-23)."""

    NONE_SIGNED_IN = "none_signed_in"
    ALL_BUSY = "all_busy"
    AVAILABLE = "available"


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """Where an item stands; seconds are whole, the estimate is None when nothing is known."""

    ahead: int
    waited_seconds: int
    estimated_seconds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentView:
    """An agent as others see him; `shown` is the word of STATE-20 as far as the router knows."""

    id: AgentId
    sign_in: SignIn
    method: Method | None
    presence: Presence
    reason: str | None
    work: Work
    shown: str
    since: datetime
    auto_idle: bool
    idle_after: bool
    reachable: bool
    ready: bool
    aside: bool
    wrap_until: datetime | None
    offer: OfferId | None
    offer_expires_at: datetime | None
    item: WorkItemId | None
    ref: UUID | None
    queues: tuple[QueueId, ...]
    calls_today: int
    handled_seconds_today: float
    missed_today: int
    rejected_today: int


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueView:
    """A queue as others see it now."""

    id: QueueId
    name: str
    enabled: bool
    waiting: int
    offered: int
    longest_wait_seconds: int
    oldest_at: datetime | None
    """Since when the longest waiting item waits; None when nobody waits."""
    members: Mapping[str, int]
    """Members by status word."""
    availability: Availability
    estimated_seconds: int | None
    music: str | None
    announcements: Announcements
    service_target_seconds: int
    max_wait_seconds: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemView:
    """A living work item as others see it now."""

    id: WorkItemId
    queue: QueueId
    ref: UUID
    channel: str
    state: ItemState
    priority: int
    enqueued_at: datetime
    agent: AgentId | None
    offer: OfferId | None
    preferred_agent: AgentId | None
    reserved_for: AgentId | None
    """For whom it waits although others may be free: his last agent, for a while, or the named."""
    data: Mapping[str, str]


def availability(queue: Queue) -> Availability:
    """A signed-in agent who is at lunch makes the queue "all busy", not "nobody signed in"."""
    lane = queue.lanes[queue.config.requirements]
    signed_in = len(lane.members) - lane.counts[Status.SIGNED_OUT]
    if signed_in == 0:
        return Availability.NONE_SIGNED_IN
    steps = range(step_at(queue.config.relaxations, 0) + 1)
    if any(lane.ready[step].keys for step in steps):
        return Availability.AVAILABLE
    return Availability.ALL_BUSY


def position(item: Item, now: datetime) -> Position:
    """How many wait ahead, how long he has waited, how long it may yet take."""
    waiting = item.state is ItemState.WAITING
    ahead = item.queue.line.rank(item.key) if waiting else 0
    waited = max(int((now - item.enqueued_at).total_seconds()), 0)
    estimate = estimated_seconds(item.queue, ahead, item.enqueued_at, now) if waiting else 0
    return Position(ahead=ahead, waited_seconds=waited, estimated_seconds=estimate)


def estimated_seconds(queue: Queue, ahead: int, entered: datetime, now: datetime) -> int | None:
    """`(ahead + 1)` hand-outs at the pace of the line; None while that is unknown.

    Whoever was taken at once says nothing about the pace, and neither do the hours in which nobody
    waited. The next hand-out is overdue, not later, when the present one takes longer.
    """
    steps = _steps(queue, now)
    if len(steps) < LEAST_STEPS or availability(queue) is Availability.NONE_SIGNED_IN:
        return None
    pace = sum(steps) / len(steps)
    stands = (now - max(queue.hand_outs[-1].at, entered)).total_seconds()
    return round(ahead * pace + max(pace, stands))


def _steps(queue: Queue, now: datetime) -> list[float]:
    """Seconds for which the line stood before each of the last hand-outs out of it."""
    steps: list[float] = []
    for before, taken in pairwise(queue.hand_outs):
        lined_up = (taken.at - taken.entered).total_seconds() >= LEAST_WAIT_SECONDS
        if lined_up and now - taken.at <= PACE_WITHIN:
            stood = taken.at - max(before.at, taken.entered)
            steps.append(max(stood.total_seconds(), 0.0))
    return steps


def agent_view(agent: Agent) -> AgentView:
    """The agent's present state as a value."""
    queues = dict.fromkeys(seat.lane.queue.config.id for seat in agent.seats)
    return AgentView(
        id=agent.id,
        sign_in=agent.sign_in,
        method=agent.method,
        presence=agent.presence,
        reason=agent.reason,
        work=agent.work,
        shown=shown(agent.sign_in, agent.presence, agent.reason, agent.work),
        since=agent.since,
        auto_idle=agent.auto_idle,
        idle_after=agent.idle_after,
        reachable=agent.reachable,
        ready=agent.status is Status.READY,
        aside=agent.aside,
        wrap_until=agent.wrap_until,
        offer=agent.offer.id if agent.offer else None,
        offer_expires_at=agent.offer.expires_at if agent.offer else None,
        item=agent.item.id if agent.item else None,
        ref=agent.ref,
        queues=tuple(queues),
        calls_today=agent.calls,
        handled_seconds_today=agent.handled_seconds,
        missed_today=agent.missed,
        rejected_today=agent.rejected,
    )


def queue_view(floor: Floor, queue: Queue, now: datetime) -> QueueView:
    """The queue's present state as a value."""
    config = queue.config
    lane = queue.lanes[config.requirements]
    first_group = floor.groups.get(config.requirements[0].group)
    oldest = min((key[-1].enqueued_at for key in queue.line), default=now)
    music = config.music or (first_group.music if first_group else None)
    return QueueView(
        id=config.id,
        name=config.name,
        enabled=config.enabled,
        waiting=len(queue.line),
        offered=queue.offered,
        longest_wait_seconds=int((now - oldest).total_seconds()),
        oldest_at=oldest if queue.line else None,
        members=counts_of(lane),
        availability=availability(queue),
        estimated_seconds=estimated_seconds(queue, len(queue.line), now, now),
        music=music,
        announcements=config.announcements,
        service_target_seconds=config.service_target_seconds,
        max_wait_seconds=config.max_wait_seconds,
    )


def item_view(item: Item) -> ItemView:
    """The item's present state as a value."""
    return ItemView(
        id=item.id,
        queue=item.queue.config.id,
        ref=item.ref,
        channel=item.channel,
        state=item.state,
        priority=item.priority,
        enqueued_at=item.enqueued_at,
        agent=item.agent.id if item.agent else (item.offer.agent.id if item.offer else None),
        offer=item.offer.id if item.offer else None,
        preferred_agent=item.preferred,
        reserved_for=item.reserved_for.id if item.reserved_for else None,
        data=item.data,
    )


def why_waiting(floor: Floor, item: Item, now: datetime) -> Reason:
    """Why the item is where it is, as things stand at `now`."""
    return explain(floor, item, now, rule="nobody", cause="asked")
