"""Queues' sums over any stretch of time, also one that does not begin or end with a quarter."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.reporting.domain.counting import Tally
from lingting.reporting.domain.figures import merged, of_visits
from lingting.reporting.domain.intervals import quarter_after, quarter_of
from lingting.reporting.domain.metrics import Source
from lingting.reporting.domain.service_level import Rules
from lingting.reporting.fact_store import visits_between
from lingting.reporting.reports.store import DEFAULT_TARGET, MEASURES, Counting
from lingting.reporting.tables.sums import QUEUES

Numbers = dict[str, int]
Targets = tuple[tuple[UUID, int], ...]


async def traffic(
    conn: AsyncConnection,
    starts: Sequence[datetime],
    until: datetime,
    now: datetime,
    counting: Counting,
) -> list[Mapping[UUID, Numbers]]:
    """Every queue's sums for what arrived from each of `starts` to the common end.

    A period that reaches to the present takes its last quarter whole: nobody arrives later.
    """
    last = quarter_after(until) if until >= now else quarter_of(until)
    firsts = [min(quarter_after(since), until) for since in starts]
    found = await _whole_quarters(conn, firsts, last, counting)
    for since, first, sums in zip(starts, firsts, found, strict=True):
        await _parts(conn, since, first, counting, sums)
        await _parts(conn, max(last, first), until, counting, sums)
    return list(found)


async def _whole_quarters(
    conn: AsyncConnection, firsts: Sequence[datetime], last: datetime, counting: Counting
) -> list[defaultdict[UUID, Numbers]]:
    """One statement for all stretches: what is in a later one is in the earlier ones as well."""
    query, names = _query(
        len(firsts),
        counting.rules,
        tuple(sorted(counting.targets.items())),
        counting.satisfied_from,
    )
    given = {f"first_{place}": first for place, first in enumerate(firsts)}
    rows = await conn.execute(query, {**given, "earliest": min(firsts), "last": last})
    found = [defaultdict[UUID, Numbers](dict) for _ in firsts]
    for row in rows:
        numbers = {
            name: int(value or 0) for name, value in zip(names, row[-len(names) :], strict=True)
        }
        for place, sums in enumerate(found):
            if row[1 + place]:
                sums[row[0]] = merged(sums[row[0]], numbers)
    return found


@lru_cache(maxsize=256)
def _query(
    stretches: int, rules: Rules, targets: Targets, satisfied_from: int
) -> tuple[sa.Select[*tuple[Any, ...]], tuple[str, ...]]:
    """Built once for all times at which it is asked: building it took longer than its answer."""
    table = QUEUES.quarters
    counting = Counting(rules=rules, targets=dict(targets), satisfied_from=satisfied_from)
    measured = MEASURES[Source.QUEUES](table, counting)
    start, instant = table.c.start, sa.DateTime(timezone=True)
    within = [
        (start >= sa.bindparam(f"first_{place}", type_=instant)).label(f"in_{place}")
        for place in range(stretches)
    ]
    query = sa.select(table.c.queue, *within, *(one.label(name) for name, one in measured.items()))
    query = query.where(start >= sa.bindparam("earliest", type_=instant))
    query = query.where(start < sa.bindparam("last", type_=instant))
    return query.group_by(table.c.queue, *within), tuple(measured)


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
