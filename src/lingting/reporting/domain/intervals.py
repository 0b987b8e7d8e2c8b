"""Quarters of an hour: the grain in which everything is counted.

The offsets of all time zones in use are whole quarters, so that hours and days of any zone are sums
of the same quarters, also on the days on which a clock is changed.
"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

QUARTER = timedelta(minutes=15)
_SECONDS = 900


def quarter_of(at: datetime) -> datetime:
    """The beginning of the quarter in which `at` lies."""
    seconds = int(at.timestamp()) // _SECONDS * _SECONDS
    return datetime.fromtimestamp(seconds, UTC)


def quarter_after(at: datetime) -> datetime:
    """The first beginning of a quarter that is not before `at`."""
    begun = quarter_of(at)
    return begun if begun == at else begun + QUARTER


def split(began_at: datetime, ended_at: datetime) -> Iterator[tuple[datetime, int]]:
    """A stretch as its parts in each quarter: `(quarter, milliseconds)`; the parts make the whole.

    Cut points are whole seconds, so that rounding happens once, at the ends.
    """
    start, done = quarter_of(began_at), 0
    whole = round((ended_at - began_at).total_seconds() * 1000)
    while done < whole:
        until = min(start + QUARTER, ended_at)
        upto = whole if until == ended_at else round((until - began_at).total_seconds() * 1000)
        if upto > done:
            yield start, upto - done
        start, done = start + QUARTER, upto
