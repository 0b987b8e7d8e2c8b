"""The numbers of queues for other features (`api.Figures`)."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

from lingting.kernel.ids import QueueId, TenantId
from lingting.platform.kit import Kit
from lingting.reporting import figure_store
from lingting.reporting.api import QueueCounts, Rates
from lingting.reporting.domain.figures import mean_seconds
from lingting.reporting.domain.metrics import Measures
from lingting.reporting.domain.service_level import (
    Counted,
    Rules,
    abandon_rate,
    answer_rate,
    service_level,
)
from lingting.reporting.projection import Projection
from lingting.reporting.reports.choices import counting_of
from lingting.reporting.reports.store import Counting
from lingting.tenancy.api import Tenancy


class QueueFigures:
    """Implements `api.Figures` over the sums."""

    def __init__(self, kit: Kit, projection: Projection, companies: Tenancy) -> None:
        self._kit = kit
        self._projection = projection
        self._companies = companies

    def on_counted(self, told: Callable[[TenantId, int], None]) -> None:
        self._projection.counted.on_counted(told)

    async def queue_counts(
        self, tenant: TenantId, since: datetime, until: datetime
    ) -> list[QueueCounts]:
        return (await self.queues_and_totals(tenant, [since], until))[0][0]

    async def queues_and_totals(
        self, tenant: TenantId, starts: Sequence[datetime], until: datetime
    ) -> list[tuple[list[QueueCounts], Rates]]:
        async with self._kit.db.transaction(tenant) as tx:
            _, counting = await counting_of(tx, self._companies)
            found = await figure_store.traffic(tx.conn, starts, until, tx.now, counting)
        return [_judged(one, counting) for one in found]


def _judged(
    found: Mapping[UUID, figure_store.Numbers], counting: Counting
) -> tuple[list[QueueCounts], Rates]:
    rules = counting.rules
    passed = {queue: Measures(rules, found.get(queue, {})) for queue in counting.targets}
    counts = [
        _counts(queue, passed[queue], target, rules) for queue, target in counting.targets.items()
    ]
    together = sum((one.counted() for one in passed.values()), Counted())
    return counts, _rates(together, rules)


def _rates(counted: Counted, rules: Rules) -> Rates:
    return Rates(
        offered=counted.offered,
        answered=counted.answered,
        abandoned=counted.abandoned,
        service_level=service_level(rules.formula, counted, rules),
        answer_rate=answer_rate(counted, rules),
        abandon_rate=abandon_rate(counted, rules),
    )


def _counts(queue: UUID, found: Measures, target: int, rules: Rules) -> QueueCounts:
    counted = found.counted()
    ringing = 0 if rules.count_ringing else found["ring_ms"]
    waited = found["answer_wait_ms"] - ringing
    return QueueCounts(
        queue=QueueId(queue),
        offered=found["offered"],
        answered=found["answered"],
        abandoned=found["abandoned"],
        overflowed=found["overflowed"],
        messages=found["messages"],
        in_progress=found["in_progress"],
        short_abandoned=counted.short_abandoned,
        answered_within=counted.answered_within,
        abandoned_within=counted.abandoned_within,
        target_seconds=target,
        average_answer_seconds=mean_seconds(waited, found["answered"]),
        average_abandon_seconds=mean_seconds(found["abandon_wait_ms"], found["abandoned"]),
        longest_wait_seconds=found["longest_wait_ms"] / 1000,
        service_level=service_level(rules.formula, counted, rules),
        answer_rate=answer_rate(counted, rules),
        abandon_rate=abandon_rate(counted, rules),
    )
