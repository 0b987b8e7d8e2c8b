"""The hour and the day are the company's, and rates are never rounded up."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from lingting.supervision.domain.figures import (
    QueueFigures,
    day_start,
    figures_state,
    hour_start,
    percent,
)

pytestmark = [pytest.mark.unit, pytest.mark.req("RTM-21", "KPI-01", "KPI-02", "KPI-03")]


def test_the_day_begins_at_midnight_of_the_company() -> None:
    now = datetime(2026, 3, 1, 17, 30, tzinfo=UTC)
    assert day_start(now, ZoneInfo("Asia/Shanghai")) == datetime(2026, 3, 1, 16, tzinfo=UTC)
    assert day_start(now, ZoneInfo("UTC")) == datetime(2026, 3, 1, tzinfo=UTC)


def test_a_zone_half_an_hour_off_has_its_own_hours() -> None:
    now = datetime(2026, 3, 1, 10, 15, tzinfo=UTC)
    assert hour_start(now, ZoneInfo("Asia/Kolkata")) == datetime(2026, 3, 1, 9, 30, tzinfo=UTC)


def test_the_day_of_a_clock_change_begins_at_its_own_midnight() -> None:
    now = datetime(2026, 3, 29, 12, tzinfo=UTC)
    assert day_start(now, ZoneInfo("Europe/Berlin")) == datetime(2026, 3, 28, 23, tzinfo=UTC)


@pytest.mark.parametrize(
    ("rate", "shown"), [(0.0, 0), (0.8999, 89), (0.9, 90), (0.29, 29), (1.0, 100), (None, None)]
)
def test_a_target_is_not_met_by_rounding(rate: float | None, shown: int | None) -> None:
    assert percent(rate) == shown


def test_a_rate_without_a_base_is_not_zero() -> None:
    assert figures_state(QueueFigures())["answer_rate"] is None
