"""Reads the ordered facts of one call and tells its story."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from lingting.reporting.domain.chapters import (
    Chapter,
    ChapterKind,
    Ring,
    RingResult,
    Story,
    Totals,
)
from lingting.reporting.domain.fact import Fact

KIND_OF_VERB: Mapping[str, ChapterKind] = {
    "survey": ChapterKind.SURVEY,
    "record_message": ChapterKind.MESSAGE,
}
IN_FLOW = frozenset({ChapterKind.FLOW, ChapterKind.SURVEY, ChapterKind.MESSAGE})
SPEAKING = frozenset({ChapterKind.TALKING, ChapterKind.HELD})
Place = dict[str, Any]


def tell(facts: Iterable[Fact], now: datetime) -> Story:
    """The story so far; what has not ended yet lasts until `now`."""
    teller = _Teller()
    for fact in facts:
        told = TOLD_BY.get(fact.name)
        if told is not None:
            told(teller, fact)
    return teller.story(now)


@dataclass(slots=True)
class _Teller:
    """The story under way: the open chapter, where in the flow the customer is, open rings."""

    chapters: list[Chapter] = field(default_factory=list[Chapter])
    kind: ChapterKind | None = None
    since: datetime | None = None
    about: Place = field(default_factory=dict[str, Any])
    place: Place = field(default_factory=dict[str, Any])
    rings: dict[str, Ring] = field(default_factory=dict[str, Ring])
    entered_at: datetime | None = None
    wait: float | None = None
    began_at: datetime | None = None
    ended_at: datetime | None = None
    spoke: bool = False

    def turn(self, kind: ChapterKind, at: datetime, **about: Any) -> None:
        """Closes the open chapter and opens the next."""
        self.close(at)
        self.began_at = self.began_at or at
        self.kind, self.since, self.about = kind, at, about

    def to_flow(self, at: datetime) -> None:
        """Back to automatic voice, at the place that was entered last."""
        kind = KIND_OF_VERB.get(self.place.get("verb") or "", ChapterKind.FLOW)
        self.turn(kind, at, after_talk=self.spoke, **self.place)

    def close(self, at: datetime, *, lasting: bool = False) -> None:
        """Keeps the open chapter; one without any length never was."""
        if self.kind is None or self.since is None:
            return
        seconds = _seconds(self.since, at)
        if seconds > 0 or lasting:
            self.chapters.append(
                Chapter(
                    kind=self.kind,
                    began_at=self.since,
                    ended_at=None if lasting else at,
                    seconds=seconds,
                    **self.about,
                )
            )
        self.kind = None

    def end_wait(self, at: datetime) -> None:
        """Notes the waiting time of the call, once an agent was there: the first time only."""
        if self.entered_at is not None and not self.spoke:
            self.wait = _seconds(self.entered_at, at)

    def story(self, now: datetime) -> Story:
        """What was told; open chapters and rings last until `now`."""
        if self.ended_at is None:
            self.close(now, lasting=True)
        until = self.ended_at or now
        rings = tuple(_shut(ring, until, self.ended_at) for ring in self.rings.values())
        return Story(tuple(self.chapters), rings, self._totals(until, rings))

    def _totals(self, until: datetime, rings: tuple[Ring, ...]) -> Totals:
        def of(*kinds: ChapterKind) -> float:
            return sum(one.seconds for one in self.chapters if one.kind in kinds)

        missed = (RingResult.EXPIRED, RingResult.REJECTED, RingResult.UNREACHABLE)
        return Totals(
            whole=_seconds(self.began_at or until, until),
            flow=of(*IN_FLOW),
            waited=of(ChapterKind.WAITING),
            ringing_outside=of(ChapterKind.DIALLING, ChapterKind.OUTSIDE_RINGING),
            talk=of(*SPEAKING),
            held=of(ChapterKind.HELD),
            outside=of(ChapterKind.OUTSIDE),
            reconnecting=of(ChapterKind.RECONNECTING),
            wait=self.wait or 0.0,
            rings=len(rings),
            missed_rings=sum(1 for ring in rings if ring.result in missed),
        )


def _seconds(since: datetime, until: datetime) -> float:
    return max((until - since).total_seconds(), 0.0)


def _shut(ring: Ring, until: datetime, ended_at: datetime | None) -> Ring:
    if ring.ended_at is not None:
        return ring
    return _ended(ring, until, RingResult.WITHDRAWN if ended_at else None, None, ended_at)


def _ended(
    ring: Ring, at: datetime, result: RingResult | None, why: str | None, ended_at: datetime | None
) -> Ring:
    return Ring(
        offer=ring.offer,
        agent=ring.agent,
        queue=ring.queue,
        began_at=ring.began_at,
        ended_at=ended_at,
        seconds=_seconds(ring.began_at, at),
        result=result,
        why=why,
    )


# --- what each fact means ------------------------------------------------------------------------


def _arrived(teller: _Teller, fact: Fact) -> None:
    teller.place = {"flow": fact.text("flow")}
    teller.to_flow(fact.at)


def _dialled(teller: _Teller, fact: Fact) -> None:
    teller.turn(ChapterKind.DIALLING, fact.at, agent=fact.text("agent"))


def _node_entered(teller: _Teller, fact: Fact) -> None:
    teller.place = {
        "flow": fact.text("flow"),
        "node": fact.text("node"),
        "verb": fact.text("verb"),
        "title": {"zh": fact.text("title_zh") or "", "en": fact.text("title_en") or ""},
    }
    if teller.kind is None or teller.kind in IN_FLOW:
        teller.to_flow(fact.at)


def _queued(teller: _Teller, fact: Fact) -> None:
    if not teller.spoke:
        teller.entered_at = fact.instant("enqueued_at") or fact.at
    teller.turn(ChapterKind.WAITING, fact.at, queue=fact.text("queue"), after_talk=teller.spoke)


def _left_queue(teller: _Teller, fact: Fact) -> None:
    teller.end_wait(fact.at)
    if teller.kind is ChapterKind.WAITING:
        teller.to_flow(fact.at)


def _connected(teller: _Teller, fact: Fact) -> None:
    if fact.text("queue") is not None:
        teller.end_wait(fact.at)
    teller.spoke = True
    teller.turn(ChapterKind.TALKING, fact.at, agent=fact.text("agent"), queue=fact.text("queue"))


def _talk_part(kind: ChapterKind) -> Callable[[_Teller, Fact], None]:
    """Hold, retrieve, lost and back again: the talk goes on in another form."""

    def told(teller: _Teller, fact: Fact) -> None:
        about = {"agent": fact.text("agent"), "queue": teller.about.get("queue")}
        teller.turn(kind, fact.at, **about)

    return told


def _talk_ended(teller: _Teller, fact: Fact) -> None:
    teller.to_flow(fact.at)


def _sent_on(teller: _Teller, fact: Fact) -> None:
    """Whoever takes a customer over has him wait for a telephone; all others go elsewhere."""
    if fact.text("kind") == "takeover":
        teller.turn(ChapterKind.RECONNECTING, fact.at, agent=fact.text("target"))


def _outside_dialled(teller: _Teller, fact: Fact) -> None:
    teller.turn(ChapterKind.OUTSIDE_RINGING, fact.at, after_talk=teller.spoke)


def _outside_connected(teller: _Teller, fact: Fact) -> None:
    teller.turn(ChapterKind.OUTSIDE, fact.at, after_talk=teller.spoke)


def _outside_failed(teller: _Teller, fact: Fact) -> None:
    teller.to_flow(fact.at)


def _offer_made(teller: _Teller, fact: Fact) -> None:
    offer = fact.text("offer") or ""
    teller.rings[offer] = Ring(
        offer=offer,
        agent=fact.text("agent") or "",
        queue=fact.text("queue"),
        began_at=fact.at,
        ended_at=None,
        seconds=0,
        result=None,
    )


def _ring_ended(result: RingResult) -> Callable[[_Teller, Fact], None]:
    def told(teller: _Teller, fact: Fact) -> None:
        offer = fact.text("offer") or ""
        ring = teller.rings.get(offer)
        if ring is None or ring.ended_at is not None:
            return
        why = fact.text("why")
        unreachable = result is RingResult.REJECTED and why == "unreachable"
        found = RingResult.UNREACHABLE if unreachable else result
        teller.rings[offer] = _ended(ring, fact.at, found, why, fact.at)

    return told


def _call_ended(teller: _Teller, fact: Fact) -> None:
    teller.close(fact.at)
    teller.ended_at = fact.at


TOLD_BY: Mapping[str, Callable[[_Teller, Fact], None]] = {
    "call.arrived": _arrived,
    "call.dialled": _dialled,
    "node.entered": _node_entered,
    "work_item.queued": _queued,
    "work_item.overflowed": _left_queue,
    "work_item.abandoned": _left_queue,
    "offer.made": _offer_made,
    "offer.accepted": _ring_ended(RingResult.ACCEPTED),
    "offer.rejected": _ring_ended(RingResult.REJECTED),
    "offer.expired": _ring_ended(RingResult.EXPIRED),
    "offer.withdrawn": _ring_ended(RingResult.WITHDRAWN),
    "call.connected": _connected,
    "call.held": _talk_part(ChapterKind.HELD),
    "call.retrieved": _talk_part(ChapterKind.TALKING),
    "agent.lost": _talk_part(ChapterKind.RECONNECTING),
    "agent.rejoined": _talk_part(ChapterKind.TALKING),
    "talk.ended": _talk_ended,
    "call.transferred": _sent_on,
    "outside.dialled": _outside_dialled,
    "outside.connected": _outside_connected,
    "outside.failed": _outside_failed,
    "call.ended": _call_ended,
}
"""Facts that are not here leave the customer where he is."""
