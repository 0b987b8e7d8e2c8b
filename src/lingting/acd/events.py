"""Facts of distribution; consumers must bear hearing one twice.

Words that a client reads (`idle`, `offered`, …) travel as the values of the domain's enums.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from lingting.kernel.events import Event, event
from lingting.kernel.ids import AgentId, OfferId, QueueId, SkillGroupId, WorkItemId


@dataclass(frozen=True, slots=True)
class Passed:
    """An agent who did not get the item, and why: a status word, `refused` or `behind`."""

    agent: AgentId
    why: str
    key: str = ""
    """What the strategy compared (`idle=83`, in seconds); empty when he could not serve."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reason:
    """Why an item went where it went, or why it still waits. Plain data: it is stored as JSON.

    `cause` says what made the router look (`arrived`, `agent_ready`, `relaxed`, …), `rule` what
    decided (`preferred_agent`, a strategy's name, or `nobody` when the item waits on).
    """

    cause: str
    rule: str
    waited_seconds: float
    priority: int
    effective_priority: float
    step: int
    """How many relaxations of the queue were in force."""
    min_levels: tuple[tuple[SkillGroupId, int], ...]
    ahead: int
    """Waiting items of the queue that stood before this one."""
    counts: Mapping[str, int]
    """The queue's members by status, before the decision."""
    key: str = ""
    """What the strategy compared for the chosen agent: `idle=83`, `priority=1 idle=83`, …"""
    preferred_agent: AgentId | None = None
    preferred_outcome: str | None = None
    """`chosen`, `waiting`, `not_signed_in`, `not_a_member`, `away`, `time_over` or `refused`."""
    passed: tuple[Passed, ...] = ()
    """At most a few dozen; `counts` has the whole."""
    also_waiting: int = 0
    """Other items this agent could have been given at that moment (all of his queues)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class OfItem(Event):
    """What every fact about a work item carries; `ref` is the call (or chat) that it stands for."""

    item: WorkItemId
    queue: QueueId
    ref: UUID

    @property
    def call(self) -> UUID:
        """Places the fact in the story of its call."""
        return self.ref


@event
class WorkItemQueued(OfItem):
    """An item stands in a queue; `reason` tells why it was not offered at once, if so."""

    channel: str
    priority: int
    enqueued_at: datetime
    preferred_agent: AgentId | None = None
    reason: Reason | None = None


@event
class WorkItemRelaxed(OfItem):
    """The item has waited so long that more agents may serve it."""

    reason: Reason


@event
class OfferMade(OfItem):
    """The item was offered to an agent, who has until `expires_at` to accept."""

    offer: OfferId
    agent: AgentId
    channel: str
    expires_at: datetime
    waited_seconds: float
    reason: Reason


@event
class OfferAccepted(OfItem):
    """The agent took the item."""

    offer: OfferId
    agent: AgentId
    rang_seconds: float


@event
class OfferRejected(OfItem):
    """The agent (`rejected`) or his phone (`unreachable`) refused; counted against the agent."""

    offer: OfferId
    agent: AgentId
    why: str


@event
class OfferExpired(OfItem):
    """The ring time passed without an answer; counted against the agent."""

    offer: OfferId
    agent: AgentId


@event
class OfferWithdrawn(OfItem):
    """The offer ended without the agent's doing; nothing is counted against him."""

    offer: OfferId
    agent: AgentId
    why: str


@event
class WorkItemReturned(OfItem):
    """The item is back at its old place of the queue."""

    agent: AgentId
    why: str
    position: int


@event
class WorkItemAssigned(OfItem):
    """An agent has the item; `waited_seconds` counts from its enqueue instant."""

    agent: AgentId
    offer: OfferId | None
    waited_seconds: float


@event
class WorkItemDone(OfItem):
    """The agent's part is over (talk ended)."""

    agent: AgentId
    handled_seconds: float


@event
class WorkItemAbandoned(OfItem):
    """The customer left while waiting, or while it rang at `agent`."""

    waited_seconds: float
    agent: AgentId | None = None


@event
class WorkItemOverflowed(OfItem):
    """The item left the queue unserved with its credit (`enqueued_at`)."""

    why: str
    waited_seconds: float
    enqueued_at: datetime


@event
class SignInChanged(Event):
    """An agent logged in or out, signed in (签入) or out."""

    agent: AgentId
    was: str
    sign_in: str
    method: str | None = None


@event
class PresenceChanged(Event):
    """What the agent wants changed: idle, busy with a reason, do not disturb, offline."""

    agent: AgentId
    was: str
    was_reason: str | None
    presence: str
    reason: str | None
    by: str = "agent"


@event
class WorkChanged(Event):
    """What the system gives the agent changed: free, offered, engaged, wrapping."""

    agent: AgentId
    was: str
    work: str
    ref: UUID | None = None
    item: WorkItemId | None = None


@event
class WrapUpStarted(Event):
    """After-call work (整理) began; it ends by itself at `until`."""

    agent: AgentId
    until: datetime
    ref: UUID | None = None
    item: WorkItemId | None = None


@event
class WrapUpExtended(Event):
    """The agent asked for more time."""

    agent: AgentId
    until: datetime


@event
class WrapUpEnded(Event):
    """After-call work is over, by time or because the agent said so."""

    agent: AgentId
    by: str


@event
class AutoIdleChanged(Event):
    """The agent chose to be idle again by himself after each call, or not."""

    agent: AgentId
    on: bool


@event
class AgentPhoneLost(Event):
    """The agent's phone cannot be reached; he gets nothing until it is back."""

    agent: AgentId


@event
class AgentPhoneFound(Event):
    """The agent's phone can be reached again."""

    agent: AgentId


@event
class SkillGroupChanged(Event):
    """A skill group was made, edited or deleted (`what`)."""

    group: SkillGroupId
    what: str


@event
class QueueChanged(Event):
    """A queue was made, edited or deleted (`what`); the living queue follows at once."""

    queue: QueueId
    what: str


@event
class BusyReasonChanged(Event):
    """A busy reason was made, edited or deleted (`what`)."""

    code: str
    what: str
    details: Mapping[str, Any] = field(default_factory=dict[str, Any])
