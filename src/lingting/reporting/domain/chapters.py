"""Chapters: what a customer lived through in a call, one after another, without gaps."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum


class ChapterKind(Enum):
    """What the customer's line was doing."""

    FLOW = "flow"
    """Automatic voice: at a node of a flow."""
    SURVEY = "survey"
    MESSAGE = "message"
    """Leaving a voice message."""
    WAITING = "waiting"
    DIALLING = "dialling"
    """An outbound call before the customer's phone rings: the agent's own phone is being rung."""
    OUTSIDE_RINGING = "outside_ringing"
    """A number outside is being rung: the customer of an outbound call, or a transfer's target."""
    OUTSIDE = "outside"
    """Speaking with somebody outside, no agent."""
    TALKING = "talking"
    HELD = "held"
    RECONNECTING = "reconnecting"
    """The agent's page or phone went away; the customer hears music until he is back."""


class RingResult(Enum):
    """How one agent's ringing ended."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    UNREACHABLE = "unreachable"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A stretch of the customer's line; `ended_at` is None while it goes on."""

    kind: ChapterKind
    began_at: datetime
    ended_at: datetime | None
    seconds: float
    agent: str | None = None
    queue: str | None = None
    flow: str | None = None
    node: str | None = None
    verb: str | None = None
    title: Mapping[str, str] | None = None
    """The node's title in each language, as the flow wrote it."""
    after_talk: bool = False
    """Whether the customer had spoken with an agent before."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ring:
    """An agent's phone rang for this call; it lies within a chapter of waiting."""

    offer: str
    agent: str
    queue: str | None
    began_at: datetime
    ended_at: datetime | None
    seconds: float
    result: RingResult | None
    why: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """Seconds of a call by what they were spent on; the parts make the whole.

    `wait` counts as the router counts it: from the instant that gave the customer his place in
    the queue until the first agent, or until he left; `waited` is all time in queues together.
    """

    whole: float = 0
    flow: float = 0
    waited: float = 0
    ringing_outside: float = 0
    talk: float = 0
    """With agents, holding included."""
    held: float = 0
    outside: float = 0
    reconnecting: float = 0
    wait: float = 0
    rings: int = 0
    missed_rings: int = 0


@dataclass(frozen=True, slots=True)
class Story:
    """A call told in order."""

    chapters: tuple[Chapter, ...] = ()
    rings: tuple[Ring, ...] = ()
    totals: Totals = field(default_factory=Totals)
