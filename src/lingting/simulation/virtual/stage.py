"""What every part of a virtual centre works with: the company, the time, the lines in use."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from typing import Protocol

from lingting.acd.domain.queues import QueueConfig, SkillGroup
from lingting.calls.domain import Call
from lingting.flows.domain.library import Library
from lingting.flows.events import SurveyAnswered
from lingting.kernel.events import Event
from lingting.kernel.ids import AccessNumberId, AgentId, CallId, CustomerId, FlowId, TenantId
from lingting.media.domain.sounds import Language, Sound
from lingting.simulation.virtual.agenda import Agenda
from lingting.simulation.virtual.identity import Ids
from lingting.simulation.virtual.journal import Journal
from lingting.surveys.events import RatingGiven

SoundSeconds = Callable[[Sequence[Sound], Language], float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Number:
    """An access number and the flow that answers it."""

    id: AccessNumberId
    number: str
    flow: FlowId | None
    flow_key: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownCustomer:
    """A customer as a flow gets to know him."""

    id: CustomerId
    name: str
    level: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """The company as it is configured; `customers` by the key of their numbers."""

    tenant: TenantId
    zone: str
    groups: tuple[SkillGroup, ...]
    queues: tuple[QueueConfig, ...]
    busy_codes: tuple[str, ...]
    library: Library
    numbers: tuple[Number, ...]
    customers: Mapping[str, KnownCustomer] = field(default_factory=dict[str, KnownCustomer])
    fixed_number: str = ""
    region: str = "CN"
    wrap_up_seconds: int = 30
    """After a call without a queue."""


class People(Protocol):
    """Those who live in the world: they see what happens and plan what they do about it."""

    def saw(self, event: Event) -> None:
        """A fact; whatever one does about it is planned on the agenda, not done at once."""
        ...

    def asked_for_message(self, call: CallId) -> None:
        """The caller hears the beep."""
        ...


class Stage:
    """One company's centre in virtual time, as its parts share it."""

    def __init__(self, company: Company, agenda: Agenda, ids: Ids, journal: Journal) -> None:
        self.company = company
        self.agenda = agenda
        self.ids = ids
        self.journal = journal
        self.people: People | None = None
        self.calls: dict[CallId, Call] = {}
        self.last_agent: dict[str, AgentId] = {}
        """Who spoke with a number last."""
        self._told: list[Event] = []
        self._beeps: list[CallId] = []
        self._deep = False

    def turn(self) -> AbstractContextManager[None]:
        """One thing that happens, with all that follows from it at once; then people see it."""
        return self._turn()

    @contextmanager
    def _turn(self) -> Iterator[None]:
        assert not self._deep, "people plan; they do not act inside of what they see"
        self._deep = True
        try:
            yield
        finally:
            self._deep = False
        told, self._told = self._told, []
        for event in [one for one in told if isinstance(one, SurveyAnswered)]:
            rated = _rating(event)
            self.journal.fact(rated)
            told.append(rated)
        beeps, self._beeps = self._beeps, []
        if self.people is None:
            return
        for event in told:
            self.people.saw(event)
        for call in beeps:
            self.people.asked_for_message(call)

    def tell(self, event: Event) -> None:
        """A fact happened."""
        self._told.append(event)
        self.journal.fact(event)

    def beep(self, call: CallId) -> None:
        """A caller may speak his message now."""
        self._beeps.append(call)

    def living(self, call: CallId) -> Call | None:
        """The call, unless it is over."""
        return self.calls.get(call)

    def save(self, call: Call) -> Call:
        """The call as it is now; an ended one leaves the stage."""
        if call.ended_at is None:
            self.calls[call.id] = call
        else:
            self.calls.pop(call.id, None)
            self.journal.call_ended(call)
        return call


def _rating(fact: SurveyAnswered) -> RatingGiven:
    """What the surveys feature makes of an answer."""
    return RatingGiven(
        at=fact.at,
        call=fact.call,
        agent=fact.agent,
        scale=fact.scale,
        key=fact.key,
        score=fact.score,
        label_zh=fact.label_zh,
        label_en=fact.label_en,
    )
