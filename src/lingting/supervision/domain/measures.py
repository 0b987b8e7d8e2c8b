"""What is watched on the floor, and from where on it is worth a look (现场告警)."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from uuid import UUID

from lingting.kernel.errors import Invalid

LEAST_OFFERED = 10
"""Rates of fewer calls are not judged: one lost call of two is no 50 % problem yet."""
LARGEST = {"count": 9_999, "seconds": 86_400, "percent": 100}


COMPANY = UUID(int=0)


class ThresholdUnfit(Invalid):
    """A limit is out of range, or the alarm comes before the warning."""


class Scope(Enum):
    """What a measure is read of."""

    QUEUE = "queue"
    AGENT = "agent"
    COMPANY = "company"
    """The company as a whole; its subject is `COMPANY`."""


class Unit(Enum):
    """How a value is written."""

    COUNT = "count"
    SECONDS = "seconds"
    PERCENT = "percent"


class Level(Enum):
    """How far beyond."""

    WARNING = "warning"
    ALARM = "alarm"


@dataclass(frozen=True, slots=True)
class Limits:
    """From where on a value is a warning, and from where on an alarm; None: never."""

    warning: int | None
    alarm: int | None
    sound: bool = False


@dataclass(frozen=True, slots=True)
class Measure:
    """Something that is watched; `above`: high values are bad, else low ones."""

    key: str
    scope: Scope
    unit: Unit
    above: bool
    shipped: Limits

    def level(self, value: float, limits: Limits) -> Level | None:
        """How far `value` is beyond its limits."""
        for level, limit in ((Level.ALARM, limits.alarm), (Level.WARNING, limits.warning)):
            if limit is not None and (value >= limit if self.above else value < limit):
                return level
        return None

    def fit(self, limits: Limits) -> Limits:
        """The same limits; raises ThresholdUnfit."""
        known = [one for one in (limits.warning, limits.alarm) if one is not None]
        if any(not 0 <= one <= LARGEST[self.unit.value] for one in known):
            raise ThresholdUnfit(field=self.key)
        if len(known) == 2 and (known[0] > known[1] if self.above else known[0] < known[1]):
            raise ThresholdUnfit(field=self.key)
        return limits


def _queue(key: str, unit: Unit, warning: int | None, alarm: int | None, **more: bool) -> Measure:
    return Measure(key, Scope.QUEUE, unit, more.get("above", True), Limits(warning, alarm))


def _agent(key: str, warning: int, alarm: int) -> Measure:
    return Measure(key, Scope.AGENT, Unit.SECONDS, True, Limits(warning, alarm))


MEASURES: Mapping[str, Measure] = {
    one.key: one
    for one in (
        _queue("waiting", Unit.COUNT, 5, 10),
        _queue("longest_wait", Unit.SECONDS, 60, 120),
        _queue("ready", Unit.COUNT, None, None, above=False),
        _queue("answer_rate_hour", Unit.PERCENT, 90, 80, above=False),
        _queue("answer_rate_today", Unit.PERCENT, 90, 80, above=False),
        _queue("service_level_hour", Unit.PERCENT, 80, 60, above=False),
        _queue("service_level_today", Unit.PERCENT, 80, 60, above=False),
        _queue("abandon_rate_hour", Unit.PERCENT, 5, 10),
        _queue("abandon_rate_today", Unit.PERCENT, 5, 10),
        _agent("talking", 600, 1_200),
        _agent("holding", 60, 180),
        _agent("wrapping", 90, 300),
        _agent("busy", 1_800, 3_600),
        Measure("refused_dials", Scope.AGENT, Unit.COUNT, True, Limits(3, 10)),
        Measure("refused_late", Scope.COMPANY, Unit.COUNT, True, Limits(None, 1)),
        Measure("refused_full", Scope.COMPANY, Unit.COUNT, True, Limits(None, 1)),
        Measure("refused_ports", Scope.COMPANY, Unit.COUNT, True, Limits(None, 1)),
    )
}


@dataclass(frozen=True, slots=True)
class Thresholds:
    """The limits of a company: a queue's own before the company's, those before the shipped."""

    chosen: Mapping[tuple[str, UUID | None], Limits]

    def of(self, measure: Measure, queue: UUID | None = None) -> Limits:
        """The limits in force."""
        own = self.chosen.get((measure.key, queue)) if queue is not None else None
        return own or self.chosen.get((measure.key, None)) or measure.shipped


def known_measure(key: str, queue: UUID | None) -> Measure:
    """The measure; raises ThresholdUnfit for an unknown one, or one by queue that is no queue's."""
    found = MEASURES.get(key)
    if found is None or (queue is not None and found.scope is not Scope.QUEUE):
        raise ThresholdUnfit(field=key)
    return found
