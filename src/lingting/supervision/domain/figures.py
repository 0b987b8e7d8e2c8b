"""What queues did this hour and today."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from lingting.kernel.ids import QueueId

RATES = ("answer_rate", "service_level", "abandon_rate")


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueFigures:
    """What a queue did in a stretch of time; rates are between 0 and 1, None without a base."""

    offered: int = 0
    answered: int = 0
    abandoned: int = 0
    answer_rate: float | None = None
    abandon_rate: float | None = None
    service_level: float | None = None


NOTHING = QueueFigures()
ByQueue = Mapping[QueueId | None, QueueFigures]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stretches:
    """The present hour and day by the company's clock, and what was counted in them."""

    hour_since: datetime
    day_since: datetime
    hour: ByQueue = field(default_factory=dict[QueueId | None, QueueFigures])
    day: ByQueue = field(default_factory=dict[QueueId | None, QueueFigures])


def hour_start(now: datetime, zone: ZoneInfo) -> datetime:
    """When the present hour began by the company's clock (some zones lie half an hour off)."""
    return now.astimezone(zone).replace(minute=0, second=0, microsecond=0).astimezone(UTC)


def day_start(now: datetime, zone: ZoneInfo) -> datetime:
    """When the present day began by the company's clock."""
    local = now.astimezone(zone)
    return local.replace(hour=0, minute=0, second=0, microsecond=0, fold=0).astimezone(UTC)


def figures_state(figures: QueueFigures) -> dict[str, Any]:
    """Figures as they travel: rates in whole percent."""
    return {
        "offered": figures.offered,
        "answered": figures.answered,
        "abandoned": figures.abandoned,
        **{rate: percent(getattr(figures, rate)) for rate in RATES},
    }


def percent(rate: float | None) -> int | None:
    """Whole percent, rounded down: 100 means all, and no target is met by rounding."""
    return None if rate is None else int(rate * 100 + 1e-9)
