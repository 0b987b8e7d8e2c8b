"""The SQL of the projection's place, and of the log that it reads."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.platform.db import Transaction
from lingting.platform.tables import event_log
from lingting.reporting import tables
from lingting.reporting.domain.fact import Fact


@dataclass(frozen=True, slots=True)
class Place:
    """How far a company's reports are: the last fact read, by which version of the counting.

    Sums of days are those of `zone`, made from `days_from` on (None: from the beginning).
    """

    seq: int
    version: int
    zone: str | None = None
    days_from: datetime | None = None


async def take_place(tx: Transaction, version: int, zone: str) -> Place:
    """The company's place, locked until the commit; a new company begins at 0."""
    first = {"tenant_id": tx.tenant, "seq": 0, "version": version, "zone": zone}
    await tx.conn.execute(insert(tables.places).values(first).on_conflict_do_nothing())
    found = await _place(tx.conn, _PLACE.with_for_update())
    assert found is not None
    return found


async def set_place(tx: Transaction, place: Place) -> None:
    """How far reports are now."""
    await tx.conn.execute(tables.places.update().values(asdict(place)))


async def place(conn: AsyncConnection) -> Place | None:
    """How far reports are; None before anything was read."""
    return await _place(conn, _PLACE)


async def _place(conn: AsyncConnection, query: sa.Select[*tuple[Any, ...]]) -> Place | None:
    row = (await conn.execute(query)).mappings().one_or_none()
    return Place(**row) if row is not None else None


_PLACE = sa.select(*(tables.places.c[one.name] for one in fields(Place)))


async def last_seq(conn: AsyncConnection) -> int:
    """The number of the newest fact."""
    query = sa.select(sa.func.max(event_log.c.seq))
    return (await conn.execute(query)).scalar_one() or 0


async def forget_all(tx: Transaction) -> None:
    """Removes every projected row of the company."""
    for table in (*tables.FACTS, *tables.SUMS, *tables.DAYS):
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
