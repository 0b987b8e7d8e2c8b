"""The wallboard's figures of an hour and a day are those of the reports."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from lingting.kernel.clock import Clock
from lingting.kernel.ids import TenantId
from lingting.reporting.api import Figures, QueueCounts, Rates
from lingting.supervision.domain.figures import ByQueue, QueueFigures

BEYOND_NOW = timedelta(minutes=1)
"""A period that reaches beyond the present takes the quarter that is under way whole."""


class ReportedFigures:
    """Implements supervision's `DayFigures` over reporting."""

    def __init__(self, figures: Figures, clock: Clock) -> None:
        self._figures = figures
        self._clock = clock

    def on_counted(self, told: Callable[[TenantId], None]) -> None:
        self._figures.on_counted(lambda tenant, _: told(tenant))

    async def since(self, tenant: TenantId, starts: Sequence[datetime]) -> list[ByQueue]:
        until = self._clock.now() + BEYOND_NOW
        found = await self._figures.queues_and_totals(tenant, starts, until)
        return [
            {None: _shown(total), **{one.queue: _shown(one) for one in queues}}
            for queues, total in found
        ]


def _shown(counted: QueueCounts | Rates) -> QueueFigures:
    return QueueFigures(
        offered=counted.offered,
        answered=counted.answered,
        abandoned=counted.abandoned,
        answer_rate=counted.answer_rate,
        abandon_rate=counted.abandon_rate,
        service_level=counted.service_level,
    )
