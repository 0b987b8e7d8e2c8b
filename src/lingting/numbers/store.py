"""The SQL of access numbers."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.kernel.ids import AccessNumberId, TenantId
from lingting.numbers.domain import AccessNumber, BoundNumber, Kind
from lingting.numbers.tables import (
    access_number_directory,
    access_numbers,
    bound_number_targets,
    bound_numbers,
)

_ACCESS = (
    access_numbers.c.id,
    access_numbers.c.number,
    access_numbers.c.key,
    access_numbers.c.label,
    access_numbers.c.flow_id.label("flow"),
    access_numbers.c.active,
)


async def claim(
    conn: AsyncConnection, tenant: TenantId, number: AccessNumberId, keys: Iterable[str]
) -> bool:
    """Enters the keys of a number in the directory; False when one of them is taken."""
    rows = [{"key": key, "tenant_id": tenant, "number_id": number} for key in set(keys)]
    free = insert(access_number_directory).values(rows).on_conflict_do_nothing()
    entered = await conn.execute(free.returning(access_number_directory.c.key))
    return len(entered.all()) == len(rows)


async def release(conn: AsyncConnection, number: AccessNumberId) -> None:
    table = access_number_directory
    await conn.execute(table.delete().where(table.c.number_id == number))


async def listed(conn: AsyncConnection) -> frozenset[str]:
    """Every key of every company."""
    keys = await conn.execute(sa.select(access_number_directory.c.key))
    return frozenset(keys.scalars())


async def owner(conn: AsyncConnection, keys: Sequence[str]) -> tuple[TenantId, UUID] | None:
    """Company and number that the first known key leads to."""
    table = access_number_directory
    rows = await conn.execute(sa.select(table).where(table.c.key.in_(keys)))
    found = {row.key: (TenantId(row.tenant_id), row.number_id) for row in rows}
    return next((found[key] for key in keys if key in found), None)


async def add_access(conn: AsyncConnection, tenant: TenantId, one: AccessNumber) -> None:
    await conn.execute(access_numbers.insert().values(tenant_id=tenant, **_row(one)))


async def save_access(conn: AsyncConnection, one: AccessNumber) -> None:
    changed = access_numbers.update().where(access_numbers.c.id == one.id)
    await conn.execute(changed.values(**_row(one)))


async def remove_access(conn: AsyncConnection, number: AccessNumberId) -> None:
    await conn.execute(access_numbers.delete().where(access_numbers.c.id == number))


async def access(conn: AsyncConnection) -> list[AccessNumber]:
    """All access numbers of the company, the oldest first."""
    rows = await conn.execute(sa.select(*_ACCESS).order_by(access_numbers.c.id))
    return [AccessNumber(**row) for row in rows.mappings()]


async def access_by_id(conn: AsyncConnection, number: UUID) -> AccessNumber | None:
    rows = await conn.execute(sa.select(*_ACCESS).where(access_numbers.c.id == number))
    row = rows.mappings().first()
    return AccessNumber(**row) if row else None


async def add_bound(conn: AsyncConnection, tenant: TenantId, one: BoundNumber) -> None:
    row = {"id": one.id, "number": one.number, "key": one.key, "kind": one.kind.value}
    await conn.execute(bound_numbers.insert().values(tenant_id=tenant, label=one.label, **row))
    await set_targets(conn, tenant, one.id, one.targets)


async def change_bound(
    conn: AsyncConnection, number: AccessNumberId, values: Mapping[str, Any]
) -> None:
    if values:
        changed = bound_numbers.update().where(bound_numbers.c.id == number)
        await conn.execute(changed.values(**values))


async def set_targets(
    conn: AsyncConnection,
    tenant: TenantId,
    number: AccessNumberId,
    targets: Sequence[AccessNumberId],
) -> None:
    """Binds the number to these access numbers, in this order, and to no others."""
    table = bound_number_targets
    await conn.execute(table.delete().where(table.c.bound_number_id == number))
    rows = [
        {"tenant_id": tenant, "bound_number_id": number, "access_number_id": one, "position": place}
        for place, one in enumerate(dict.fromkeys(targets))
    ]
    if rows:
        await conn.execute(table.insert(), rows)


async def remove_bound(conn: AsyncConnection, number: AccessNumberId) -> None:
    await conn.execute(bound_numbers.delete().where(bound_numbers.c.id == number))


async def bound(conn: AsyncConnection, number: UUID | None = None) -> list[BoundNumber]:
    """All 400 and 800 numbers of the company, or the one with this id."""
    table = bound_number_targets
    query = sa.select(bound_numbers).order_by(bound_numbers.c.id)
    links = sa.select(table).order_by(table.c.position)
    if number is not None:
        query = query.where(bound_numbers.c.id == number)
        links = links.where(table.c.bound_number_id == number)
    targets: dict[UUID, list[AccessNumberId]] = {}
    for link in await conn.execute(links):
        targets.setdefault(link.bound_number_id, []).append(AccessNumberId(link.access_number_id))
    return [
        BoundNumber(
            id=AccessNumberId(row.id),
            number=row.number,
            key=row.key,
            kind=Kind(row.kind),
            label=row.label,
            targets=tuple(targets.get(row.id, ())),
        )
        for row in await conn.execute(query)
    ]


def _row(one: AccessNumber) -> dict[str, Any]:
    return {
        "id": one.id,
        "number": one.number,
        "key": one.key,
        "label": one.label,
        "flow_id": one.flow,
        "active": one.active,
    }
