"""The SQL of the projection's place, and of the log that it reads."""

from collections import defaultdict
from collections.abc import Collection
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.platform.db import Transaction
from lingting.platform.tables import event_log
from lingting.reporting import tables
from lingting.reporting.domain.fact import Fact


async def take_place(tx: Transaction, version: int) -> tuple[int, int]:
    """`(seq, version)` of the company, locked until the commit; a new company begins at 0."""
    first = {"tenant_id": tx.tenant, "seq": 0, "version": version}
    await tx.conn.execute(insert(tables.places).values(first).on_conflict_do_nothing())
    query = sa.select(tables.places.c.seq, tables.places.c.version).with_for_update()
    row = (await tx.conn.execute(query)).one()
    return row.seq, row.version


async def set_place(tx: Transaction, seq: int, version: int) -> None:
    """How far the log has been read."""
    await tx.conn.execute(tables.places.update().values(seq=seq, version=version))


async def last_seq(conn: AsyncConnection) -> int:
    """The number of the newest fact."""
    query = sa.select(sa.func.max(event_log.c.seq))
    return (await conn.execute(query)).scalar_one() or 0


async def forget_all(tx: Transaction) -> None:
    """Removes every projected row of the company."""
    for table in (*tables.FACTS, *tables.SUMS):
        await tx.conn.execute(table.delete())


async def facts_after(
    conn: AsyncConnection, seq: int, limit: int
) -> list[tuple[UUID | None, Fact]]:
    """The next facts of the log, each with its call."""
    log = event_log.c
    query = sa.select(log.seq, log.at, log.name, log.call_id, log.data)
    query = query.where(log.seq > seq).order_by(log.seq).limit(limit)
    rows = (await conn.execute(query)).all()
    return [(row.call_id, Fact(row.seq, row.at, row.name, row.data)) for row in rows]


async def stories(
    conn: AsyncConnection, calls: Collection[UUID], upto: int
) -> dict[UUID, list[Fact]]:
    """All facts of these calls, in order, none that is newer than `upto`."""
    log = event_log.c
    query = sa.select(log.call_id, log.seq, log.at, log.name, log.data)
    query = query.where(log.call_id.in_(calls), log.seq <= upto).order_by(log.seq)
    found: defaultdict[UUID, list[Fact]] = defaultdict(list)
    for row in (await conn.execute(query)).all():
        found[row.call_id].append(Fact(row.seq, row.at, row.name, row.data))
    return found
