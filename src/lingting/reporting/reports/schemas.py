"""Wire models of reports: one form for all of them, so that one page draws any."""

from datetime import date, datetime
from typing import Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict

GrainName = Literal["quarter", "hour", "day", "week", "month"]
DimensionName = Literal["time", "hour_of_day", "weekday", "queue", "agent", "flow"]
UnitName = Literal["count", "seconds", "share", "rate", "score", "text", "instant"]
Value = int | float | str | None


class WordsOut(BaseModel):
    """A text in both languages; the page shows the one of its reader."""

    model_config = ConfigDict(from_attributes=True)

    zh: str
    en: str


class MetricOut(BaseModel):
    """What a number means."""

    model_config = ConfigDict(from_attributes=True)

    key: str
    name: WordsOut
    definition: WordsOut
    formula: str
    unit: UnitName
    source: str
    less_is_better: bool


class MetricsOut(BaseModel):
    """All metrics."""

    items: list[MetricOut]


class ReportEntryOut(BaseModel):
    """A report of the catalogue, and what may be asked of it."""

    key: str
    name: WordsOut
    about: WordsOut
    """What it counts and to which time a number belongs."""
    group: Literal["traffic", "agents", "flows", "satisfaction"]
    by: list[DimensionName]
    """What its rows can stand for; several together."""
    default_by: list[DimensionName]
    grains: list[GrainName]
    default_grain: GrainName | None
    filters: list[Literal["queue", "agent", "flow"]]
    metrics: list[str]
    """Metrics that its columns may show."""
    default_metrics: list[str]
    compares: bool
    most_days: int


class CatalogueOut(BaseModel):
    """All reports."""

    items: list[ReportEntryOut]


class PeriodOut(BaseModel):
    """Whole days in the company's time zone, and the instants that they are."""

    first: date
    last: date
    since: datetime
    until: datetime
    zone: str
    grain: GrainName | None
    living: bool
    """It is not over: numbers will grow."""


class ColumnOut(BaseModel):
    """A column. `metric` names its definition; `opens` says that its numbers open contacts;
    `averaged` says that its total is the average of its rows, and not their sum."""

    key: str
    name: WordsOut
    kind: Literal["dimension", "number", "text"]
    unit: UnitName
    metric: str | None = None
    target: float | None = None
    less_is_better: bool = False
    opens: bool = False
    averaged: bool = False


class RowOut(BaseModel):
    """A row. `keys` are its values as filters of the address: `time`, `queue`, `agent` …"""

    id: str
    keys: dict[str, str]
    cells: dict[str, Value]
    call: UUID | None = None
    """Of rows that are one contact each: its call."""


class ChartOut(BaseModel):
    """How the rows are best drawn."""

    kind: Literal["line", "bar", "stacked", "heat", "none"]
    x: str | None = None
    series: list[str] = []


class CheckOut(BaseModel):
    """A sum that must hold."""

    name: WordsOut
    expected: float
    found: float
    holds: bool


class ComparedOut(BaseModel):
    """The same report of another period; rows by the id of the row that they stand beside."""

    period: PeriodOut
    totals: dict[str, Value]
    rows: dict[str, dict[str, Value]]


class ReportOut(BaseModel):
    """A report."""

    key: str
    name: WordsOut
    about: WordsOut
    period: PeriodOut
    by: list[DimensionName]
    columns: list[ColumnOut]
    rows: list[RowOut]
    more: bool
    """There are more rows than one answer takes."""
    next: str | None
    """Of a list: the `cursor` of its next page. Only the first page has totals, those of all."""
    totals: dict[str, Value] | None
    chart: ChartOut
    compare: ComparedOut | None
    checks: list[CheckOut]
    computed_at: datetime
