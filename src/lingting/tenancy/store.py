"""The SQL of companies and their settings."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.kernel.ids import TenantId
from lingting.tenancy.domain.company import Company, short_name_key
from lingting.tenancy.domain.settings import Value
from lingting.tenancy.tables import tenant_settings, tenants

_COLUMNS = (
    tenants.c.id,
    tenants.c.short_name,
    tenants.c.name,
    tenants.c.time_zone,
    tenants.c.language,
    tenants.c.created_at,
)


async def add(conn: AsyncConnection, company: Company) -> bool:
    """Stores a company; False when its short name is taken."""
    row = {
        "id": company.id,
        "short_name": company.short_name,
        "short_name_key": short_name_key(company.short_name),
        "name": company.name,
        "time_zone": company.time_zone,
        "language": company.language,
        "created_at": company.created_at,
    }
    added = insert(tenants).values(row).on_conflict_do_nothing(index_elements=["short_name_key"])
    return (await conn.execute(added.returning(tenants.c.id))).first() is not None


async def by_key(conn: AsyncConnection, key: str) -> Company | None:
    query = sa.select(*_COLUMNS).where(tenants.c.short_name_key == key)
    return _company((await conn.execute(query)).mappings().first())


async def by_id(conn: AsyncConnection, tenant: TenantId) -> Company | None:
    query = sa.select(*_COLUMNS).where(tenants.c.id == tenant)
    return _company((await conn.execute(query)).mappings().first())


async def every(conn: AsyncConnection) -> list[Company]:
    rows = await conn.execute(sa.select(*_COLUMNS).order_by(tenants.c.id))
    return [Company(**row) for row in rows.mappings()]


async def change(conn: AsyncConnection, tenant: TenantId, values: Mapping[str, Any]) -> None:
    await conn.execute(tenants.update().where(tenants.c.id == tenant).values(**values))


async def chosen(conn: AsyncConnection) -> dict[str, Value]:
    """The settings that the company of this transaction has set."""
    rows = await conn.execute(sa.select(tenant_settings.c.key, tenant_settings.c.value))
    return {row.key: row.value for row in rows}


async def choose(
    conn: AsyncConnection, tenant: TenantId, values: Mapping[str, Value], now: datetime
) -> None:
    rows = [
        {"tenant_id": tenant, "key": key, "value": value, "changed_at": now}
        for key, value in values.items()
    ]
    stored = insert(tenant_settings).values(rows)
    changed = {"value": stored.excluded.value, "changed_at": stored.excluded.changed_at}
    await conn.execute(
        stored.on_conflict_do_update(index_elements=["tenant_id", "key"], set_=changed)
    )


def _company(row: Mapping[Any, Any] | None) -> Company | None:
    return None if row is None else Company(**{str(key): value for key, value in row.items()})
