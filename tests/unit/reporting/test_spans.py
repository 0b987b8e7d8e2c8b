"""An agent's facts as stretches of time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any
from uuid import UUID

import pytest

from lingting.reporting.domain.counting import NO_QUEUE, Tally
from lingting.reporting.domain.fact import Fact
from lingting.reporting.domain.rows import Span, SpanKind
from lingting.reporting.domain.spans import Attending, follow, restored, stored

pytestmark = pytest.mark.unit

ANNA, SALES, CARE, CALL = UUID(int=2), UUID(int=10), UUID(int=11), UUID(int=1)
NINE = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def facts(*told: tuple[float, str, dict[str, Any]]) -> list[Fact]:
    return [
        Fact(seq, NINE + timedelta(seconds=after), name, {"agent": str(ANNA), **data})
        for seq, (after, name, data) in enumerate(told, start=1)
    ]


SHIFT = facts(
    (0, "sign_in.changed", {"sign_in": "logged_in"}),
    (0, "presence.changed", {"presence": "busy", "reason": "after_login"}),
    (10, "sign_in.changed", {"sign_in": "signed_in"}),
    (15, "presence.changed", {"presence": "idle", "reason": None}),
    (60, "offer.made", {"item": str(UUID(int=7)), "queue": str(SALES)}),
    (60, "work.changed", {"work": "offered", "ref": str(CALL)}),
    (66, "work_item.assigned", {"item": str(UUID(int=7)), "queue": str(SALES)}),
    (66, "work.changed", {"work": "engaged", "ref": str(CALL)}),
    (66, "call.connected", {}),
    (80, "call.held", {}),
    (90, "call.retrieved", {}),
    (126, "work.changed", {"work": "wrapping", "ref": str(CALL)}),
    (150, "presence.changed", {"presence": "busy", "reason": "meal"}),
    (156, "work.changed", {"work": "free"}),
    (956, "sign_in.changed", {"sign_in": "logged_out"}),
)
EXPECTED = [
    (SpanKind.LOGGED_IN, 10),
    (SpanKind.BUSY, 5),
    (SpanKind.IDLE, 45),
    (SpanKind.RINGING, 6),
    (SpanKind.TALKING, 14),
    (SpanKind.HOLDING, 10),
    (SpanKind.TALKING, 36),
    (SpanKind.WRAPPING, 30),
    (SpanKind.BUSY, 800),
]


def lengths(spans: list[Span]) -> list[tuple[SpanKind, float]]:
    return [
        (one.kind, (one.ended_at - one.began_at).total_seconds()) for one in spans if one.ended_at
    ]


@pytest.mark.req("RPT-22", "KPI-37")
def test_a_shift_as_stretches_that_follow_each_other() -> None:
    state, spans, last = follow(ANNA, Attending(), SHIFT)
    assert lengths(spans) == EXPECTED
    assert last is None
    assert state.kind is None
    assert all(a.ended_at == b.began_at for a, b in pairwise(spans))


def test_the_same_shift_read_fact_by_fact() -> None:
    state, spans = Attending(), list[Span]()
    for fact in SHIFT:
        state, ended, _ = follow(ANNA, restored(stored(state)), [fact])
        spans += ended
    assert lengths(spans) == EXPECTED


def test_what_he_wished_during_work_holds_afterwards() -> None:
    _, spans, _ = follow(ANNA, Attending(), SHIFT)
    assert [(one.kind, one.reason) for one in spans[-2:]] == [
        (SpanKind.WRAPPING, None),
        (SpanKind.BUSY, "meal"),
    ]


def test_an_agent_of_two_queues_has_one_time() -> None:
    tally = Tally()
    begin = NINE
    for queue, kind, length in (
        (None, SpanKind.IDLE, 100),
        (SALES, SpanKind.TALKING, 60),
        (None, SpanKind.IDLE, 40),
        (CARE, SpanKind.TALKING, 30),
    ):
        end = begin + timedelta(seconds=length)
        tally.span(Span(agent=ANNA, began_at=begin, ended_at=end, kind=kind, queue=queue))
        begin = end
    by_queue = {key[2]: sums.numbers for key, sums in tally.agents.items()}
    assert by_queue[SALES]["talking_ms"] == 60_000
    assert by_queue[CARE]["talking_ms"] == 30_000
    assert by_queue[NO_QUEUE]["idle_ms"] == 140_000
    assert sum(sum(numbers.values()) for numbers in by_queue.values()) == 230_000
