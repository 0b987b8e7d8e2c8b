"""The SQL of seats."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.identity.domain.seats import Seat
from lingting.identity.tables import seats
from lingting.kernel.ids import SeatId, TenantId, UserId

_COLUMNS = (
    seats.c.id,
    seats.c.number,
    seats.c.extension,
    seats.c.user_id.label("user"),
    seats.c.password_hash.is_not(None).label("has_password"),
)


async def add_all(
    conn: AsyncConnection, tenant: TenantId, made: Sequence[Seat], password_hash: str | None
) -> None:
    rows = [
        {
            "tenant_id": tenant,
            "id": seat.id,
            "number": seat.number,
            "extension": seat.extension,
            "user_id": seat.user,
            "password_hash": password_hash,
        }
        for seat in made
    ]
    if rows:
        await conn.execute(seats.insert(), rows)


async def change(conn: AsyncConnection, seat: SeatId, values: Mapping[str, Any]) -> None:
    if values:
        await conn.execute(seats.update().where(seats.c.id == seat).values(**values))


async def remove(conn: AsyncConnection, seat: SeatId) -> None:
    await conn.execute(seats.delete().where(seats.c.id == seat))


async def every(conn: AsyncConnection) -> list[Seat]:
    """All seats of the company in the order of their numbers."""
    rows = await conn.execute(sa.select(*_COLUMNS).order_by(seats.c.number))
    return [Seat(**row) for row in rows.mappings()]


async def by_id(conn: AsyncConnection, seat: SeatId) -> Seat | None:
    return await _one(conn, seats.c.id == seat)


async def by_number(conn: AsyncConnection, number: str) -> Seat | None:
    return await _one(conn, seats.c.number == number)


async def by_extension(conn: AsyncConnection, extension: str) -> Seat | None:
    return await _one(conn, seats.c.extension == extension)


async def of_user(conn: AsyncConnection, user: UserId) -> Seat | None:
    return await _one(conn, seats.c.user_id == user)


async def of_users(conn: AsyncConnection, wanted: Collection[UserId]) -> list[Seat]:
    rows = await conn.execute(sa.select(*_COLUMNS).where(seats.c.user_id.in_(wanted)))
    return [Seat(**row) for row in rows.mappings()]


async def password_hash(conn: AsyncConnection, seat: SeatId) -> str | None:
    query = sa.select(seats.c.password_hash).where(seats.c.id == seat)
    return (await conn.execute(query)).scalar()


async def _one(conn: AsyncConnection, where: sa.ColumnElement[bool]) -> Seat | None:
    row = (await conn.execute(sa.select(*_COLUMNS).where(where))).mappings().first()
    return Seat(**row) if row else None
