"""Arrivals follow the hour, the weekday and surges, and repeat by their seed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.simulation.domain.world import ArrivalPattern, Surge, World, next_arrival

pytestmark = pytest.mark.unit
SHANGHAI = ZoneInfo("Asia/Shanghai")
PATTERN = ArrivalPattern(peak_per_hour=120, zone=SHANGHAI)
NEW_YEAR = datetime(2026, 1, 1, tzinfo=UTC)
MONDAY = datetime(2026, 3, 2, tzinfo=SHANGHAI)
instants = st.integers(0, 366 * 24 * 3600).map(lambda s: NEW_YEAR + timedelta(seconds=s))


def arrivals(world: World, begins: datetime, ends: datetime, *surges: Surge) -> list[datetime]:
    made: list[datetime] = []
    at: datetime | None = begins
    for serial in range(1, 100_000):
        at = world.arrival(serial, at, PATTERN, surges)
        if at is None or at >= ends:
            break
        made.append(at)
    return made


@given(instants, st.floats(0.001, 50))
def test_the_next_caller_calls_later(at: datetime, calls: float) -> None:
    found = next_arrival(PATTERN, at, calls)
    assert found is not None
    assert found > at


@given(instants, st.floats(0.01, 20), st.floats(0.01, 20))
def test_two_gaps_are_as_long_as_their_sum(at: datetime, first: float, second: float) -> None:
    between = next_arrival(PATTERN, at, first)
    assert between is not None
    apart, whole = next_arrival(PATTERN, between, second), next_arrival(PATTERN, at, first + second)
    assert apart is not None
    assert whole is not None
    assert abs(apart - whole) < timedelta(milliseconds=5)


@given(instants)
def test_no_rate_lies_above_the_busiest_hour_or_below_the_floor(at: datetime) -> None:
    busy = ArrivalPattern(peak_per_hour=100, zone=SHANGHAI, floor=0.5)
    assert 50 <= busy.per_hour(at) <= 100 * max(busy.by_weekday)
    assert PATTERN.per_hour(at) > 0


def test_a_day_has_as_many_calls_as_its_hours_add_up_to() -> None:
    hours = [MONDAY + timedelta(hours=hour) for hour in range(24)]
    expected = sum(PATTERN.per_hour(hour) for hour in hours)
    days = [arrivals(World(seed), MONDAY, MONDAY + timedelta(days=1)) for seed in range(8)]
    assert sum(map(len, days)) / 8 == pytest.approx(expected, rel=0.05)
    by_hour = [
        sum(one.astimezone(SHANGHAI).hour == hour for day in days for one in day)
        for hour in (3, 10, 13)
    ]
    assert by_hour[0] < by_hour[2] < by_hour[1]


def test_a_surge_multiplies_what_comes_while_it_lasts() -> None:
    ten = MONDAY + timedelta(hours=10)
    surge = Surge(ten + timedelta(minutes=10), ten + timedelta(minutes=20), 3)
    assert PATTERN.per_hour(surge.begins, [surge]) == pytest.approx(3 * PATTERN.per_hour(ten))
    assert PATTERN.per_hour(surge.ends, [surge]) == pytest.approx(PATTERN.per_hour(ten))
    runs = [arrivals(World(seed), ten, ten + timedelta(minutes=30), surge) for seed in range(40)]
    inside = sum(surge.begins <= one < surge.ends for run in runs for one in run)
    outside = sum(map(len, runs)) - inside
    assert inside / outside == pytest.approx(3 * 10 / 20, rel=0.15)


def test_the_same_seed_gives_the_same_order_of_things_at_whatever_hour_it_begins() -> None:
    one, again, other = World(5), World(5), World(6)
    day = arrivals(one, MONDAY, MONDAY + timedelta(days=1))
    assert arrivals(again, MONDAY, MONDAY + timedelta(days=1)) == day
    assert arrivals(other, MONDAY, MONDAY + timedelta(days=1)) != day
    assert [one.caller(n) for n in range(1, 200)] == [again.caller(n) for n in range(1, 200)]


def test_nobody_is_awaited_where_nobody_calls() -> None:
    silent = ArrivalPattern(peak_per_hour=0, zone=SHANGHAI)
    assert next_arrival(silent, MONDAY, 1.0) is None
