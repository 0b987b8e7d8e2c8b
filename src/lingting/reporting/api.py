"""What upper features and `main` may ask about the numbers of a company."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from lingting.kernel.ids import QueueId, TenantId


@dataclass(frozen=True, slots=True, kw_only=True)
class QueueCounts:
    """One queue in a period, by arrival: `offered` is the sum of the five endings below it.

    Rates are shares from 0 to 1, None when there is nothing to judge; waits of answered callers
    count as the company counts them (with or without the ringing).
    """

    queue: QueueId
    offered: int
    answered: int
    abandoned: int
    overflowed: int
    messages: int
    in_progress: int
    """Waiting or ringing now; who talks was answered."""
    short_abandoned: int
    answered_within: int
    abandoned_within: int
    target_seconds: int
    average_answer_seconds: float | None
    average_abandon_seconds: float | None
    longest_wait_seconds: float
    """The longest wait that ended."""
    service_level: float | None
    answer_rate: float | None
    abandon_rate: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """All queues together; each caller is judged by the target of the queue that he was in."""

    offered: int
    answered: int
    abandoned: int
    service_level: float | None
    answer_rate: float | None
    abandon_rate: float | None


class Figures(Protocol):
    """The numbers of queues, as far as facts are counted: a moment behind what happens."""

    def on_counted(self, told: Callable[[TenantId, int], None]) -> None:
        """Calls `told` when a company's numbers are others, with the newest fact that they hold."""
        ...

    async def queue_counts(
        self, tenant: TenantId, since: datetime, until: datetime
    ) -> list[QueueCounts]:
        """Every queue of the company, and what arrived in it from `since` until before `until`."""
        ...

    async def queues_and_totals(
        self, tenant: TenantId, starts: Sequence[datetime], until: datetime
    ) -> list[tuple[list[QueueCounts], Rates]]:
        """The same from each of `starts`, and all queues together; all of one moment."""
        ...
