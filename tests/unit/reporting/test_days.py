"""Days of a company as sums of quarters, on days of every length."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from lingting.reporting.domain.counting import Tally
from lingting.reporting.domain.days import by_days, day_before, tomorrow, whole_days
from lingting.reporting.domain.intervals import QUARTER
from lingting.reporting.domain.periods import Period

pytestmark = pytest.mark.unit

QUEUE = UUID(int=7)
SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
KATHMANDU, BEIRUT = ZoneInfo("Asia/Kathmandu"), ZoneInfo("Asia/Beirut")


def of_every_quarter(first: datetime, days: int) -> Tally:
    """One caller in every quarter, each of whom waited a second longer than the one before."""
    tally = Tally()
    for place in range(days * 96):
        sums = tally.queues[first + place * QUARTER, QUEUE]
        sums.add(1, offered=1)
        sums.count(1, "answer_waits", place)
        sums.reach(1, longest_wait_ms=place * 1000)
    return tally


@pytest.mark.req("RPT-21")
@pytest.mark.parametrize(
    ("zone", "day", "begins", "quarters"),
    [
        (SHANGHAI, date(2026, 3, 2), datetime(2026, 3, 1, 16, tzinfo=UTC), 96),
        (KATHMANDU, date(2026, 3, 2), datetime(2026, 3, 1, 18, 15, tzinfo=UTC), 96),
        (BERLIN, date(2026, 3, 29), datetime(2026, 3, 28, 23, tzinfo=UTC), 92),
        (BERLIN, date(2026, 10, 25), datetime(2026, 10, 24, 22, tzinfo=UTC), 100),
        # The clock skips midnight: the day begins an hour later by the clock.
        (BEIRUT, date(2026, 3, 29), datetime(2026, 3, 28, 22, tzinfo=UTC), 92),
    ],
)
def test_a_day_has_the_quarters_between_two_midnights(
    zone: ZoneInfo, day: date, begins: datetime, quarters: int
) -> None:
    tally = of_every_quarter(begins - timedelta(days=1), 3)
    of_day = by_days(tally, zone).queues[begins, QUEUE]
    assert of_day.numbers["offered"] == quarters
    assert of_day.longest["longest_wait_ms"] == (96 + quarters - 1) * 1000
    assert sorted(of_day.lists["answer_waits"]) == list(range(96, 96 + quarters))
    assert Period(day, day, zone).since == begins


def test_no_quarter_is_lost_between_days() -> None:
    tally = of_every_quarter(datetime(2026, 10, 20, tzinfo=UTC), 10)
    for zone in (SHANGHAI, KATHMANDU, BERLIN, BEIRUT):
        found = by_days(tally, zone).queues.values()
        assert sum(one.numbers["offered"] for one in found) == 960


def test_days_are_made_one_after_another_into_the_past() -> None:
    until = datetime(2026, 10, 25, 23, tzinfo=UTC)
    longest = day_before(until, BERLIN)
    assert until - longest == timedelta(hours=25)
    assert longest - day_before(longest, BERLIN) == timedelta(hours=24)
    assert tomorrow(until - QUARTER, BERLIN) == until


def test_a_period_is_answered_by_days_as_far_as_there_are_any() -> None:
    march = Period(date(2026, 3, 1), date(2026, 3, 31), SHANGHAI)
    assert whole_days(march, None) == (march.since, march.until)
    third = datetime(2026, 3, 2, 16, tzinfo=UTC)
    assert whole_days(march, third) == (third, march.until)
    assert whole_days(march, march.until) is None
    cut_off = Period(march.first, march.last, SHANGHAI, upto=third + 5 * QUARTER)
    assert whole_days(cut_off, None) == (march.since, third)
