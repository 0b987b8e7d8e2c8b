"""What each row adds to which quarter: the only place where numbers of reports are counted.

Traffic belongs to the quarter in which a contact arrived (in the flow, or in the queue), whatever
happens to it later; an agent's time belongs to the quarter in which it passed.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from lingting.reporting.domain.intervals import quarter_of, split
from lingting.reporting.domain.rows import (
    Asked,
    Contact,
    ContactRows,
    Rung,
    Span,
    SpanKind,
    Step,
    Talk,
    Visit,
    VisitOutcome,
    milliseconds,
)

NO_QUEUE = UUID(int=0)
"""In keys: agents' time and talks that belong to no queue; calls that came without a flow."""
LONGEST_WAIT = 3600
"""Waiting times are counted by the second up to here; the last place holds all longer ones."""
HIGHEST_SCORE = 10

QueueKey = tuple[datetime, UUID]
AgentKey = tuple[datetime, UUID, UUID]
BusyKey = tuple[datetime, UUID, str]
ContactKey = tuple[datetime, str, UUID, str, bool]
StepKey = tuple[datetime, str, str, str]


@dataclass(slots=True)
class Sums:
    """Sums of one key: numbers by name, lists that count by place, and longest lengths."""

    numbers: defaultdict[str, int] = field(default_factory=lambda: defaultdict(int))
    lists: defaultdict[str, defaultdict[int, int]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(int))
    )
    longest: dict[str, int] = field(default_factory=dict[str, int])

    def add(self, sign: int, **more: int) -> None:
        for name, value in more.items():
            self.numbers[name] += sign * value

    def count(self, sign: int, name: str, place: int) -> None:
        self.lists[name][place] += sign

    def reach(self, sign: int, **lengths: int) -> None:
        """Lengths only grow as a contact goes on, so that nothing has to be taken back."""
        if sign > 0:
            for name, value in lengths.items():
                self.longest[name] = max(self.longest.get(name, 0), value)

    def take(self, other: "Sums") -> None:
        """Adds the sums of another key to these."""
        for name, value in other.numbers.items():
            self.numbers[name] += value
        for name, places in other.lists.items():
            for place, more in places.items():
                self.lists[name][place] += more
        self.reach(1, **other.longest)

    @property
    def is_nothing(self) -> bool:
        counted = any(any(places.values()) for places in self.lists.values())
        reached = any(self.longest.values())
        return not (any(self.numbers.values()) or counted or reached)


@dataclass(slots=True)
class Tally:
    """What some rows add to (or, taken back, subtract from) the quarters."""

    queues: dict[QueueKey, Sums] = field(default_factory=lambda: defaultdict(Sums))
    agents: dict[AgentKey, Sums] = field(default_factory=lambda: defaultdict(Sums))
    busy: dict[BusyKey, Sums] = field(default_factory=lambda: defaultdict(Sums))
    contacts: dict[ContactKey, Sums] = field(default_factory=lambda: defaultdict(Sums))
    steps: dict[StepKey, Sums] = field(default_factory=lambda: defaultdict(Sums))

    def contact(self, rows: ContactRows, sign: int = 1) -> None:
        """Counts everything of one contact; `sign` -1 takes it back."""
        self._contact(rows.contact, sign)
        arrived = {visit.id: visit.arrived_at for visit in rows.visits}
        for visit in rows.visits:
            self.visit(visit, sign)
        for ring in rows.rings:
            self._ring(ring, sign)
        for talk in rows.talks:
            self._talk(talk, sign)
        for step in rows.steps:
            self._step(rows.contact, step, sign)
        for asked in rows.asked:
            self._asked(asked, arrived, sign)

    def visit(self, visit: Visit, sign: int = 1) -> None:
        """A passage through a queue, in the quarter of its arrival there."""
        sums = self.queues[quarter_of(visit.arrived_at), visit.queue]
        sums.add(sign, offered=1, **{f"from_{visit.origin.value}": 1})
        if visit.outcome is None:
            sums.add(sign, in_progress=1)
            return
        wait = visit.wait_ms or 0
        sums.add(sign, **{OUTCOME_COLUMN[visit.outcome]: 1})
        match visit.outcome:
            case VisitOutcome.ANSWERED:
                self._answered(sums, visit, wait, sign)
            case VisitOutcome.ABANDONED:
                sums.add(sign, abandon_wait_ms=wait, abandoned_ringing=int(visit.ringing))
                sums.count(sign, "abandon_waits", place_of(wait))
            case _:
                sums.add(sign, other_wait_ms=wait)
        sums.reach(sign, longest_wait_ms=wait)

    @staticmethod
    def _answered(sums: Sums, visit: Visit, wait: int, sign: int) -> None:
        sums.add(
            sign,
            answer_wait_ms=wait,
            ring_ms=visit.ring_ms,
            talk_ms=visit.talk_ms,
            hold_ms=visit.hold_ms,
            held=int(visit.holds > 0),
            wrap_ms=visit.wrap_ms or 0,
            transferred=int(visit.transferred_to is not None),
        )
        sums.count(sign, "answer_waits", place_of(wait))
        sums.count(sign, "queue_waits", place_of(wait - visit.ring_ms))
        asked_at = visit.asked_at or visit.arrived_at
        assert visit.ended_at is not None
        sums.count(sign, "asked_waits", place_of(milliseconds(asked_at, visit.ended_at)))
        sums.reach(sign, longest_hold_ms=visit.longest_hold_ms)

    def _contact(self, contact: Contact, sign: int) -> None:
        flow = contact.flow or NO_QUEUE
        start, queued = quarter_of(contact.began_at), contact.visits > 0
        sums = self.contacts[start, contact.direction, flow, contact.outcome or "", queued]
        length = milliseconds(contact.began_at, contact.ended_at) if contact.ended_at else 0
        sums.add(
            sign,
            contacts=1,
            whole_ms=length,
            wait_ms=contact.wait_ms,
            talk_ms=contact.talk_ms,
            transfers=contact.transfers,
        )

    def _ring(self, ring: Rung, sign: int) -> None:
        """An offer counts when it was made, its end when it ended."""
        self.agents[quarter_of(ring.began_at), ring.agent, ring.queue].add(sign, offers=1)
        column = RING_COLUMN.get(ring.result or "")
        if ring.ended_at is not None and column is not None:
            ended = self.agents[quarter_of(ring.ended_at), ring.agent, ring.queue]
            ended.add(sign, **{column: 1})

    def _talk(self, talk: Talk, sign: int) -> None:
        """A talk counts when it began; its lengths are the agent's time and counted there."""
        queue = talk.queue or NO_QUEUE
        begun = self.agents[quarter_of(talk.began_at), talk.agent, queue]
        begun.add(sign, **{"talks_in" if talk.direction == "in" else "talks_out": 1})
        if talk.ended_at is None:
            return
        begun.add(
            sign,
            held=int(talk.holds > 0),
            transferred=int(talk.transferred_to is not None),
            one_stop=int(talk.transferred_to is None and talk.direction == "in"),
        )
        begun.reach(sign, longest_hold_ms=talk.longest_hold_ms, longest_talk_ms=talk.talk_ms)

    def _step(self, contact: Contact, step: Step, sign: int) -> None:
        if step.exit is None:
            key = (quarter_of(contact.began_at), step.flow, step.node, HERE)
            self.steps[key].add(sign, entered=1)
            return
        target = step.next_step or f"{LEFT}{step.exit.value}"
        sums = self.steps[quarter_of(contact.began_at), step.flow, step.node, target]
        assert step.left_at is not None
        sums.add(sign, entered=1, spent_ms=milliseconds(step.entered_at, step.left_at))

    def _asked(self, asked: Asked, arrived: Mapping[UUID, datetime], sign: int) -> None:
        if not asked.after_talk:
            return
        sums: list[Sums] = []
        if asked.agent is not None:
            key = (quarter_of(asked.at), asked.agent, asked.queue or NO_QUEUE)
            sums.append(self.agents[key])
        if asked.queue is not None and asked.item is not None and asked.item in arrived:
            sums.append(self.queues[quarter_of(arrived[asked.item]), asked.queue])
        for one in sums:
            one.add(sign, asked=1)
            if asked.score is not None:
                one.add(sign, score_sum=asked.score)
                one.count(sign, "scores", min(max(asked.score, 0), HIGHEST_SCORE))

    def span(self, span: Span) -> None:
        """A stretch of an agent's time that ended, in the quarters in which it passed."""
        assert span.ended_at is not None
        for start, length in split(span.began_at, span.ended_at):
            queue = span.queue or NO_QUEUE
            self.agents[start, span.agent, queue].add(1, **{f"{span.kind.value}_ms": length})
            if span.kind is SpanKind.BUSY:
                self.busy[start, span.agent, span.reason or ""].add(1, spent_ms=length)


OUTCOME_COLUMN: Mapping[VisitOutcome, str] = {
    VisitOutcome.ANSWERED: "answered",
    VisitOutcome.ABANDONED: "abandoned",
    VisitOutcome.OVERFLOWED: "overflowed",
    VisitOutcome.MESSAGE: "messages",
}
RING_COLUMN: Mapping[str, str] = {
    "accepted": "accepted",
    "rejected": "rejected",
    "unreachable": "unreachable",
    "expired": "missed",
    "withdrawn": "withdrawn",
}
LEFT, HERE = "#", "#here"
"""Targets of a step that are no step: `#hung_up`, `#ended`, `#here` while the caller is there."""


def place_of(wait_ms: int) -> int:
    """The place of a waiting time in a list: seconds, begun ones counted as whole.

    Whoever waited 20.000 s waited at most 20 s; whoever waited 20.001 s did not.
    """
    return min(-(-max(wait_ms, 0) // 1000), LONGEST_WAIT)


def cumulative(known: Sequence[int], places: Mapping[int, int]) -> list[int]:
    """A list with further counts in it. Its place n says how many waited at most n seconds, so
    that a target of any length is one look; it ends where nobody more is counted.
    """
    found = list(known)
    found += [found[-1] if found else 0] * (max(places, default=-1) + 1 - len(found))
    for place, more in places.items():
        for later in range(place, len(found)):
            found[later] += more
    while found and found[-1] == (found[-2] if len(found) > 1 else 0):
        found.pop()
    return found


def within(counted: Sequence[int], seconds: int) -> int:
    """How many of a cumulative list waited at most so long."""
    if not counted or seconds < 0:
        return 0
    return counted[min(seconds, len(counted) - 1)]
