"""What the facts of one call make: passages, talks and outcomes, worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest

from lingting.reporting.domain.contact import fold
from lingting.reporting.domain.counting import Tally, within
from lingting.reporting.domain.fact import Fact
from lingting.reporting.domain.rows import (
    ContactRows,
    Origin,
    Span,
    SpanKind,
    StepExit,
    VisitOutcome,
)

pytestmark = pytest.mark.unit

CALL, ANNA, BEN = UUID(int=1), UUID(int=2), UUID(int=3)
SALES, CARE = UUID(int=10), UUID(int=11)
NOON = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)


class Story:
    """Facts of one call, each so many seconds after noon."""

    def __init__(self, began_at: datetime = NOON) -> None:
        self.began_at = began_at
        self.facts: list[Fact] = []
        self.items = 0

    def fact(self, after: float, name: str, **data: Any) -> Story:
        at = self.began_at + timedelta(seconds=after)
        plain = {
            key: str(value) if isinstance(value, UUID) else value for key, value in data.items()
        }
        self.facts.append(Fact(len(self.facts) + 1, at, name, plain))
        return self

    def arrives(self) -> Story:
        return self.fact(0, "call.arrived", caller="13800138000", flow=UUID(int=9))

    def queued(self, after: float, queue: UUID = SALES, **data: Any) -> Story:
        self.items += 1
        return self.fact(after, "work_item.queued", queue=queue, item=self.item, **data)

    def rings(self, after: float, agent: UUID = ANNA, queue: UUID = SALES) -> Story:
        about = {"offer": self.offer(agent), "agent": agent, "item": self.item, "queue": queue}
        return self.fact(after, "offer.made", **about)

    def answers(self, after: float, agent: UUID = ANNA, queue: UUID = SALES) -> Story:
        about = {"agent": agent, "item": self.item, "queue": queue}
        self.fact(after, "offer.accepted", offer=self.offer(agent), **about)
        self.fact(after, "work_item.assigned", **about)
        return self.fact(after, "call.connected", agent=agent, queue=queue, waited_seconds=after)

    def offer(self, agent: UUID) -> UUID:
        return UUID(int=self.items * 1000 + agent.int)

    @property
    def item(self) -> UUID:
        return UUID(int=100 + self.items)

    def told(self) -> ContactRows:
        rows = fold(CALL, self.facts, "CN")
        assert rows is not None
        return rows


def test_who_was_refused_is_a_contact_that_ended_as_it_began() -> None:
    told = Story().fact(0, "call.refused", caller="13800138000", flow=UUID(int=9)).told()
    contact = told.contact
    assert (contact.began_at, contact.ended_at) == (NOON, NOON)
    assert (contact.outcome, contact.by, contact.direction) == ("refused", "platform", "in")
    assert (contact.number_key, contact.flow) == ("+8613800138000", UUID(int=9))
    tally = Tally()
    tally.contact(told)
    (key,) = tally.contacts
    assert key == (NOON, "in", UUID(int=9), "refused", False)
    assert tally.contacts[key].numbers["contacts"] == 1
    assert not tally.queues


@pytest.mark.req("KPI-04")
def test_ringing_is_the_end_of_the_wait_and_can_be_left_out_of_it() -> None:
    told = (
        Story().arrives().queued(5).rings(20).answers(27).fact(90, "talk.ended", by="agent").told()
    )
    (visit,) = told.visits
    # 5 s → 27 s in the queue, of which the phone rang 7 s
    assert (visit.wait_ms, visit.ring_ms) == (22_000, 7_000)
    tally = Tally()
    tally.visit(visit)
    (sums,) = tally.queues.values()
    assert sums.lists["answer_waits"] == {22: 1}
    assert sums.lists["queue_waits"] == {15: 1}


def test_a_wait_of_exactly_the_target_is_in_time_and_one_a_bit_longer_is_not() -> None:
    for waited, place in ((20.0, 20), (20.001, 21), (0.0, 0), (0.2, 1)):
        told = Story().arrives().queued(5).answers(5 + waited).told()
        tally = Tally()
        tally.visit(told.visits[0])
        (sums,) = tally.queues.values()
        assert dict(sums.lists["answer_waits"]) == {place: 1}


def test_lists_of_waits_answer_any_target() -> None:
    # 2 waited 0 s, 3 up to 5 s, 1 up to 30 s
    counted = [2, 2, 2, 2, 2, 5, *[5] * 24, 6]
    assert [within(counted, target) for target in (-1, 0, 4, 5, 29, 30, 9_999)] == [
        0, 2, 2, 5, 5, 6, 6,
    ]  # fmt: skip


@pytest.mark.req("ACD-09")
def test_an_overflow_into_a_second_queue_is_two_passages() -> None:
    told = (
        Story()
        .arrives()
        .queued(0)
        .fact(60, "work_item.overflowed", why="overflowed")
        .queued(61, CARE, enqueued_at=NOON.isoformat())
        .rings(70, BEN, CARE)
        .answers(75, BEN, CARE)
        .told()
    )
    first, second = told.visits
    assert (first.queue, first.outcome, first.wait_ms) == (SALES, VisitOutcome.OVERFLOWED, 60_000)
    assert (second.queue, second.origin, second.wait_ms) == (CARE, Origin.OVERFLOW, 14_000)
    # The credit is kept apart: his place in the line counts from noon, this queue's wait does not.
    assert second.enqueued_at == NOON
    assert told.contact.wait_ms == 75_000


def test_a_message_after_the_wait_is_no_overflow_any_more() -> None:
    story = Story().arrives().queued(0).fact(60, "work_item.overflowed", why="overflowed")
    assert story.told().visits[0].outcome is VisitOutcome.OVERFLOWED
    story.fact(95, "message.kept", recording=UUID(int=77), seconds=20)
    (visit,) = story.told().visits
    assert (visit.outcome, visit.wait_ms) == (VisitOutcome.MESSAGE, 60_000)


def test_a_call_after_hours_without_a_queue_offers_nothing() -> None:
    told = (
        Story()
        .arrives()
        .fact(1, "node.entered", flow="inbound", node="hours", verb="hours")
        .fact(2, "node.entered", flow="inbound", node="closed", verb="play")
        .fact(9, "call.ended", outcome="self_service", by="platform")
        .told()
    )
    assert told.visits == ()
    assert (told.contact.outcome, told.contact.visits) == ("self_service", 0)
    assert [step.exit for step in told.steps] == [StepExit.NEXT, StepExit.ENDED]
    assert told.steps[0].next_step == "inbound/closed"


@pytest.mark.req("KPI-02")
@pytest.mark.parametrize(
    ("why", "by", "outcome"),
    [
        ("abandoned", "customer", VisitOutcome.ABANDONED),
        ("caller_left", "customer", VisitOutcome.ABANDONED),
        ("ended", "network", VisitOutcome.ABANDONED),
        ("ended", "platform", VisitOutcome.OVERFLOWED),
        ("max_wait", "platform", VisitOutcome.OVERFLOWED),
    ],
)
def test_who_left_tells_whether_it_was_abandoned(why: str, by: str, outcome: VisitOutcome) -> None:
    told = (
        Story()
        .arrives()
        .queued(0)
        .fact(40, "work_item.overflowed", why=why)
        .fact(40, "call.ended", outcome="abandoned", by=by)
        .told()
    )
    assert told.visits[0].outcome is outcome


def test_a_hang_up_while_it_rings_is_abandoned_and_says_so() -> None:
    told = (
        Story()
        .arrives()
        .queued(0)
        .rings(10)
        .fact(18, "offer.withdrawn", offer=Story.offer(Story(), ANNA), agent=ANNA, why="abandoned")
        .fact(18, "work_item.abandoned", agent=ANNA, waited_seconds=18)
        .fact(18, "call.ended", outcome="abandoned", by="customer")
        .told()
    )
    (visit,) = told.visits
    assert (visit.outcome, visit.ringing, visit.ring_ms) == (VisitOutcome.ABANDONED, True, 8_000)


def test_a_ring_that_ran_out_before_is_not_the_ring_of_the_end() -> None:
    story = Story().arrives().queued(0).rings(10)
    story.fact(30, "offer.expired", offer=story.offer(ANNA), agent=ANNA)
    story.fact(45, "work_item.abandoned", waited_seconds=45)
    (visit,) = story.told().visits
    assert (visit.ringing, visit.ring_ms, visit.wait_ms) == (False, 0, 45_000)


@pytest.mark.req("CSAT-04")
def test_who_is_asked_and_does_not_answer_is_asked_all_the_same() -> None:
    story = Story().arrives().queued(0).rings(2).answers(5).fact(60, "talk.ended", by="agent")
    story.fact(60, "node.entered", flow="inbound", node="rate", verb="survey")
    (asked,) = story.told().asked
    assert (asked.agent, asked.queue, asked.score) == (ANNA, SALES, None)
    story.fact(66, "survey.answered", scale="satisfaction", key="2", score=3, label_zh="满意")
    (asked,) = story.told().asked
    assert (asked.score, asked.label_zh) == (3, "满意")


@pytest.mark.req("KPI-15")
def test_a_transfer_is_a_new_passage_of_the_same_contact() -> None:
    story = Story().arrives().queued(0).rings(2).answers(5).fact(65, "talk.ended", by="transfer")
    story.fact(65, "call.transferred", agent=ANNA, kind="queue", target=str(CARE))
    story.queued(65, CARE).rings(70, BEN, CARE).answers(74, BEN, CARE)
    story.fact(134, "talk.ended", by="customer").fact(134, "call.ended", outcome="answered", by="c")
    told = story.told()
    assert [visit.origin for visit in told.visits] == [Origin.FIRST, Origin.TRANSFER]
    assert [visit.talk_ms for visit in told.visits] == [60_000, 60_000]
    assert [talk.transferred_to for talk in told.talks] == ["queue", None]
    assert (told.contact.visits, told.contact.talk_ms) == (2, 120_000)
    tally = Tally()
    tally.contact(told)
    offered = {key[1]: sums.numbers["offered"] for key, sums in tally.queues.items()}
    assert offered == {SALES: 1, CARE: 1}
    (calls,) = tally.contacts.values()
    assert calls.numbers["contacts"] == 1


def test_taking_back_what_was_counted_leaves_nothing() -> None:
    story = Story().arrives().queued(0).rings(2).answers(5).fact(65, "talk.ended", by="agent")
    told = story.fact(70, "call.ended", outcome="answered", by="platform").told()
    tally = Tally()
    tally.contact(told)
    tally.contact(told, -1)
    for sums in (*tally.queues.values(), *tally.agents.values(), *tally.contacts.values()):
        assert not any(sums.numbers.values())
        assert not any(any(places.values()) for places in sums.lists.values())


def test_traffic_belongs_to_the_quarter_of_arrival_whatever_happens_later() -> None:
    # In the queue at 11:59:50, answered at 12:00:20, talked until 12:10
    story = Story(NOON - timedelta(seconds=10)).arrives().queued(0).rings(25).answers(30)
    told = story.fact(610, "talk.ended", by="agent").told()
    tally = Tally()
    tally.contact(told)
    ((start, _),) = tally.queues
    assert start == NOON - timedelta(minutes=15)
    assert tally.queues[start, SALES].numbers["talk_ms"] == 580_000


@pytest.mark.req("RPT-22")
def test_wrap_up_over_midnight_is_split_where_the_day_ends() -> None:
    midnight = datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    span = Span(
        agent=ANNA,
        began_at=midnight - timedelta(seconds=20),
        ended_at=midnight + timedelta(seconds=25),
        kind=SpanKind.WRAPPING,
        queue=SALES,
    )
    tally = Tally()
    tally.span(span)
    parts = {key[0]: sums.numbers["wrapping_ms"] for key, sums in tally.agents.items()}
    assert parts == {midnight - timedelta(minutes=15): 20_000, midnight: 25_000}
