"""The SQL of seats."""

from collections.abc import Collection, Sequence

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.identity.domain.seats import Seat
from lingting.identity.tables import seats
from lingting.kernel.ids import SeatId, TenantId, UserId
from lingting.platform.as_json import as_rows

_COLUMNS = (
    seats.c.id,
    seats.c.number,
    seats.c.extension,
    seats.c.user_id.label("user"),
    seats.c.password_hash.is_not(None).label("has_password"),
)
"""In the order of a seat's fields."""
_MAKE_ROOM = sa.text(
    """
    UPDATE seats AS t SET number = 'leaves ' || t.id, extension = 'leaves ' || t.id, user_id = NULL
    FROM jsonb_populate_recordset(NULL::seats, CAST(:rows AS jsonb)) AS r
    WHERE r.tenant_id IS NULL AND t.tenant_id = :tenant AND t.id = r.id
    """
)
_CHANGE = sa.text(
    """
    UPDATE seats AS t SET number = r.number, extension = r.extension, user_id = r.user_id
    FROM jsonb_populate_recordset(NULL::seats, CAST(:rows AS jsonb)) AS r
    WHERE r.tenant_id IS NULL AND t.tenant_id = :tenant AND t.id = r.id
    """
)
_REMOVE = sa.text(
    """
    DELETE FROM seats AS t USING jsonb_populate_recordset(NULL::seats, CAST(:rows AS jsonb)) AS r
    WHERE r.tenant_id IS NULL AND t.tenant_id = :tenant AND t.id = r.id
    """
)
_FREE = sa.text(
    """
    UPDATE seats AS t SET user_id = NULL
    FROM jsonb_populate_recordset(NULL::seats, CAST(:rows AS jsonb)) AS r
    WHERE r.tenant_id IS NULL AND t.tenant_id = :tenant AND t.user_id = r.user_id
    """
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


async def change_all(conn: AsyncConnection, tenant: TenantId, changed: Collection[Seat]) -> None:
    """Writes what seats have become; they may exchange numbers, extensions and users."""
    rows = [
        {
            "id": seat.id,
            "number": seat.number,
            "extension": seat.extension,
            "user_id": seat.user,
        }
        for seat in changed
    ]
    if rows:
        given = as_rows(tenant, rows)
        await conn.execute(_MAKE_ROOM, given)
        await conn.execute(_CHANGE, given)


async def free(conn: AsyncConnection, tenant: TenantId, users: Collection[UserId]) -> None:
    """Takes these users from their seats."""
    await conn.execute(_FREE, as_rows(tenant, [{"user_id": user} for user in users]))


async def set_password(conn: AsyncConnection, seat: SeatId, password_hash: str | None) -> None:
    change = seats.update().where(seats.c.id == seat)
    await conn.execute(change.values(password_hash=password_hash))


async def remove_all(conn: AsyncConnection, tenant: TenantId, gone: Collection[Seat]) -> None:
    await conn.execute(_REMOVE, as_rows(tenant, [{"id": seat.id} for seat in gone]))


async def every(conn: AsyncConnection) -> list[Seat]:
    """All seats of the company in the order of their numbers."""
    rows = await conn.execute(sa.select(*_COLUMNS).order_by(seats.c.number))
    return [Seat(*row) for row in rows]


async def by_id(conn: AsyncConnection, seat: SeatId) -> Seat | None:
    return await _one(conn, seats.c.id == seat)


async def by_extension(conn: AsyncConnection, extension: str) -> Seat | None:
    return await _one(conn, seats.c.extension == extension)


async def of_user(conn: AsyncConnection, user: UserId) -> Seat | None:
    return await _one(conn, seats.c.user_id == user)


async def of_users(conn: AsyncConnection, wanted: Collection[UserId]) -> list[Seat]:
    rows = await conn.execute(sa.select(*_COLUMNS).where(seats.c.user_id.in_(wanted)))
    return [Seat(*row) for row in rows]


async def password_hash(conn: AsyncConnection, seat: SeatId) -> str | None:
    query = sa.select(seats.c.password_hash).where(seats.c.id == seat)
    return (await conn.execute(query)).scalar()


async def _one(conn: AsyncConnection, where: sa.ColumnElement[bool]) -> Seat | None:
    row = (await conn.execute(sa.select(*_COLUMNS).where(where))).first()
    return Seat(*row) if row else None
