"""When an agent's first year is complete, and which of his talks are a veteran's."""

from datetime import UTC, date, datetime
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest

from lingting.reporting.domain.metrics import Measures
from lingting.reporting.domain.service_level import Rules
from lingting.reporting.domain.tenure import (
    TENURE_METRICS,
    anniversary,
    stage,
    veteran_from,
)

pytestmark = [pytest.mark.unit, pytest.mark.req("KPI-09", "KPI-10")]

SHANGHAI, NEW_YORK = ZoneInfo("Asia/Shanghai"), ZoneInfo("America/New_York")
AGENT = UUID(int=1)
RULES = Rules(
    formula="of_offered",
    short_abandon_seconds=5,
    count_short_abandons=True,
    count_overflows=True,
    count_ringing=True,
)


@pytest.mark.parametrize(
    ("started", "complete"),
    [
        (date(2025, 3, 2), date(2026, 3, 2)),
        (date(2024, 2, 29), date(2025, 2, 28)),
        (date(2023, 2, 28), date(2024, 2, 28)),
        (date(2023, 3, 1), date(2024, 3, 1)),
        (date(2025, 12, 31), date(2026, 12, 31)),
    ],
)
def test_a_year_is_complete_on_the_anniversary(started: date, complete: date) -> None:
    assert anniversary(started) == complete


def test_the_day_of_the_anniversary_begins_at_the_company_s_midnight() -> None:
    started = date(2025, 3, 2)
    assert veteran_from(started, SHANGHAI) == datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert veteran_from(started, NEW_YORK) == datetime(2026, 3, 2, 5, tzinfo=UTC)


def test_a_talk_is_a_veteran_s_from_the_first_instant_of_that_day_on() -> None:
    tenures = {AGENT: veteran_from(date(2025, 3, 2), SHANGHAI)}
    before = datetime(2026, 3, 1, 15, 59, 59, tzinfo=UTC)
    assert stage(tenures, AGENT, before) == "newcomer"
    assert stage(tenures, AGENT, datetime(2026, 3, 1, 16, tzinfo=UTC)) == "veteran"


def test_of_who_has_no_start_date_nothing_is_said() -> None:
    assert stage({}, AGENT, datetime(2026, 3, 2, tzinfo=UTC)) is None


def test_both_averages_and_the_talks_that_neither_counts() -> None:
    numbers = {
        "talks_in": 8,
        "talks_out": 2,
        "veteran_talks": 4,
        "veteran_talk_ms": 620_000,
        "newcomer_talks": 3,
        "newcomer_talk_ms": 480_000,
    }
    measures = Measures(RULES, numbers)
    found = {metric.column: metric.value(measures) for metric in TENURE_METRICS}
    assert found == {
        "veteran_talk": 155,
        "newcomer_talk": 160,
        "veteran_talks": 4,
        "newcomer_talks": 3,
        "unknown_tenure_talks": 3,
    }


def test_without_talks_there_is_no_average() -> None:
    measures = Measures(RULES, {})
    found = {metric.column: metric.value(measures) for metric in TENURE_METRICS}
    assert (found["veteran_talk"], found["newcomer_talk"]) == (None, None)
