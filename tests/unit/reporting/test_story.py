"""A call's facts become chapters whose lengths add up."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.reporting.domain.chapters import ChapterKind, RingResult, Story
from lingting.reporting.domain.fact import Fact
from lingting.reporting.domain.story import TOLD_BY, tell

pytestmark = pytest.mark.unit

BEGIN = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)
ANNA, BEN = "agent-anna", "agent-ben"
SALES, COMPLAINTS = "queue-sales", "queue-complaints"

Line = tuple[float, str, dict[str, Any]]


def facts(*lines: Line) -> list[Fact]:
    """Facts at so many seconds after the beginning."""
    return [
        Fact(seq, BEGIN + timedelta(seconds=after), name, data)
        for seq, (after, name, data) in enumerate(lines, start=1)
    ]


def story(*lines: Line, now: float | None = None) -> Story:
    last = lines[-1][0] if now is None else now
    return tell(facts(*lines), BEGIN + timedelta(seconds=last))


def lived(told: Story) -> list[tuple[str, float]]:
    return [(one.kind.value, one.seconds) for one in told.chapters]


def node(after: float, key: str, verb: str) -> Line:
    about = {"flow": "main", "node": key, "verb": verb, "title_zh": key, "title_en": key}
    return after, "node.entered", about


def queued(after: float, queue: str = SALES, credit: float | None = None) -> Line:
    since = BEGIN + timedelta(seconds=after if credit is None else credit)
    return after, "work_item.queued", {"queue": queue, "enqueued_at": since.isoformat()}


def offered(after: float, agent: str = ANNA, offer: str = "offer-1") -> Line:
    return after, "offer.made", {"offer": offer, "agent": agent, "queue": SALES}


def connected(after: float, agent: str = ANNA, queue: str | None = SALES) -> Line:
    return after, "call.connected", {"agent": agent, "queue": queue, "waited_seconds": 0}


ARRIVED: Line = (0, "call.arrived", {"flow": "main"})
WELCOME = node(0, "welcome", "play")
TO_QUEUE = node(5, "queue", "queue")


@pytest.mark.req("TEL-01", "FLOW-17")
def test_an_ordinary_call_is_told_from_the_greeting_to_the_rating() -> None:
    told = story(
        ARRIVED,
        WELCOME,
        TO_QUEUE,
        queued(5),
        offered(30),
        (40, "offer.accepted", {"offer": "offer-1", "agent": ANNA}),
        connected(40),
        (100, "call.held", {"agent": ANNA}),
        (115, "call.retrieved", {"agent": ANNA}),
        (170, "talk.ended", {"agent": ANNA}),
        node(170, "rating", "survey"),
        (180, "survey.answered", {"score": 5}),
        node(180, "bye", "play"),
        (183, "call.ended", {"outcome": "answered", "by": "platform"}),
    )
    assert lived(told) == [
        ("flow", 5),
        ("waiting", 35),
        ("talking", 60),
        ("held", 15),
        ("talking", 55),
        ("survey", 10),
        ("flow", 3),
    ]
    assert [(ring.result, ring.seconds) for ring in told.rings] == [(RingResult.ACCEPTED, 10)]
    assert told.totals.talk == 130
    assert told.totals.held == 15
    assert told.totals.wait == 35
    assert told.totals.whole == 183


def test_a_call_that_lives_lasts_until_now() -> None:
    told = story(ARRIVED, WELCOME, TO_QUEUE, queued(5), now=25)
    assert lived(told) == [("flow", 5), ("waiting", 20)]
    assert told.chapters[-1].ended_at is None


@pytest.mark.req("FLOW-11")
@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([ARRIVED, WELCOME], [("flow", 20)]),
        ([ARRIVED, WELCOME, TO_QUEUE, queued(5)], [("flow", 5), ("waiting", 15)]),
        ([ARRIVED, WELCOME, TO_QUEUE, queued(5), offered(10)], [("flow", 5), ("waiting", 15)]),
        (
            [ARRIVED, WELCOME, TO_QUEUE, queued(5), connected(8), (18, "talk.ended", {})],
            [("flow", 5), ("waiting", 3), ("talking", 10), ("flow", 2)],
        ),
        (
            [ARRIVED, WELCOME, node(5, "voicemail", "record_message")],
            [("flow", 5), ("message", 15)],
        ),
    ],
)
def test_a_caller_may_leave_at_any_step(
    lines: list[Line], expected: list[tuple[str, float]]
) -> None:
    told = story(*lines, (20, "call.ended", {"outcome": "abandoned", "by": "customer"}))
    assert lived(told) == expected
    assert told.totals.whole == 20


def test_a_caller_who_leaves_while_it_rings_takes_the_ringing_with_him() -> None:
    told = story(
        ARRIVED,
        queued(0),
        offered(10),
        (14, "offer.withdrawn", {"offer": "offer-1", "agent": ANNA, "why": "abandoned"}),
        (14, "work_item.abandoned", {"queue": SALES, "agent": ANNA}),
        (14, "call.ended", {"outcome": "abandoned", "by": "customer"}),
    )
    assert [(ring.result, ring.seconds) for ring in told.rings] == [(RingResult.WITHDRAWN, 4)]
    assert told.totals.wait == 14
    assert told.totals.missed_rings == 0


def test_each_agent_who_let_it_ring_is_named() -> None:
    told = story(
        ARRIVED,
        queued(0),
        offered(1),
        (21, "offer.expired", {"offer": "offer-1", "agent": ANNA}),
        offered(21, BEN, "offer-2"),
        (22, "offer.rejected", {"offer": "offer-2", "agent": BEN, "why": "rejected"}),
        offered(30, ANNA, "offer-3"),
        (31, "offer.rejected", {"offer": "offer-3", "agent": ANNA, "why": "unreachable"}),
        now=40,
    )
    assert [(ring.agent, ring.result) for ring in told.rings] == [
        (ANNA, RingResult.EXPIRED),
        (BEN, RingResult.REJECTED),
        (ANNA, RingResult.UNREACHABLE),
    ]
    assert told.totals.missed_rings == 3


def test_a_transferred_customer_waits_and_speaks_twice() -> None:
    told = story(
        ARRIVED,
        queued(0),
        connected(10),
        (70, "talk.ended", {"agent": ANNA, "by": "transfer"}),
        (70, "call.transferred", {"agent": ANNA, "kind": "queue", "target": COMPLAINTS}),
        queued(70, COMPLAINTS),
        connected(90, BEN, COMPLAINTS),
        (150, "talk.ended", {"agent": BEN, "by": "customer"}),
        (150, "call.ended", {"outcome": "answered", "by": "customer"}),
    )
    assert lived(told) == [("waiting", 10), ("talking", 60), ("waiting", 20), ("talking", 60)]
    assert [one.agent for one in told.chapters] == [None, ANNA, None, BEN]
    assert told.totals.wait == 10
    assert told.totals.waited == 30
    assert told.totals.talk == 120


def test_a_page_that_reloads_interrupts_the_talk_and_does_not_end_it() -> None:
    told = story(
        ARRIVED,
        queued(0),
        connected(5),
        (25, "agent.lost", {"agent": ANNA}),
        (29, "agent.rejoined", {"agent": ANNA, "seconds": 4}),
        (59, "call.ended", {"outcome": "answered", "by": "customer"}),
    )
    assert lived(told) == [("waiting", 5), ("talking", 20), ("reconnecting", 4), ("talking", 30)]
    assert told.totals.talk == 50
    assert told.totals.reconnecting == 4


def test_waiting_counts_from_the_credit_of_an_earlier_place_in_the_queue() -> None:
    told = story(
        ARRIVED,
        queued(0),
        (30, "work_item.overflowed", {"queue": SALES}),
        node(30, "stay-or-leave", "menu"),
        queued(40, credit=0),
        connected(60),
        now=60,
    )
    assert told.totals.wait == 60
    assert told.totals.waited == 50


def test_an_outbound_call_rings_twice_before_the_talk() -> None:
    told = story(
        (0, "call.dialled", {"agent": ANNA, "number": "13800138000"}),
        (2, "outside.dialled", {"number": "13800138000"}),
        (12, "outside.connected", {}),
        connected(12, queue=None),
        (42, "talk.ended", {"agent": ANNA}),
        (42, "call.ended", {"outcome": "answered", "by": "agent"}),
    )
    assert lived(told) == [("dialling", 2), ("outside_ringing", 10), ("talking", 30)]
    assert told.totals.ringing_outside == 12
    assert told.totals.wait == 0


def test_a_talk_with_somebody_outside_is_nobodys_talk_time() -> None:
    told = story(
        ARRIVED,
        (3, "outside.dialled", {"number": "01088886666"}),
        (13, "outside.connected", {}),
        (73, "call.ended", {"outcome": "answered", "by": "customer"}),
    )
    assert lived(told) == [("flow", 3), ("outside_ringing", 10), ("outside", 60)]
    assert told.totals.talk == 0
    assert told.totals.outside == 60


NAMES = sorted(TOLD_BY)
STEPS = st.lists(
    st.tuples(
        st.sampled_from(NAMES),
        st.floats(min_value=0, max_value=900, allow_nan=False).map(lambda x: round(x, 3)),
        st.sampled_from(["offer-1", "offer-2"]),
        st.sampled_from([ANNA, BEN]),
        st.sampled_from(["play", "survey", "record_message", "queue"]),
    ),
    max_size=30,
)


@given(STEPS)
def test_chapters_follow_each_other_without_gaps_whatever_the_log_holds(steps: list[Any]) -> None:
    after = 0.0
    lines: list[Line] = [ARRIVED]
    for name, pause, offer, agent, verb in steps:
        if name in ("call.arrived", "call.ended"):
            continue
        after += pause
        about = {"offer": offer, "agent": agent, "queue": SALES, "verb": verb, "node": "n"}
        lines.append((after, name, about))
    lines.append((after + 1, "call.ended", {}))
    told = story(*lines)
    for earlier, later in zip(told.chapters, told.chapters[1:], strict=False):
        assert earlier.ended_at == later.began_at
    assert sum(one.seconds for one in told.chapters) == pytest.approx(told.totals.whole, abs=1e-3)
    parts = told.totals
    total = parts.flow + parts.waited + parts.ringing_outside + parts.talk
    assert total + parts.outside + parts.reconnecting == pytest.approx(parts.whole, abs=1e-3)
    assert all(ring.ended_at is not None or ring.result is not None for ring in told.rings)
    assert {one.kind for one in told.chapters} <= set(ChapterKind)
