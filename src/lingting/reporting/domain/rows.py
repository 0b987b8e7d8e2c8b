"""What reports are made of: one row per contact, queue visit, ring, talk, step, survey and state.

Each is a projection of the event log. Times that are over are whole milliseconds, so that sums are
exact; what still goes on has no end and no length yet.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from uuid import UUID


class VisitOutcome(Enum):
    """How a passage through a queue ended; every one that ended has exactly one of these."""

    ANSWERED = "answered"
    ABANDONED = "abandoned"
    OVERFLOWED = "overflowed"
    MESSAGE = "message"
    """Left the queue unserved and spoke a message instead."""


class Origin(Enum):
    """How the customer came into the queue."""

    FIRST = "first"
    OVERFLOW = "overflow"
    """Sent on from another queue (or back into the same one) without having been served."""
    TRANSFER = "transfer"
    RETURN = "return"
    """Lost by his agent's page or phone, waiting again."""


class StepExit(Enum):
    """How the caller left a step of a flow."""

    NEXT = "next"
    HUNG_UP = "hung_up"
    ENDED = "ended"
    """The flow itself ended the call here."""


class SpanKind(Enum):
    """What an agent's time was; the words of the state on the screen."""

    LOGGED_IN = "logged_in"
    """Logged in but not signed in: on line, not on duty."""
    IDLE = "idle"
    BUSY = "busy"
    DO_NOT_DISTURB = "do_not_disturb"
    RINGING = "ringing"
    DIALLING = "dialling"
    TALKING = "talking"
    HOLDING = "holding"
    RECONNECTING = "reconnecting"
    WRAPPING = "wrapping"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contact:
    """One call from its first ring to its outcome; `outcome` is None while it lives."""

    id: UUID
    direction: str
    began_at: datetime
    ended_at: datetime | None = None
    number_key: str = ""
    customer: UUID | None = None
    flow: UUID | None = None
    answered_at: datetime | None = None
    connected_at: datetime | None = None
    queue: UUID | None = None
    """The last queue; `agent` the last agent who spoke."""
    agent: UUID | None = None
    visits: int = 0
    transfers: int = 0
    wait_ms: int = 0
    talk_ms: int = 0
    hold_ms: int = 0
    left_flow: str | None = None
    left_node: str | None = None
    outcome: str | None = None
    by: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One passage of a contact through a queue (a work item).

    `wait_ms` runs from the entry into this queue until the answer (ringing included), the
    hang-up or the departure; `ring_ms` is the ringing at its end.
    """

    id: UUID
    call: UUID
    position: int
    queue: UUID
    channel: str
    origin: Origin
    arrived_at: datetime
    enqueued_at: datetime
    """The instant that gives the place in the line: earlier than `arrived_at` with credit."""
    asked_at: datetime | None = None
    """When the caller pressed the key that led here (人工请求)."""
    ended_at: datetime | None = None
    outcome: VisitOutcome | None = None
    why: str | None = None
    ringing: bool = False
    """The customer left while a phone rang for him."""
    agent: UUID | None = None
    offers: int = 0
    wait_ms: int | None = None
    ring_ms: int = 0
    talk_ms: int = 0
    hold_ms: int = 0
    holds: int = 0
    longest_hold_ms: int = 0
    talk_ended_at: datetime | None = None
    transferred_to: str | None = None
    wrap_ms: int | None = None
    """None until a wrap-up of this passage ended."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One offer at one agent's phone."""

    id: UUID
    call: UUID
    item: UUID
    queue: UUID
    agent: UUID
    began_at: datetime
    ended_at: datetime | None
    result: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Talk:
    """One agent's talk with a customer, whatever queue it came from (None: none)."""

    call: UUID
    position: int
    agent: UUID
    queue: UUID | None
    item: UUID | None
    direction: str
    began_at: datetime
    ended_at: datetime | None = None
    talk_ms: int = 0
    hold_ms: int = 0
    holds: int = 0
    longest_hold_ms: int = 0
    ended_by: str | None = None
    transferred_to: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """The caller at one step of a flow; `next_step` is `flow/node`, empty when he left there."""

    call: UUID
    position: int
    flow: str
    node: str
    verb: str
    entered_at: datetime
    left_at: datetime | None = None
    next_step: str | None = None
    exit: StepExit | None = None
    after_talk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """The caller was asked to rate; without a score he did not (or has not yet)."""

    call: UUID
    position: int
    at: datetime
    agent: UUID | None
    queue: UUID | None
    item: UUID | None
    scale: str | None = None
    key: str | None = None
    score: int | None = None
    label_zh: str | None = None
    label_en: str | None = None
    after_talk: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """A stretch of an agent's time in one state; `ended_at` is None while it goes on."""

    agent: UUID
    began_at: datetime
    ended_at: datetime | None
    kind: SpanKind
    reason: str | None = None
    call: UUID | None = None
    item: UUID | None = None
    queue: UUID | None = None


@dataclass(frozen=True, slots=True)
class ContactRows:
    """Everything that the facts of one contact make."""

    contact: Contact
    visits: tuple[Visit, ...] = ()
    rings: tuple[Rung, ...] = ()
    talks: tuple[Talk, ...] = ()
    steps: tuple[Step, ...] = ()
    asked: tuple[Asked, ...] = ()


def milliseconds(since: datetime, until: datetime) -> int:
    """The length of a stretch, never negative."""
    return max(round((until - since).total_seconds() * 1000), 0)
