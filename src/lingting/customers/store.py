"""The SQL of customers."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.customers.domain import Customer
from lingting.customers.tables import customer_numbers, customers
from lingting.kernel.ids import CustomerId, TenantId
from lingting.kernel.phone import PhoneNumber, parse_phone
from lingting.platform.asking import Question
from lingting.platform.db import Transaction

_COLUMNS = [column for column in customers.c if column.name != "tenant_id"]
_OWNER = Question("SELECT 1 FROM customer_numbers WHERE key = :key LIMIT 1")
_SEARCHED = (customers.c.name, customers.c.company, customers.c.email, customers.c.notes)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which customers to read; `before` is the id where the last page ended."""

    key: str | None = None
    text: str | None = None
    digits: str | None = None
    before: UUID | None = None


class Customers:
    """Reads and writes customers of the transaction's company; `region` reads their numbers."""

    def __init__(self, region: str) -> None:
        self._region = region

    async def add(self, conn: AsyncConnection, tenant: TenantId, one: Customer) -> None:
        values = {
            "id": one.id,
            "name": one.name,
            "company": one.company,
            "level": one.level,
            "email": one.email,
            "address": one.address,
            "notes": one.notes,
            "created_at": one.created_at,
            "updated_at": one.updated_at,
        }
        await conn.execute(customers.insert().values(tenant_id=tenant, **values))
        await self.set_numbers(conn, tenant, one.id, one.numbers)

    async def change(
        self, conn: AsyncConnection, customer: CustomerId, values: Mapping[str, Any], now: datetime
    ) -> None:
        changed = customers.update().where(customers.c.id == customer)
        await conn.execute(changed.values(**values, updated_at=now))

    async def set_numbers(
        self,
        conn: AsyncConnection,
        tenant: TenantId,
        customer: CustomerId,
        numbers: Sequence[PhoneNumber],
    ) -> None:
        """Gives the customer these numbers, in this order, and no others."""
        table = customer_numbers
        await conn.execute(table.delete().where(table.c.customer_id == customer))
        rows = [
            {
                "tenant_id": tenant,
                "customer_id": customer,
                "key": number.key,
                "raw": number.raw,
                "position": place,
            }
            for place, number in enumerate(numbers)
        ]
        if rows:
            await conn.execute(table.insert(), rows)

    async def by_id(self, conn: AsyncConnection, customer: CustomerId) -> Customer | None:
        query = sa.select(*_COLUMNS).where(customers.c.id == customer)
        found = await self._read(conn, query)
        return found[0] if found else None

    async def knows(self, tx: Transaction, key: str) -> bool:
        """Whether anybody has this number: most callers are strangers."""
        return bool(await tx.ask(_OWNER, key=key))

    async def by_keys(self, conn: AsyncConnection, keys: Iterable[str]) -> dict[str, Customer]:
        """For each known key the customer who has it; of several, the one changed last."""
        wanted = set(keys)
        if not wanted:
            return {}
        owners = sa.select(customer_numbers.c.customer_id).where(customer_numbers.c.key.in_(wanted))
        query = sa.select(*_COLUMNS).where(customers.c.id.in_(owners))
        found = await self._read(conn, query.order_by(customers.c.updated_at, customers.c.id))
        return {number.key: one for one in found for number in one.numbers if number.key in wanted}

    async def found(self, conn: AsyncConnection, wanted: Wanted, limit: int) -> list[Customer]:
        """Customers that match, the newest first."""
        query = sa.select(*_COLUMNS).order_by(customers.c.id.desc()).limit(limit)
        table = customer_numbers
        if wanted.key is not None:
            owners = sa.select(table.c.customer_id).where(table.c.key == wanted.key)
            query = query.where(customers.c.id.in_(owners))
        if wanted.text:
            hits = [column.icontains(wanted.text, autoescape=True) for column in _SEARCHED]
            if wanted.digits:
                within = table.c.key.contains(wanted.digits, autoescape=True)
                hits.append(customers.c.id.in_(sa.select(table.c.customer_id).where(within)))
            query = query.where(sa.or_(*hits))
        if wanted.before is not None:
            query = query.where(customers.c.id < wanted.before)
        return await self._read(conn, query)

    async def _read(self, conn: AsyncConnection, query: sa.Select[Any]) -> list[Customer]:
        rows = (await conn.execute(query)).mappings().all()
        table = customer_numbers
        links = sa.select(table.c.customer_id, table.c.raw).order_by(table.c.position)
        links = links.where(table.c.customer_id.in_([row["id"] for row in rows]))
        numbers: dict[UUID, list[PhoneNumber]] = {}
        for link in await conn.execute(links) if rows else ():
            number = parse_phone(link.raw, self._region)
            numbers.setdefault(link.customer_id, []).append(number)
        return [Customer(**row, numbers=tuple(numbers.get(row["id"], ()))) for row in rows]
