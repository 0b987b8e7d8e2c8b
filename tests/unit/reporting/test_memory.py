"""What counting remembers of calls, and for how long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from lingting.reporting.domain.memory import KEPT, MOST_CALLS, Known, Memory
from lingting.reporting.domain.rows import Contact, ContactRows, Origin, Visit

pytestmark = pytest.mark.unit

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def known(call: int, ended_at: datetime | None = None) -> Known:
    contact = Contact(id=UUID(int=call), direction="in", began_at=NOON, ended_at=ended_at)
    visit = Visit(
        id=UUID(int=call + 10_000),
        call=contact.id,
        position=1,
        queue=UUID(int=1),
        channel="voice",
        origin=Origin.FIRST,
        arrived_at=NOON,
        enqueued_at=NOON,
    )
    return Known((), ContactRows(contact, (visit,)))


def test_a_call_is_known_until_a_minute_after_its_end() -> None:
    memory = Memory()
    memory.learn((1, "7"), {UUID(int=1): known(1, NOON), UUID(int=2): known(2)}, {}, NOON + KEPT)
    assert memory.place == (1, "7")
    assert memory.items == {UUID(int=10_001): UUID(int=1), UUID(int=10_002): UUID(int=2)}
    memory.learn((2, "8"), {}, {}, NOON + KEPT + SECOND)
    assert list(memory.calls) == [UUID(int=2)]
    assert memory.items == {UUID(int=10_002): UUID(int=2)}


def test_of_too_many_calls_those_go_of_which_nothing_was_told_for_the_longest_time() -> None:
    memory = Memory()
    calls = {UUID(int=call): known(call) for call in range(1, MOST_CALLS + 1)}
    memory.learn((1, "7"), calls, {}, NOON)
    memory.learn((2, "8"), {UUID(int=1): known(1), UUID(int=9_999): known(9_999)}, {}, NOON)
    assert len(memory.calls) == len(memory.items) == MOST_CALLS
    assert UUID(int=1) in memory.calls
    assert UUID(int=2) not in memory.calls
