"""The living state of one company's floor: agents, queues, lanes, items, offers.

A lane is the part of a queue with one set of requirements: every queue has its own lane, and each
item that brings requirements of its own stands in a further one. For each step of relaxation a
lane keeps a line of ready agents who qualify from that step on, and a line of waiting items that
have reached that step. Who fits whom is then read off the heads of these few lines.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import NamedTuple
from uuid import UUID

from lingting.acd.domain.dues import Dues
from lingting.acd.domain.order import Key, Line
from lingting.acd.domain.queues import QueueConfig, Requirements, SkillGroup
from lingting.acd.domain.states import ItemState, Method, OfferState, Presence, SignIn, Work
from lingting.kernel.events import Event
from lingting.kernel.ids import AgentId, OfferId, QueueId, SkillGroupId, WorkItemId

HAND_OUTS_KEPT = 20


class Status(IntEnum):
    """What the router knows of an agent in one word; only the ready get offers."""

    READY = 0
    SIGNED_OUT = 1
    BUSY = 2
    UNREACHABLE = 3
    OFFERED = 4
    ENGAGED = 5
    WRAPPING = 6
    ASIDE = 7

    @property
    def word(self) -> str:
        return self.name.lower()


@dataclass(slots=True, eq=False)
class Agent:
    """One agent's present state; only the rules of this package change it."""

    id: AgentId
    since: datetime
    """When the state that a person sees began."""
    idle_since: datetime
    """Since when he waits for work: the measure of "longest idle"."""
    rank: int = 0
    sign_in: SignIn = SignIn.LOGGED_OUT
    method: Method | None = None
    presence: Presence = Presence.OFFLINE
    reason: str | None = None
    work: Work = Work.FREE
    work_since: datetime | None = None
    auto_idle: bool = False
    idle_after: bool = False
    """He asked during work to be idle afterwards."""
    reachable: bool = False
    """Whether a phone of his is registered; an external phone is taken to be there."""
    phone_lost_at: datetime | None = None
    aside: bool = False
    """He attends a colleague's talk: nothing comes to him, whatever he wishes."""
    wrap_seconds: int = 0
    """What follows the present engagement."""
    wrap_until: datetime | None = None
    offer: Offer | None = None
    item: Item | None = None
    ref: UUID | None = None
    calls: int = 0
    handled_seconds: float = 0.0
    missed: int = 0
    rejected: int = 0
    status: Status = Status.SIGNED_OUT
    seats: list[Seat] = field(default_factory=list["Seat"])
    """Where he may serve."""
    entries: list[tuple[Line, Key]] = field(default_factory=list[tuple[Line, Key]])
    """His places in ready lines, while he is ready."""
    reserved: list[Item] = field(default_factory=list["Item"])
    """Items that wait for him alone for a while."""

    def __post_init__(self) -> None:
        self.rank = self.id.int


@dataclass(slots=True, eq=False)
class Item:
    """A work item from enqueue to its end."""

    id: WorkItemId
    queue: Queue
    lane: Lane
    ref: UUID
    channel: str
    given_priority: int | None
    priority: int
    enqueued_at: datetime
    joined_at: datetime
    arrival: int
    """Counts arrivals: decides between two of the same instant."""
    skills: Requirements | None
    data: dict[str, str]
    key: Key = ()
    state: ItemState = ItemState.WAITING
    step: int = 0
    preferred: AgentId | None = None
    directed: bool = False
    preferred_until: datetime | None = None
    preferred_outcome: str | None = None
    reserved_for: Agent | None = None
    relaxes_at: datetime | None = None
    waits_until: datetime | None = None
    refused_by: set[AgentId] = field(default_factory=set[AgentId])
    agent: Agent | None = None
    offer: Offer | None = None
    assigned_at: datetime | None = None


@dataclass(slots=True, eq=False)
class Offer:
    """An item at one agent, until it is accepted, rejected, expired or withdrawn."""

    id: OfferId
    item: Item
    agent: Agent
    made_at: datetime
    expires_at: datetime
    state: OfferState = OfferState.PENDING


class Seat(NamedTuple):
    """An agent's membership of a lane: from which step on, and his place among its members."""

    lane: Lane
    step: int
    priority: int
    position: int


@dataclass(slots=True, eq=False)
class Lane:
    """A queue's items with the same requirements, and the agents who may serve them."""

    queue: Queue
    requirements: Requirements
    members: dict[Agent, Seat]
    """Everybody who may serve here at some step."""
    ready: list[Line]
    waiting: list[Line]
    counts: list[int] = field(default_factory=lambda: [0] * len(Status))
    """Members by status."""
    turn: Key = ()
    """Where the round robin stands: it goes on with the first key after this one."""
    items: int = 0


@dataclass(frozen=True, slots=True)
class HandOut:
    """An item left the line at `at` for an agent who took it; it had entered at `entered`."""

    at: datetime
    entered: datetime


@dataclass(slots=True, eq=False)
class Queue:
    """A living queue."""

    config: QueueConfig
    line: Line = field(default_factory=Line)
    """All waiting items in order, whatever lane they stand in: the base of positions."""
    lanes: dict[Requirements, Lane] = field(default_factory=dict[Requirements, Lane])
    offered: int = 0
    hand_outs: deque[HandOut] = field(default_factory=lambda: deque(maxlen=HAND_OUTS_KEPT))
    """The last items that agents took: the base of estimates."""


@dataclass(slots=True, eq=False)
class Floor:
    """Everything the router of one company knows, and what it has to tell."""

    new_offer_id: Callable[[datetime], OfferId]
    draw: Callable[[int], int]
    """A random number below its argument (the random strategy)."""
    phone_grace_seconds: int = 15
    agents: dict[AgentId, Agent] = field(default_factory=dict[AgentId, Agent])
    groups: dict[SkillGroupId, SkillGroup] = field(default_factory=dict[SkillGroupId, SkillGroup])
    queues: dict[QueueId, Queue] = field(default_factory=dict[QueueId, Queue])
    items: dict[WorkItemId, Item] = field(default_factory=dict[WorkItemId, Item])
    offers: dict[OfferId, Offer] = field(default_factory=dict[OfferId, Offer])
    arrivals: int = 0
    busy_codes: set[str] = field(default_factory=set[str])
    dues: Dues = field(default_factory=Dues)
    told: list[Event] = field(default_factory=list[Event])
    touched_agents: set[Agent] = field(default_factory=set[Agent])
    touched_items: set[Item] = field(default_factory=set[Item])
    touched_offers: set[Offer] = field(default_factory=set[Offer])
    free_agents: list[Agent] = field(default_factory=list[Agent])
    """Became ready during the present step and were not matched yet."""
    open_items: list[Item] = field(default_factory=list[Item])
    """Became matchable during the present step and were not matched yet."""
    causes: dict[WorkItemId, str] = field(default_factory=dict[WorkItemId, str])
    """Why an item is looked at in the present step, for its reason."""


_OF_WORK = {
    Work.OFFERED: Status.OFFERED,
    Work.ENGAGED: Status.ENGAGED,
    Work.WRAPPING: Status.WRAPPING,
}


def status_of(agent: Agent) -> Status:
    """Eligible = signed in, idle, free, with a phone that can be reached: `READY`."""
    if agent.sign_in is not SignIn.SIGNED_IN:
        return Status.SIGNED_OUT
    if agent.work is not Work.FREE:
        return _OF_WORK[agent.work]
    if agent.aside:
        return Status.ASIDE
    if agent.presence is not Presence.IDLE:
        return Status.BUSY
    if agent.reachable or agent.method is Method.EXTERNAL_PHONE:
        return Status.READY
    return Status.UNREACHABLE
