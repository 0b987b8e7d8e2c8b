"""What agents are doing now counts in reports of sums until this moment."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from lingting.reporting.domain.catalogue import Dimension
from lingting.reporting.domain.counting import NO_QUEUE
from lingting.reporting.domain.intervals import split
from lingting.reporting.domain.periods import Grain, Period, part_of
from lingting.reporting.domain.rows import Span, SpanKind
from lingting.reporting.domain.tenure import Tenures, stage
from lingting.reporting.reports.store import Cut, Grouped, Keys


def add(
    groups: Grouped,
    living: list[Span],
    cut: Cut,
    period: Period,
    now: datetime,
    tenures: Tenures,
) -> None:
    """States that go on count until now."""
    for span in living:
        for start, length in _elapsed(span, cut, now):
            key = _group_of(start, span, cut, period)
            numbers = groups.setdefault(key, {})
            for name in _names(span, start, tenures):
                numbers[name] = numbers.get(name, 0) + length


def _names(span: Span, at: datetime, tenures: Tenures) -> Iterator[str]:
    """The sums to which a part of a stretch adds its length."""
    yield f"{span.kind.value}_ms"
    if span.kind in (SpanKind.TALKING, SpanKind.HOLDING) and (of := stage(tenures, span.agent, at)):
        yield f"{of}_talk_ms"


def add_busy(reasons: Grouped, living: list[Span], cut: Cut, period: Period, now: datetime) -> None:
    """Busy states that go on count for their reason until now."""
    for span in living:
        if span.kind is not SpanKind.BUSY:
            continue
        for start, length in _elapsed(span, cut, now):
            key = (*_group_of(start, span, cut, period), span.reason or "")
            numbers = reasons.setdefault(key, {"spent_ms": 0})
            numbers["spent_ms"] += length


def _elapsed(span: Span, cut: Cut, now: datetime) -> list[tuple[datetime, int]]:
    """The parts of a stretch that lie in the period, up to now."""
    since, until = max(span.began_at, cut.since), min(now, cut.until)
    return list(split(since, until)) if since < until else []


def _group_of(start: datetime, span: Span, cut: Cut, period: Period) -> Keys:
    there = start.astimezone(period.zone)
    found: dict[Dimension, Any] = {
        Dimension.TIME: part_of(start, cut.grain or Grain.QUARTER, period.zone),
        Dimension.HOUR_OF_DAY: there.hour,
        Dimension.WEEKDAY: there.isoweekday(),
        Dimension.AGENT: span.agent,
        Dimension.QUEUE: span.queue or NO_QUEUE,
    }
    return tuple(found[one] for one in cut.by)
