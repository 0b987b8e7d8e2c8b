"""Folds the ordered facts of one call into its rows: a pure function, the same for every reader.

It is used as facts come and when everything is built anew, and depends on nothing but the facts.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from lingting.kernel.phone import parse_phone
from lingting.reporting.domain.fact import Fact
from lingting.reporting.domain.rows import (
    Asked,
    Contact,
    ContactRows,
    Origin,
    Rung,
    Step,
    StepExit,
    Talk,
    Visit,
    VisitOutcome,
    milliseconds,
)
from lingting.reporting.domain.story import TOLD_BY, tell

CUSTOMER_LEFT = frozenset({"abandoned", "caller_left"})
LINE_ENDED = "ended"
"""Why a work item was withdrawn: with the line. By whom tells whether the customer left."""
REFUSED = "refused"
"""Turned away on arrival: the contact ended as it began."""
LEFT_BY = frozenset({"customer", "network"})


def fold(call: UUID, facts: Sequence[Fact], region: str) -> ContactRows | None:
    """The rows of a call; None when its facts do not begin with an arrival or a dialling."""
    folder: _Folder | None = None
    for fact in facts:
        if folder is None:
            folder = _begun(call, fact, region)
        elif (told := FOLDED_BY.get(fact.name)) is not None:
            told(folder, fact)
    return None if folder is None else folder.rows(facts)


def _begun(call: UUID, fact: Fact, region: str) -> "_Folder | None":
    if fact.name in ("call.arrived", "call.refused"):
        number, direction = fact.text("caller"), "in"
    elif fact.name == "call.dialled":
        number, direction = fact.text("number"), "out"
    else:
        return None
    contact = Contact(
        id=call,
        direction=direction,
        began_at=fact.at,
        number_key=_number_key(number or "", region),
        customer=fact.id("customer"),
        flow=fact.id("flow"),
        agent=fact.id("agent"),
    )
    if fact.name == "call.refused":
        contact = replace(contact, ended_at=fact.at, outcome=REFUSED, by="platform")
    return _Folder(contact)


@lru_cache(maxsize=1000)
def _number_key(number: str, region: str) -> str:
    """A contact is folded several times while it lives: reading its number took a tenth of it."""
    parsed = parse_phone(number, region)
    return "" if parsed.is_anonymous else parsed.key


@dataclass(slots=True)
class _Speaking:
    """A talk under way: since when it is heard (`heard_at`), since when on hold."""

    talk: Talk
    heard_at: datetime | None
    held_at: datetime | None = None

    def pause(self, at: datetime) -> None:
        """Nobody speaks from now on: what was spoken and held so far is counted."""
        self.unhold(at)
        if self.heard_at is not None:
            more = milliseconds(self.heard_at, at)
            self.talk = replace(self.talk, talk_ms=self.talk.talk_ms + more)
            self.heard_at = None

    def unhold(self, at: datetime) -> None:
        if self.held_at is None:
            return
        held = milliseconds(self.held_at, at)
        self.held_at = None
        self.talk = replace(
            self.talk,
            hold_ms=self.talk.hold_ms + held,
            holds=self.talk.holds + 1,
            longest_hold_ms=max(self.talk.longest_hold_ms, held),
        )


@dataclass(slots=True)
class _Folder:
    contact: Contact
    visits: list[Visit] = field(default_factory=list[Visit])
    talks: list[Talk] = field(default_factory=list[Talk])
    steps: list[Step] = field(default_factory=list[Step])
    asked: list[Asked] = field(default_factory=list[Asked])
    speaking: _Speaking | None = None
    pressed_at: datetime | None = None
    rang_since: datetime | None = None
    ring_stopped_at: datetime | None = None
    origin: Origin = Origin.FIRST

    @property
    def waiting(self) -> bool:
        """Whether the newest passage has not ended."""
        return bool(self.visits) and self.visits[-1].outcome is None

    def change_visit(self, **changed: Any) -> None:
        self.visits[-1] = replace(self.visits[-1], **changed)

    def end_visit(self, outcome: VisitOutcome, at: datetime, **more: Any) -> None:
        """Ends the newest passage; what ended already stays as it was."""
        if not self.waiting:
            return
        visit = self.visits[-1]
        rang = self.rang_since if self.rang_since is not None and self._rings_at(at) else None
        self.change_visit(
            outcome=outcome,
            ended_at=at,
            wait_ms=milliseconds(visit.arrived_at, at),
            ring_ms=milliseconds(rang, at) if rang else 0,
            ringing=rang is not None and outcome is VisitOutcome.ABANDONED,
            **more,
        )
        self.rang_since = self.ring_stopped_at = None

    def _rings_at(self, at: datetime) -> bool:
        """A ring that is withdrawn with its customer stops in the same instant."""
        return self.ring_stopped_at is None or self.ring_stopped_at == at

    def end_talk(self, at: datetime, by: str | None) -> None:
        """Ends the talk and counts it for the passage that it came from."""
        if self.speaking is None:
            return
        self.speaking.pause(at)
        talk = replace(self.speaking.talk, ended_at=at, ended_by=by)
        self.speaking = None
        self.talks.append(talk)
        self._count(talk, at)

    def _count(self, talk: Talk, at: datetime) -> None:
        if not self.visits or talk.item != self.visits[-1].id:
            return
        visit = self.visits[-1]
        self.change_visit(
            talk_ms=visit.talk_ms + talk.talk_ms,
            hold_ms=visit.hold_ms + talk.hold_ms,
            holds=visit.holds + talk.holds,
            longest_hold_ms=max(visit.longest_hold_ms, talk.longest_hold_ms),
            talk_ended_at=at,
        )

    def leave_step(self, at: datetime, exit: StepExit, next_step: str) -> None:
        if self.steps and self.steps[-1].exit is None:
            self.steps[-1] = replace(self.steps[-1], left_at=at, exit=exit, next_step=next_step)

    def rows(self, facts: Sequence[Fact]) -> ContactRows:
        talks = [*self.talks, self.speaking.talk] if self.speaking else self.talks
        last = self.visits[-1] if self.visits else None
        contact = replace(
            self.contact,
            visits=len(self.visits),
            queue=last.queue if last else None,
            agent=talks[-1].agent if talks else self.contact.agent,
            talk_ms=sum(one.talk_ms for one in talks),
            hold_ms=sum(one.hold_ms for one in talks),
        )
        return ContactRows(
            contact,
            tuple(self.visits),
            tuple(_rings(contact.id, facts)),
            tuple(talks),
            tuple(self.steps),
            tuple(self.asked),
        )


def _rings(call: UUID, facts: Sequence[Fact]) -> Iterable[Rung]:
    """The rings of the call's story, with the passage that each belongs to."""
    made = {fact.text("offer"): fact for fact in facts if fact.name == "offer.made"}
    for ring in tell(facts, facts[-1].at).rings if made else ():
        fact = made[ring.offer]
        item, queue, agent = fact.id("item"), fact.id("queue"), fact.id("agent")
        assert item is not None
        assert queue is not None
        assert agent is not None
        yield Rung(
            id=UUID(ring.offer),
            call=call,
            item=item,
            queue=queue,
            agent=agent,
            began_at=ring.began_at,
            ended_at=ring.ended_at,
            result=ring.result.value if ring.result else None,
        )


# --- what each fact means ------------------------------------------------------------------------


def _answered(folder: _Folder, fact: Fact) -> None:
    folder.contact = replace(folder.contact, answered_at=folder.contact.answered_at or fact.at)


def _keys(folder: _Folder, fact: Fact) -> None:
    folder.pressed_at = fact.at


def _queued(folder: _Folder, fact: Fact) -> None:
    item, queue = fact.id("item"), fact.id("queue")
    assert item is not None
    assert queue is not None
    first = folder.origin is Origin.FIRST
    folder.visits.append(
        Visit(
            id=item,
            call=folder.contact.id,
            position=len(folder.visits) + 1,
            queue=queue,
            channel=fact.text("channel") or "voice",
            origin=folder.origin,
            arrived_at=fact.at,
            enqueued_at=fact.instant("enqueued_at") or fact.at,
            asked_at=folder.pressed_at if first else None,
        )
    )
    folder.pressed_at = folder.rang_since = folder.ring_stopped_at = None
    folder.origin = Origin.OVERFLOW


def _offered(folder: _Folder, fact: Fact) -> None:
    if folder.waiting:
        folder.change_visit(offers=folder.visits[-1].offers + 1)
        folder.rang_since, folder.ring_stopped_at = fact.at, None


def _ring_stopped(folder: _Folder, fact: Fact) -> None:
    folder.ring_stopped_at = fact.at


def _taken(folder: _Folder, fact: Fact) -> None:
    folder.end_visit(VisitOutcome.ANSWERED, fact.at, agent=fact.id("agent"))


def _abandoned(folder: _Folder, fact: Fact) -> None:
    folder.end_visit(VisitOutcome.ABANDONED, fact.at, why="abandoned")


def _overflowed(folder: _Folder, fact: Fact) -> None:
    why = fact.text("why")
    left = why in CUSTOMER_LEFT
    outcome = VisitOutcome.ABANDONED if left else VisitOutcome.OVERFLOWED
    folder.end_visit(outcome, fact.at, why="abandoned" if left else why)


def _connected(folder: _Folder, fact: Fact) -> None:
    agent = fact.id("agent")
    assert agent is not None
    folder.end_talk(fact.at, None)
    from_queue = fact.text("queue") is not None and bool(folder.visits)
    if from_queue:
        folder.end_visit(VisitOutcome.ANSWERED, fact.at, agent=agent)
    if folder.contact.connected_at is None:
        waited = round(fact.number("waited_seconds") * 1000)
        folder.contact = replace(folder.contact, connected_at=fact.at, wait_ms=waited)
    visit = folder.visits[-1] if from_queue else None
    talk = Talk(
        call=folder.contact.id,
        position=len(folder.talks) + 1,
        agent=agent,
        queue=visit.queue if visit else None,
        item=visit.id if visit else None,
        direction=folder.contact.direction,
        began_at=fact.at,
    )
    folder.speaking = _Speaking(talk, fact.at)


def _outside_connected(folder: _Folder, fact: Fact) -> None:
    first = folder.contact.connected_at or fact.at
    folder.contact = replace(folder.contact, connected_at=first)


def _held(folder: _Folder, fact: Fact) -> None:
    if folder.speaking is not None:
        folder.speaking.held_at = folder.speaking.held_at or fact.at


def _retrieved(folder: _Folder, fact: Fact) -> None:
    if folder.speaking is not None:
        folder.speaking.unhold(fact.at)


def _agent_lost(folder: _Folder, fact: Fact) -> None:
    if folder.speaking is not None:
        folder.speaking.pause(fact.at)


def _agent_rejoined(folder: _Folder, fact: Fact) -> None:
    if folder.speaking is not None and folder.speaking.heard_at is None:
        folder.speaking.heard_at = fact.at


def _talk_ended(folder: _Folder, fact: Fact) -> None:
    folder.end_talk(fact.at, fact.text("by"))
    folder.pressed_at = None
    # Whoever is queued after a talk was sent on by his agent, or lost him.
    folder.origin = Origin.RETURN if fact.text("by") == "network" else Origin.TRANSFER


def _transferred(folder: _Folder, fact: Fact) -> None:
    kind = fact.text("kind")
    folder.contact = replace(folder.contact, transfers=folder.contact.transfers + 1)
    if folder.talks:
        folder.talks[-1] = replace(folder.talks[-1], transferred_to=kind)
        if folder.visits and folder.visits[-1].id == folder.talks[-1].item:
            folder.change_visit(transferred_to=kind)


def _node_entered(folder: _Folder, fact: Fact) -> None:
    flow, node = fact.text("flow") or "", fact.text("node") or ""
    folder.leave_step(fact.at, StepExit.NEXT, f"{flow}/{node}")
    folder.contact = replace(folder.contact, left_flow=flow, left_node=node)
    step = Step(
        call=folder.contact.id,
        position=len(folder.steps) + 1,
        flow=flow,
        node=node,
        verb=fact.text("verb") or "",
        entered_at=fact.at,
        after_talk=bool(folder.talks),
    )
    folder.steps.append(step)
    if step.verb == "survey":
        folder.asked.append(_asked(folder, fact.at))


def _asked(folder: _Folder, at: datetime) -> Asked:
    talk = folder.talks[-1] if folder.talks else None
    return Asked(
        call=folder.contact.id,
        position=len(folder.asked) + 1,
        at=at,
        agent=talk.agent if talk else None,
        queue=talk.queue if talk else None,
        item=talk.item if talk else None,
        after_talk=talk is not None,
    )


def _rated(folder: _Folder, fact: Fact) -> None:
    if not folder.asked:
        folder.asked.append(_asked(folder, fact.at))
    folder.asked[-1] = replace(
        folder.asked[-1],
        scale=fact.text("scale"),
        key=fact.text("key"),
        score=round(fact.number("score")),
        label_zh=fact.text("label_zh"),
        label_en=fact.text("label_en"),
    )


def _message_kept(folder: _Folder, fact: Fact) -> None:
    """The caller left a message after the last queue had not served him."""
    if folder.visits and folder.visits[-1].outcome is VisitOutcome.OVERFLOWED:
        folder.change_visit(outcome=VisitOutcome.MESSAGE)


def _ended(folder: _Folder, fact: Fact) -> None:
    by = fact.text("by") or ""
    folder.end_talk(fact.at, by)
    folder.leave_step(fact.at, StepExit.HUNG_UP if by in LEFT_BY else StepExit.ENDED, "")
    last = folder.visits[-1] if folder.visits else None
    if last is not None and last.outcome is None:
        left = by in LEFT_BY
        outcome = VisitOutcome.ABANDONED if left else VisitOutcome.OVERFLOWED
        folder.end_visit(outcome, fact.at, why="abandoned" if left else LINE_ENDED)
    elif last is not None and last.why == LINE_ENDED and by in LEFT_BY:
        folder.change_visit(outcome=VisitOutcome.ABANDONED, why="line_lost")
    waited = folder.contact.wait_ms or round(fact.number("wait_seconds") * 1000)
    folder.contact = replace(
        folder.contact,
        ended_at=fact.at,
        outcome=fact.text("outcome"),
        by=by,
        wait_ms=waited,
    )


FOLDED_BY: Mapping[str, Callable[[_Folder, Fact], None]] = {
    "call.answered": _answered,
    "keys.entered": _keys,
    "work_item.queued": _queued,
    "offer.made": _offered,
    "offer.rejected": _ring_stopped,
    "offer.expired": _ring_stopped,
    "offer.withdrawn": _ring_stopped,
    "offer.accepted": _taken,
    "work_item.assigned": _taken,
    "work_item.abandoned": _abandoned,
    "work_item.overflowed": _overflowed,
    "call.connected": _connected,
    "outside.connected": _outside_connected,
    "call.held": _held,
    "call.retrieved": _retrieved,
    "agent.lost": _agent_lost,
    "agent.rejoined": _agent_rejoined,
    "talk.ended": _talk_ended,
    "call.transferred": _transferred,
    "node.entered": _node_entered,
    "survey.answered": _rated,
    "message.kept": _message_kept,
    "call.ended": _ended,
}
"""Facts that are not here change no number."""
BEGINS = frozenset({"call.arrived", "call.refused", "call.dialled"})
MATTERS = BEGINS | FOLDED_BY.keys() | TOLD_BY.keys()
"""The facts that a contact's rows are made of."""
