"""When people call: a Poisson process whose rate follows the hour, the weekday and surges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

QUARTER = timedelta(minutes=15)
WEEK = timedelta(days=7)

OFFICE_DAY = (
    *(0.02, 0.01, 0.01, 0.01, 0.01, 0.02, 0.05, 0.16),
    *(0.52, 0.92, 1.00, 0.88, 0.55, 0.62, 0.84, 0.90),
    *(0.86, 0.72, 0.46, 0.36, 0.30, 0.24, 0.14, 0.06),
)
"""Share of the busiest hour's calls by hour of day: two humps with a noon between them."""
WORKING_WEEK = (1.12, 1.02, 1.0, 0.98, 0.95, 0.55, 0.42)
"""Share by weekday, Monday first."""


@dataclass(frozen=True, slots=True)
class Surge:
    """From `begins` until `ends` calls come `factor` times as often."""

    begins: datetime
    ends: datetime
    factor: float


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalPattern:
    """How many calls an hour are to be expected, and when.

    `floor` is the least share of the peak: at 0 the night is quiet; a centre that somebody
    looks at by night needs more.
    """

    peak_per_hour: float
    zone: tzinfo
    by_hour: tuple[float, ...] = OFFICE_DAY
    by_weekday: tuple[float, ...] = WORKING_WEEK
    floor: float = 0.0

    def per_hour(self, at: datetime, surges: Iterable[Surge] = ()) -> float:
        """The rate at an instant; constant within each quarter of an hour but for surges."""
        local = at.astimezone(self.zone)
        share = self.by_hour[local.hour] * self.by_weekday[local.weekday()]
        rate = self.peak_per_hour * max(share, self.floor)
        for surge in surges:
            if surge.begins <= at < surge.ends:
                rate *= surge.factor
        return rate

    def times(self, factor: float) -> ArrivalPattern:
        """The same pattern with `factor` times as many calls."""
        return replace(self, peak_per_hour=self.peak_per_hour * factor)


def next_arrival(
    pattern: ArrivalPattern, after: datetime, calls: float, surges: Iterable[Surge] = ()
) -> datetime | None:
    """The instant by which `calls` calls are to be expected since `after`.

    With `calls` drawn from an exponential distribution of mean 1 the instants are a Poisson
    process of exactly the pattern's rate; the same draws give the same order of things at
    whatever hour one begins. None when nobody calls within a week.
    """
    surges = tuple(surges)
    at, left = after, calls
    while at - after < WEEK:
        until = _next_change(at, surges)
        rate = pattern.per_hour(at, surges) / 3600
        expected = rate * (until - at).total_seconds()
        if expected > left:
            return at + timedelta(seconds=left / rate)
        left -= expected
        at = until
    return None


def _next_change(at: datetime, surges: Iterable[Surge]) -> datetime:
    """The end of the stretch of constant rate that `at` is in."""
    start = at.replace(minute=at.minute // 15 * 15, second=0, microsecond=0)
    ends = [start + QUARTER]
    ends += [edge for one in surges for edge in (one.begins, one.ends) if at < edge]
    return min(ends)
