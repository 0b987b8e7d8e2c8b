"""The call log on the wire."""

from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from pydantic import BaseModel, Field

from lingting.reporting.domain.chapters import ChapterKind, RingResult

Direction = Literal["in", "out"]
Outcome = Literal[
    "in_progress",
    "answered",
    "message",
    "abandoned",
    "overflowed",
    "self_service",
    "not_connected",
    "refused",
    "failed",
]


class WordsOut(BaseModel):
    """A text in both languages."""

    zh: str
    en: str


class ChoiceOut(BaseModel):
    """Something that a list can be narrowed to."""

    id: UUID
    name: str


class FlowChoiceOut(BaseModel):
    id: UUID
    name: WordsOut


class ChoicesOut(BaseModel):
    """What calls and reports can be narrowed to: names only, so that reading them needs no more
    than reading the numbers.
    """

    agents: list[ChoiceOut]
    queues: list[ChoiceOut]
    flows: list[FlowChoiceOut]


class CallerOut(BaseModel):
    """The customer's side of a call; `number` only for who may see numbers."""

    number: str | None
    shown: str
    region: str | None
    name: str | None
    customer_id: UUID | None
    anonymous: bool


class NamedOut(BaseModel):
    """A thing with its name; the name is missing when it was deleted."""

    id: UUID
    name: str | None


class AgentOut(BaseModel):
    """An agent of the call: `answered` when he spoke with the customer, `missed` when it rang
    at him and he did not."""

    id: UUID
    name: str | None
    answered: bool
    missed: bool


class ScoreOut(BaseModel):
    """What the caller said of the service, in short."""

    score: int
    label: WordsOut


class CallOut(BaseModel):
    """A call in the list."""

    id: UUID
    direction: Direction
    state: str
    at: datetime
    connected_at: datetime | None
    ended_at: datetime | None
    caller: CallerOut
    called: str
    queue: NamedOut | None
    agents: list[AgentOut]
    wait_seconds: float
    talk_seconds: float
    transfers: int
    outcome: Outcome
    outcome_step: str | None
    hung_up_by: str | None
    rating: ScoreOut | None
    has_recording: bool


class LogOut(BaseModel):
    """A page of the log; `total` on the first page, unless there are very many."""

    items: list[CallOut]
    next: str | None
    total: int | None


class LegOut(BaseModel):
    """One line of the call."""

    id: UUID
    kind: Literal["customer", "agent", "outside"]
    state: str
    agent: UUID | None
    number: str
    began_at: datetime
    answered_at: datetime | None
    joined_at: datetime | None
    ended_at: datetime | None
    cause: str | None
    by: str | None


class ChapterOut(BaseModel):
    """A stretch of the customer's line."""

    kind: ChapterKind
    began_at: datetime
    ended_at: datetime | None
    seconds: float
    agent: str | None
    queue: str | None
    flow: str | None
    node: str | None
    verb: str | None
    title: WordsOut | None
    after_talk: bool


class RingOut(BaseModel):
    """One agent's ringing."""

    offer: str
    agent: str
    queue: str | None
    began_at: datetime
    ended_at: datetime | None
    seconds: float
    result: RingResult | None
    why: str | None


class TotalsOut(BaseModel):
    """Seconds by what they were spent on."""

    whole: float
    flow: float
    waited: float
    ringing_outside: float
    talk: float
    held: float
    outside: float
    reconnecting: float
    wait: float
    rings: int
    missed_rings: int


class MomentOut(BaseModel):
    """A fact of the log; the client words it by `name`."""

    seq: int
    at: datetime
    name: str
    data: dict[str, Any]


class DecisionOut(BaseModel):
    """A decision of the router with its reason."""

    at: datetime
    kind: Literal["queued", "relaxed", "offered"]
    queue: str | None
    chosen: str | None
    result: RingResult | None
    reason: dict[str, Any]


class StoryRecordingOut(BaseModel):
    """A recording of an agent's line, or a message the caller left."""

    id: UUID
    kind: Literal["call", "message"]
    leg: UUID | None
    agent: UUID | None
    at: datetime
    seconds: float | None
    state: str
    why: str | None = Field(description="Why a missing one is missing, if that is known")
    audio_url: str | None
    peaks_url: str | None


class StoryRatingOut(ScoreOut):
    """The whole of a rating: when, on which scale, by which key, of whom."""

    at: datetime
    scale: str
    key: str
    agent: UUID | None


class NoteOut(BaseModel):
    """An agent's note on the call."""

    agent: UUID
    text: str
    disposition: str | None
    at: datetime


class StoryOut(CallOut):
    """Everything about one call; `names` resolves the ids in it."""

    answered_at: datetime | None
    language: str
    data: dict[str, str]
    legs: list[LegOut]
    chapters: list[ChapterOut]
    rings: list[RingOut]
    totals: TotalsOut
    timeline: list[MomentOut]
    decisions: list[DecisionOut]
    recordings: list[StoryRecordingOut]
    messages: list[StoryRecordingOut]
    rated: StoryRatingOut | None
    notes: list[NoteOut]
    names: dict[str, str]
