"""Days of a company, and the parts into which a report cuts them.

A day begins at midnight of the company's time zone. It has 23 or 25 hours when a clock is changed
on it, and an hour that comes twice is two parts.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class Grain(Enum):
    """How long the parts are."""

    QUARTER = "quarter"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"


@dataclass(frozen=True, slots=True)
class Period:
    """Whole days from `first` to `last`, both counted."""

    first: date
    last: date
    zone: ZoneInfo
    upto: datetime | None = None
    """Ends earlier, to be compared with a period that is not over."""

    @property
    def since(self) -> datetime:
        """The instant at which it begins."""
        return midnight(self.first, self.zone)

    @property
    def until(self) -> datetime:
        """The instant at which the next day begins, or at which it is cut off."""
        end = midnight(self.last + DAY, self.zone)
        return end if self.upto is None else min(self.upto, end)

    @property
    def days(self) -> int:
        return (self.last - self.first).days + 1

    def before(self) -> "Period":
        """The period of the same length that comes before."""
        return self.moved(self.days)

    def moved(self, days: int) -> "Period":
        """The same days so many days earlier."""
        back = timedelta(days=days)
        return Period(self.first - back, self.last - back, self.zone)

    def parts(self, grain: Grain) -> list[datetime]:
        """The beginnings of its parts, in order; the first may begin before the period does."""
        return list(_parts(self, grain))


def midnight(day: date, zone: ZoneInfo) -> datetime:
    """When a day begins there, in UTC. Where the clock skips midnight, the first instant after."""
    return datetime.combine(day, time(), zone).astimezone(UTC)


def part_of(at: datetime, grain: Grain, zone: ZoneInfo) -> datetime:
    """The beginning of the part in which an instant lies."""
    if grain is Grain.QUARTER:
        return _whole(at, zone, 15)
    if grain is Grain.HOUR:
        return _whole(at, zone, 60)
    day = at.astimezone(zone).date()
    if grain is Grain.WEEK:
        day -= timedelta(days=day.weekday())
    elif grain is Grain.MONTH:
        day = day.replace(day=1)
    return midnight(day, zone)


def _whole(at: datetime, zone: ZoneInfo, minutes: int) -> datetime:
    there = at.astimezone(zone)
    past = timedelta(
        minutes=there.minute % minutes, seconds=there.second, microseconds=there.microsecond
    )
    return at.astimezone(UTC) - past


def _parts(period: Period, grain: Grain) -> Iterator[datetime]:
    at = part_of(period.since, grain, period.zone)
    while at < period.until:
        yield at
        at = _next(at, grain, period.zone)


def _next(at: datetime, grain: Grain, zone: ZoneInfo) -> datetime:
    match grain:
        case Grain.QUARTER:
            return at + timedelta(minutes=15)
        case Grain.HOUR:
            return part_of(at + timedelta(hours=1), grain, zone)
        case Grain.DAY:
            return midnight(at.astimezone(zone).date() + DAY, zone)
        case Grain.WEEK:
            return midnight(at.astimezone(zone).date() + 7 * DAY, zone)
        case Grain.MONTH:
            later = at.astimezone(zone).date().replace(day=1) + timedelta(days=32)
            return midnight(later.replace(day=1), zone)
