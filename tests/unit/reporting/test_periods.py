"""Days and hours of a company, also where a clock is changed."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.reporting.domain.intervals import QUARTER, quarter_of, split
from lingting.reporting.domain.periods import Grain, Period, part_of

pytestmark = pytest.mark.unit

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")
KATHMANDU = ZoneInfo("Asia/Kathmandu")


def test_a_day_begins_at_midnight_of_the_company() -> None:
    day = Period(date(2026, 11, 22), date(2026, 11, 22), SHANGHAI)
    assert day.since == datetime(2026, 11, 21, 16, 0, tzinfo=UTC)
    assert day.until == datetime(2026, 11, 22, 16, 0, tzinfo=UTC)
    assert len(day.parts(Grain.HOUR)) == 24


@pytest.mark.req("RPT-21")
def test_the_day_on_which_the_clock_goes_back_has_25_hours_one_of_them_twice() -> None:
    day = Period(date(2026, 10, 25), date(2026, 10, 25), BERLIN)
    hours = [part.astimezone(BERLIN) for part in day.parts(Grain.HOUR)]
    assert day.until - day.since == timedelta(hours=25)
    assert [hour.hour for hour in hours][:5] == [0, 1, 2, 2, 3]
    assert [hour.utcoffset() for hour in hours[2:4]] == [timedelta(hours=2), timedelta(hours=1)]


def test_the_day_on_which_the_clock_goes_on_has_23_hours() -> None:
    day = Period(date(2026, 3, 29), date(2026, 3, 29), BERLIN)
    hours = [part.astimezone(BERLIN).hour for part in day.parts(Grain.HOUR)]
    assert len(hours) == 23
    assert hours[:4] == [0, 1, 3, 4]


def test_hours_of_a_zone_that_is_three_quarters_off() -> None:
    day = Period(date(2026, 11, 22), date(2026, 11, 22), KATHMANDU)
    assert day.since == datetime(2026, 11, 21, 18, 15, tzinfo=UTC)
    assert all(part.minute == 15 for part in day.parts(Grain.HOUR))


def test_weeks_begin_on_monday_and_may_begin_before_the_period() -> None:
    period = Period(date(2026, 11, 25), date(2026, 12, 1), SHANGHAI)
    assert [part.astimezone(SHANGHAI).date() for part in period.parts(Grain.WEEK)] == [
        date(2026, 11, 23),
        date(2026, 11, 30),
    ]


def test_the_period_before_a_month_has_as_many_days() -> None:
    before = Period(date(2026, 3, 1), date(2026, 3, 31), SHANGHAI).before()
    assert (before.first, before.last) == (date(2026, 1, 29), date(2026, 2, 28))


SECONDS_OF_YEAR = 365 * 86_400
INSTANTS = st.timedeltas(timedelta(), timedelta(seconds=SECONDS_OF_YEAR)).map(
    lambda passed: datetime(2026, 1, 1, tzinfo=UTC) + passed
)


@given(began=INSTANTS, length=st.timedeltas(timedelta(), timedelta(hours=9)))
def test_the_parts_of_a_stretch_make_the_whole(began: datetime, length: timedelta) -> None:
    parts = list(split(began, began + length))
    assert sum(spent for _, spent in parts) == round(length.total_seconds() * 1000)
    assert all(0 < spent <= 900_000 for _, spent in parts)
    assert all(start == quarter_of(start) for start, _ in parts)


@given(at=INSTANTS, zone=st.sampled_from([SHANGHAI, BERLIN, KATHMANDU]))
def test_every_quarter_lies_in_one_part_of_every_length(at: datetime, zone: ZoneInfo) -> None:
    quarter = quarter_of(at)
    for grain in Grain:
        part = part_of(at, grain, zone)
        assert part <= quarter
        assert part == part_of(quarter, grain, zone)
        assert part_of(quarter + QUARTER - timedelta(seconds=1), grain, zone) == part
