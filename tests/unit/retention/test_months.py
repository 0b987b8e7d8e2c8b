"""Which months are kept, and when the night is."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from lingting.main.retention import first_kept, next_night

pytestmark = pytest.mark.unit

SHANGHAI, BERLIN = ZoneInfo("Asia/Shanghai"), ZoneInfo("Europe/Berlin")


def at(*parts: int, zone: ZoneInfo = SHANGHAI) -> datetime:
    return datetime(*parts, tzinfo=zone)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("now", "months", "kept"),
    [
        (at(2026, 3, 2, 14), 1, at(2026, 2, 1)),
        (at(2026, 3, 31, 23), 1, at(2026, 2, 1)),
        (at(2026, 1, 15), 1, at(2025, 12, 1)),
        (at(2026, 1, 15), 13, at(2024, 12, 1)),
        (at(2026, 12, 31), 12, at(2025, 12, 1)),
    ],
)
def test_so_many_whole_months_before_the_present_one(
    now: datetime, months: int, kept: datetime
) -> None:
    assert first_kept(now.astimezone(UTC), months, SHANGHAI) == kept


def test_months_begin_in_the_companys_time_zone() -> None:
    still_february = datetime(2026, 2, 28, 15, 59, tzinfo=UTC)
    assert first_kept(still_february, 1, SHANGHAI) == at(2026, 1, 1)
    assert first_kept(datetime(2026, 2, 28, 16, 0, tzinfo=UTC), 1, SHANGHAI) == at(2026, 2, 1)


def test_the_night_comes_once_a_day_also_when_a_clock_is_changed() -> None:
    assert next_night(at(2026, 3, 2, 14), SHANGHAI) == at(2026, 3, 3, 3, 20)
    assert next_night(at(2026, 3, 3, 3, 20), SHANGHAI) == at(2026, 3, 4, 3, 20)
    before = at(2026, 3, 28, 12, zone=BERLIN)
    assert next_night(before, BERLIN) == at(2026, 3, 29, 3, 20, zone=BERLIN)
