"""What a reader asks of a report, checked against what the report can answer."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from lingting.kernel.errors import Invalid
from lingting.reporting.domain.catalogue import Dimension, Report
from lingting.reporting.domain.periods import Grain, Period

MOST_DAYS = 400
MOST_PARTS = 2_000
"""As many rows as one answer takes."""
PAGE = 200
"""As many rows as a page of a list of contacts has."""


class PeriodUnfit(Invalid):
    """The days are in the wrong order, too many, or too many for parts of this length."""


class ReportAskUnfit(Invalid):
    """The report has no such rows or columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A report as somebody wants it."""

    report: Report
    period: Period
    grain: Grain | None
    by: tuple[Dimension, ...]
    columns: tuple[str, ...]
    queues: tuple[UUID, ...] = ()
    agents: tuple[UUID, ...] = ()
    flows: tuple[UUID, ...] = ()
    compare: str | None = None
    after: "After | None" = None
    page: int = PAGE


@dataclass(frozen=True, slots=True)
class After:
    """The last row of the page before, in a list that is read backwards in time."""

    at: datetime
    row: str


def fit_by(report: Report, names: Collection[str]) -> tuple[Dimension, ...]:
    """What rows stand for; raises ReportAskUnfit."""
    wanted = tuple(Dimension(name) for name in dict.fromkeys(names))
    if any(one not in report.by for one in wanted):
        raise ReportAskUnfit(field="by")
    return wanted or report.default_by


def fit_columns(report: Report, keys: Collection[str]) -> tuple[str, ...]:
    """The columns to show, as metrics name them; raises ReportAskUnfit."""
    if not keys:
        return report.metrics
    if any(key not in report.offered for key in keys):
        raise ReportAskUnfit(field="metrics")
    return tuple(key.partition(".")[2] for key in dict.fromkeys(keys))


def fit_period(period: Period, grain: Grain | None, by: Collection[Dimension]) -> Period:
    """The same period when an answer can hold it; raises PeriodUnfit."""
    if period.last < period.first or period.days > MOST_DAYS:
        raise PeriodUnfit(field="to", days=MOST_DAYS)
    if Dimension.TIME in by and grain is not None and len(period.parts(grain)) > MOST_PARTS:
        raise PeriodUnfit(field="grain", days=MOST_DAYS)
    return period
