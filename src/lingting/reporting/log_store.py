"""The SQL of the projection's place, and of the log that it reads."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.platform.db import Transaction
from lingting.platform.tables import event_log
from lingting.reporting import foreign, tables
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


@dataclass(frozen=True, slots=True)
class Taken:
    """The company's place, locked until the commit; `number` is of the transaction that set it."""

    place: Place
    number: str
    zone: ZoneInfo
    """Where the company has its days now."""


async def take_place(tx: Transaction, version: int) -> Taken:
    """Locks the place; a new company begins at 0.

    What is counted may be lost with the server's last moment, and is counted again: the place is
    committed together with the rows and sums that it stands for. So nobody waits for the disk.
    """
    row = (await tx.conn.execute(_TAKE)).one_or_none()
    if row is None:
        zone = sa.select(foreign.tenants.c.time_zone).where(foreign.tenants.c.id == tx.tenant)
        first = {"tenant_id": tx.tenant, "seq": 0, "version": version}
        first["zone"] = (await tx.conn.execute(zone)).scalar_one()
        await tx.conn.execute(insert(tables.places).values(first).on_conflict_do_nothing())
        row = (await tx.conn.execute(_TAKE)).one()
    place = Place(row.seq, row.version, row.zone, row.days_from)
    return Taken(place, row.number, ZoneInfo(row.time_zone))


async def hold_counting(tx: Transaction) -> None:
    """Nobody counts until the commit, and whoever counts then reads anew what he remembered. To be
    called before rows of reports are changed."""
    await tx.conn.execute(tables.places.update().values(seq=tables.places.c.seq))


async def set_place(tx: Transaction, place: Place) -> None:
    """How far reports are now."""
    await tx.conn.execute(tables.places.update().values(asdict(place)))


async def place(conn: AsyncConnection) -> Place | None:
    """How far reports are; None before anything was read."""
    row = (await conn.execute(_PLACE)).mappings().one_or_none()
    return Place(**row) if row is not None else None


_PLACE = sa.select(*(tables.places.c[one.name] for one in fields(Place)))
_TAKE = (
    sa.select(
        *(tables.places.c[one.name] for one in fields(Place)),
        sa.cast(sa.literal_column("report_places.xmin"), sa.Text).label("number"),
        foreign.tenants.c.time_zone,
        sa.func.set_config("synchronous_commit", "off", True),
    )
    .join_from(tables.places, foreign.tenants, foreign.tenants.c.id == tables.places.c.tenant_id)
    .with_for_update(of=tables.places)
)


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
    rows = await conn.exec_driver_sql(_AFTER, {"seq": seq, "limit": limit})
    return [(row[0], _fact(row)) for row in rows]


async def stories(
    conn: AsyncConnection, calls: Collection[UUID], upto: int
) -> dict[UUID, list[Fact]]:
    """All facts of these calls, in order, none that is newer than `upto`."""
    found: defaultdict[UUID, list[Fact]] = defaultdict(list)
    rows = await conn.exec_driver_sql(_STORIES, {"calls": list(calls), "upto": upto})
    for row in rows:
        found[row[0]].append(_fact(row))
    return found


def _fact(row: Sequence[Any]) -> Fact:
    _, seq, at, name, data = row
    return Fact(seq, at, name, _data(data))


_data = msgspec.json.Decoder(dict[str, Any]).decode
_FACTS = "SELECT call_id, seq, at, name, CAST(data AS text) FROM event_log"
_AFTER = f"{_FACTS} WHERE seq > %(seq)s ORDER BY seq LIMIT %(limit)s"
_STORIES = f"{_FACTS} WHERE call_id = ANY(%(calls)s) AND seq <= %(upto)s ORDER BY seq"
