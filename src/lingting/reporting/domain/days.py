"""Sums of days: the sums of the quarters that lie in each.

A day is the company's: it begins at midnight of its time zone, and has 92 or 100 quarters when the
clock is changed on it. Every quarter lies in one day, so that days are nothing but other keys.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from functools import cache
from typing import Any
from zoneinfo import ZoneInfo

from lingting.reporting.domain.counting import Sums, Tally
from lingting.reporting.domain.periods import Grain, Period, midnight, part_of


def by_days(tally: Tally, zone: ZoneInfo) -> Tally:
    """The same sums, those of a day together."""

    @cache
    def day_of(start: datetime) -> datetime:
        return part_of(start, Grain.DAY, zone)

    return Tally(
        queues=_gathered(tally.queues, day_of),
        agents=_gathered(tally.agents, day_of),
        busy=_gathered(tally.busy, day_of),
        contacts=_gathered(tally.contacts, day_of),
        steps=_gathered(tally.steps, day_of),
    )


def _gathered(
    sums: Mapping[Any, Sums], day_of: Callable[[datetime], datetime]
) -> defaultdict[Any, Sums]:
    found: defaultdict[Any, Sums] = defaultdict(Sums)
    for (start, *rest), one in sums.items():
        found[day_of(start), *rest].take(one)
    return found


def day_before(until: datetime, zone: ZoneInfo) -> datetime:
    """The beginning of the day that ends at a midnight."""
    return part_of(until - timedelta(microseconds=1), Grain.DAY, zone)


def tomorrow(now: datetime, zone: ZoneInfo) -> datetime:
    """The beginning of the next day there."""
    return midnight(now.astimezone(zone).date() + timedelta(days=1), zone)


def whole_days(period: Period, made_from: datetime | None) -> tuple[datetime, datetime] | None:
    """The stretch of a period that sums of days can answer; None when there is none."""
    since = period.since if made_from is None else max(period.since, made_from)
    until = part_of(period.until, Grain.DAY, period.zone)
    return (since, until) if since < until else None
