"""The SQL that reads sums."""

from collections import defaultdict
from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.reporting import tables
from lingting.reporting.domain.counting import Tally, cumulative
from lingting.reporting.domain.figures import Traffic
from lingting.reporting.domain.intervals import quarter_after, quarter_of
from lingting.reporting.fact_store import visits_between
from lingting.reporting.foreign import queues

KEYS = ("tenant_id", "start", "agent", "queue", "flow", "node", "target")
QUEUE_LISTS = ("answer_waits", "queue_waits", "abandon_waits", "asked_waits", "scores")
QUEUE_NUMBERS = tuple(
    one.name for one in tables.queue_sums.c if one.name not in (*KEYS, *QUEUE_LISTS)
)
DEFAULT_TARGET = 20


async def queue_targets(conn: AsyncConnection) -> dict[UUID, int]:
    """The target seconds of every queue."""
    query = sa.select(queues.c.id, queues.c.settings)
    rows = await conn.execute(query)
    return {row.id: int(row.settings.get("service_target_seconds", DEFAULT_TARGET)) for row in rows}


async def traffic(
    conn: AsyncConnection, since: datetime, until: datetime, now: datetime
) -> Mapping[UUID, Traffic]:
    """Every queue's sums for what arrived in a period; it need not begin or end with a quarter.

    A period that reaches to the present takes its last quarter whole: nobody arrives later.
    """
    first, last = quarter_after(since), quarter_after(until) if until >= now else quarter_of(until)
    if first > last:
        first = last = until
    found: defaultdict[UUID, Traffic] = defaultdict(Traffic)
    await _whole(conn, first, last, found)
    await _parts(conn, since, first, found)
    await _parts(conn, last, until, found)
    return found


async def _whole(
    conn: AsyncConnection, first: datetime, last: datetime, found: Mapping[UUID, Traffic]
) -> None:
    if first >= last:
        return
    table = tables.queue_sums
    query = table.select().where(table.c.start >= first, table.c.start < last)
    for row in (await conn.execute(query)).mappings():
        numbers = {name: row[name] for name in QUEUE_NUMBERS}
        found[row["queue"]].add(numbers, {name: row[name] for name in QUEUE_LISTS})


async def _parts(
    conn: AsyncConnection, since: datetime, until: datetime, found: Mapping[UUID, Traffic]
) -> None:
    """The ends of a period that are less than a quarter: counted passage by passage."""
    if since >= until:
        return
    tally = Tally()
    for visit in await visits_between(conn, since, until):
        tally.visit(visit)
    for (_, queue), sums in tally.queues.items():
        lists = {name: cumulative((), places) for name, places in sums.lists.items()}
        found[queue].add({**sums.numbers, **sums.longest}, lists)
