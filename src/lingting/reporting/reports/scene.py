"""What every kind of report is made from, and what it makes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from lingting.acd.domain.words import Words
from lingting.platform.db import Transaction
from lingting.platform.http.messages import Language
from lingting.reporting.domain.asking import After, Ask
from lingting.reporting.domain.days import whole_days
from lingting.reporting.domain.metrics import Measures
from lingting.reporting.domain.periods import Period
from lingting.reporting.log_store import Place
from lingting.reporting.names import names_of
from lingting.reporting.reports.store import Counting, Cut
from lingting.tenancy.domain.settings import CompanySettings

Value = int | float | str | None


@dataclass(frozen=True, slots=True)
class Column:
    """A column; see `schemas.ColumnOut`."""

    key: str
    name: Words
    kind: str = "number"
    unit: str = "count"
    metric: str | None = None
    target: float | None = None
    less_is_better: bool = False
    opens: bool = False
    averaged: bool = False


@dataclass(slots=True)
class Row:
    """A row; rows of two periods that stand beside each other have the same `id`."""

    id: str
    keys: dict[str, str]
    cells: dict[str, Value]
    call: UUID | None = None


@dataclass(frozen=True, slots=True)
class Check:
    """A sum that must hold."""

    name: Words
    expected: float
    found: float

    @property
    def holds(self) -> bool:
        return abs(self.expected - self.found) < 0.001


@dataclass(slots=True)
class Made:
    """A report of one period."""

    columns: list[Column]
    rows: list[Row]
    totals: dict[str, Value] | None = None
    checks: list[Check] = field(default_factory=list[Check])
    chart: str | None = None
    """Another kind of chart than the catalogue names."""
    x: str | None = None
    series: tuple[str, ...] | None = None
    more: bool = False
    after: After | None = None
    """The last row of a list's page that others follow."""


@dataclass(slots=True)
class Scene:
    """One question under way: its transaction, how the company counts, names of things."""

    tx: Transaction
    ask: Ask
    language: Language
    see_numbers: bool
    region: str
    chosen: CompanySettings
    counting: Counting
    place: Place | None = None
    names: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def now(self) -> datetime:
        return self.tx.now

    def cut(self, period: Period) -> Cut:
        """The quarters of a period with the filters that were asked for."""
        ask, place = self.ask, self.place
        days = None
        if place is not None and place.zone == period.zone.key:
            days = whole_days(period, place.days_from)
        return Cut(
            since=period.since,
            until=period.until,
            zone=str(period.zone),
            days=days,
            grain=ask.grain,
            by=ask.by,
            queues=ask.queues,
            agents=ask.agents,
            flows=ask.flows,
        )

    def measures(self, numbers: Mapping[str, float]) -> Measures:
        return Measures(self.counting.rules, numbers, self.counting.satisfied_from)

    def word(self, words: Words) -> str:
        """A text in the reader's language."""
        return words.en if self.language == "en" else words.zh

    async def learn(self, found_in: Any) -> None:
        """Looks up the names of everything whose id stands in `found_in`."""
        self.names |= await names_of(self.tx.conn, found_in, self.language)

    def name(self, key: object) -> str:
        """A name that was learnt; what has none any more is told by the end of its id."""
        text = str(key)
        return self.names.get(text) or f"#{text[-6:]}"


def added(rows: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """The sums of several groups; longest lengths stay the longest."""
    total: dict[str, float] = {}
    for row in rows:
        for name, value in row.items():
            longest = name.startswith("longest_")
            total[name] = max(total.get(name, 0), value) if longest else total.get(name, 0) + value
    return total
