"""Queues' sums over any stretch of time, also one that does not begin or end with a quarter."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.reporting.domain.catalogue import Dimension
from lingting.reporting.domain.counting import Tally
from lingting.reporting.domain.figures import merged, of_visits
from lingting.reporting.domain.intervals import quarter_after, quarter_of
from lingting.reporting.domain.metrics import Source
from lingting.reporting.fact_store import visits_between
from lingting.reporting.reports.store import DEFAULT_TARGET, Counting, Cut, sums

Numbers = dict[str, int]


async def traffic(
    conn: AsyncConnection, since: datetime, until: datetime, now: datetime, counting: Counting
) -> Mapping[UUID, Numbers]:
    """Every queue's sums for what arrived in a period.

    A period that reaches to the present takes its last quarter whole: nobody arrives later.
    """
    first, last = quarter_after(since), quarter_after(until) if until >= now else quarter_of(until)
    if first > last:
        first = last = until
    found: defaultdict[UUID, Numbers] = defaultdict(dict)
    if first < last:
        cut = Cut(since=first, until=last, zone="UTC", by=(Dimension.QUEUE,))
        for (queue,), numbers in (await sums(conn, Source.QUEUES, cut, counting)).items():
            found[queue] = numbers
    await _parts(conn, since, first, counting, found)
    await _parts(conn, last, until, counting, found)
    return found


async def _parts(
    conn: AsyncConnection,
    since: datetime,
    until: datetime,
    counting: Counting,
    found: dict[UUID, Numbers],
) -> None:
    """The ends of a period that are less than a quarter: counted passage by passage."""
    if since >= until:
        return
    tally = Tally()
    for visit in await visits_between(conn, since, until):
        tally.visit(visit)
    for (_, queue), counted in tally.queues.items():
        target = counting.targets.get(queue, DEFAULT_TARGET)
        found[queue] = merged(found[queue], of_visits(counted, target, counting.rules))
