"""Metrics as data: what a number is called, what it means, how it is made and in which unit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum

from lingting.acd.domain.words import Words
from lingting.reporting.domain.service_level import Counted, Rules


class Unit(Enum):
    """How a number is read."""

    COUNT = "count"
    SECONDS = "seconds"
    SHARE = "share"
    """From 0 to 1, shown in percent."""
    RATE = "rate"
    """Per hour."""
    SCORE = "score"
    TEXT = "text"
    INSTANT = "instant"


class Source(Enum):
    """Where a metric's sums come from, and with that to which quarter it belongs."""

    QUEUES = "queue"
    AGENTS = "agent"
    CONTACTS = "contact"
    STEPS = "step"


@dataclass(slots=True)
class Measures:
    """The sums behind one row; what was never counted is 0."""

    rules: Rules
    numbers: Mapping[str, float] = field(default_factory=dict[str, float])
    satisfied_from: int = 0

    def __getitem__(self, name: str) -> int:
        return int(self.numbers.get(name, 0))

    def counted(self) -> Counted:
        """What service level looks at."""
        return Counted(
            offered=self["offered"],
            answered=self["answered"],
            abandoned=self["abandoned"],
            overflowed=self["overflowed"] + self["messages"],
            short_abandoned=self["short_abandoned"],
            answered_within=self["answered_within"],
            abandoned_within=self["abandoned_within"],
            short_within=self["short_within"],
        )


Value = Callable[[Measures], float | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Metric:
    """One number of reports; `key` is `<source>.<column>`."""

    source: Source
    column: str
    name: Words
    definition: Words
    formula: str
    unit: Unit
    value: Value
    opens: str | None = None
    """Which contacts stand behind it, when it counts contacts."""
    less_is_better: bool = False

    @property
    def key(self) -> str:
        return f"{self.source.value}.{self.column}"


def ratio(above: str, below: str) -> Value:
    """A share of two sums; None of nothing."""
    return lambda m: m[above] / m[below] if m[below] else None


def mean(total_ms: str, count: str) -> Value:
    """An average length in seconds; None of nothing."""
    return lambda m: m[total_ms] / m[count] / 1000 if m[count] else None


def number(name: str) -> Value:
    """A sum as it is."""
    return lambda m: m[name]


def seconds(name: str) -> Value:
    """A length as it is."""
    return lambda m: m[name] / 1000
