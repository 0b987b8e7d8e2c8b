"""When mails are due by the company's clock, for which days, and when they are tried again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.reporting.domain.amounts import shown
from lingting.reporting.domain.mailing import (
    TRANSITIONS,
    TRIES,
    LetterState,
    MailingState,
    Plan,
    Reported,
    Rhythm,
    ScheduleState,
    Wish,
    days_of,
    next_due,
    next_try,
    outcome,
)

pytestmark = [pytest.mark.unit, pytest.mark.req("RPT-06")]

SHANGHAI = ZoneInfo("Asia/Shanghai")
BERLIN = ZoneInfo("Europe/Berlin")
START = datetime(2025, 1, 1, tzinfo=UTC)
SENT, WAITING, FAILED = LetterState.SENT, LetterState.WAITING, LetterState.FAILED


def due(plan: Plan, after: str, zone: ZoneInfo = SHANGHAI) -> str:
    """As that place's clock shows it."""
    return next_due(plan, datetime.fromisoformat(after), zone).astimezone(zone).isoformat()


def test_a_daily_mail_comes_at_its_hour_of_the_companys_clock() -> None:
    plan = Plan(rhythm=Rhythm.DAILY, hour=8)
    assert due(plan, "2026-03-02T07:59:00+08:00") == "2026-03-02T08:00:00+08:00"
    assert due(plan, "2026-03-02T08:00:00+08:00") == "2026-03-03T08:00:00+08:00"
    # In UTC it is still the day before.
    assert due(plan, "2026-03-01T23:30:00+00:00") == "2026-03-02T08:00:00+08:00"


def test_a_weekly_mail_comes_on_its_weekday() -> None:
    plan = Plan(rhythm=Rhythm.WEEKLY, hour=9, weekday=1)
    assert due(plan, "2026-03-02T09:00:00+08:00") == "2026-03-09T09:00:00+08:00"
    assert due(plan, "2026-03-05T00:00:00+08:00") == "2026-03-09T09:00:00+08:00"


def test_a_month_that_is_too_short_sends_on_its_last_day() -> None:
    plan = Plan(rhythm=Rhythm.MONTHLY, hour=6, day=31)
    assert due(plan, "2026-01-31T06:00:00+08:00") == "2026-02-28T06:00:00+08:00"
    assert due(plan, "2026-02-28T06:00:00+08:00") == "2026-03-31T06:00:00+08:00"
    assert due(plan, "2026-03-31T06:00:00+08:00") == "2026-04-30T06:00:00+08:00"
    first = Plan(rhythm=Rhythm.MONTHLY, hour=0, day=1)
    assert due(first, "2026-12-31T23:59:59+08:00") == "2027-01-01T00:00:00+08:00"


def test_an_hour_that_the_clock_skips_comes_when_it_has_skipped_it() -> None:
    plan = Plan(rhythm=Rhythm.DAILY, hour=2)
    # 29 March 2026: from 2:00 to 3:00.
    assert due(plan, "2026-03-28T12:00:00+01:00", BERLIN) == "2026-03-29T03:00:00+02:00"
    assert due(plan, "2026-03-29T03:00:00+02:00", BERLIN) == "2026-03-30T02:00:00+02:00"


def test_an_hour_that_comes_twice_counts_once() -> None:
    plan = Plan(rhythm=Rhythm.DAILY, hour=2)
    # 25 October 2026: at 3:00 back to 2:00.
    assert due(plan, "2026-10-24T12:00:00+02:00", BERLIN) == "2026-10-25T02:00:00+02:00"
    assert due(plan, "2026-10-25T02:00:00+02:00", BERLIN) == "2026-10-26T02:00:00+01:00"
    assert due(plan, "2026-10-25T02:30:00+01:00", BERLIN) == "2026-10-26T02:00:00+01:00"


@given(
    plan=st.builds(
        Plan,
        rhythm=st.sampled_from(Rhythm),
        hour=st.integers(0, 23),
        weekday=st.integers(1, 7),
        day=st.integers(1, 31),
    ),
    after=st.integers(0, 3 * 365 * 24 * 60).map(lambda m: START + timedelta(minutes=m)),
    zone=st.sampled_from([SHANGHAI, BERLIN, ZoneInfo("America/St_Johns")]),
)
def test_due_times_come_later_and_at_most_as_often_as_wished(
    plan: Plan, after: datetime, zone: ZoneInfo
) -> None:
    first = next_due(plan, after, zone)
    second = next_due(plan, first, zone)
    assert after < first < second
    least = {Rhythm.DAILY: 23, Rhythm.WEEKLY: 167, Rhythm.MONTHLY: 27 * 24}[plan.rhythm]
    most = {Rhythm.DAILY: 25, Rhythm.WEEKLY: 169, Rhythm.MONTHLY: 32 * 24}[plan.rhythm]
    assert timedelta(hours=least) <= second - first <= timedelta(hours=most)


@pytest.mark.parametrize(
    ("reported", "today", "days"),
    [
        (Reported.YESTERDAY, "2026-03-01", ("2026-02-28", "2026-02-28")),
        (Reported.LAST_WEEK, "2026-03-02", ("2026-02-23", "2026-03-01")),
        (Reported.LAST_WEEK, "2026-03-08", ("2026-02-23", "2026-03-01")),
        (Reported.LAST_MONTH, "2026-03-31", ("2026-02-01", "2026-02-28")),
        (Reported.LAST_MONTH, "2026-01-01", ("2025-12-01", "2025-12-31")),
    ],
)
def test_a_mail_tells_of_whole_days_that_are_over(
    reported: Reported, today: str, days: tuple[str, str]
) -> None:
    assert tuple(map(str, days_of(reported, date.fromisoformat(today)))) == days


def test_what_becomes_of_a_due_time_follows_from_its_letters() -> None:
    assert outcome([SENT, WAITING], last=False) is MailingState.SENDING
    assert outcome([SENT, WAITING], last=True) is MailingState.PARTLY
    assert outcome([SENT, FAILED], last=False) is MailingState.PARTLY
    assert outcome([SENT, SENT], last=False) is MailingState.SENT
    assert outcome([FAILED], last=False) is MailingState.FAILED
    assert outcome([], last=False) is MailingState.FAILED


def test_tries_grow_rarer() -> None:
    waits = [next_try(attempt) for attempt in range(1, TRIES)]
    assert waits == sorted(waits)
    assert next_try(TRIES) > timedelta(0)


def test_every_state_of_a_schedule_answers_every_wish() -> None:
    for state in ScheduleState:
        assert set(TRANSITIONS[state]) == set(Wish)
        assert TRANSITIONS[state][Wish.STOP] is ScheduleState.STOPPED
    # Whoever pauses what the product stopped does not hide why.
    assert TRANSITIONS[ScheduleState.STOPPED][Wish.PAUSE] is ScheduleState.STOPPED
    assert TRANSITIONS[ScheduleState.PAUSED][Wish.SET] is ScheduleState.PAUSED


def test_values_are_written_as_people_read_them() -> None:
    assert shown(0.8, "share") == "80.0%"
    assert shown(1234, "count") == "1,234"
    assert shown(12.25, "seconds") == "12.2"
    assert shown(None, "count") == "–"
    assert shown("2026-03-02T08:15:00+08:00", "instant") == "2026-03-02 08:15"
    assert shown("客户服务", "text") == "客户服务"
