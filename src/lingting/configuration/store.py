"""The SQL of the history of imports."""

from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from lingting.configuration.tables import configuration_versions as table
from lingting.platform.db import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Version:
    """An import: who made it, what it changed; the document before it is kept."""

    number: int
    at: datetime
    by_user: UUID | None
    by_name: str | None
    rolled_back_to: int | None
    added: int
    changed: int
    removed: int


_COLUMNS = [table.c[name] for name in Version.__slots__]


async def next_number(tx: Transaction) -> int:
    last = (await tx.conn.execute(sa.select(sa.func.max(table.c.number)))).scalar()
    return (last or 0) + 1


async def add(tx: Transaction, version: Version, document: str) -> None:
    row = {"tenant_id": tx.tenant, **asdict(version), "document": document}
    await tx.conn.execute(table.insert().values(row))


async def every(tx: Transaction, limit: int) -> list[Version]:
    """Imports, the newest first."""
    query = sa.select(*_COLUMNS).order_by(table.c.number.desc()).limit(limit)
    return [Version(**row) for row in (await tx.conn.execute(query)).mappings()]


async def document(tx: Transaction, number: int) -> str | None:
    query = sa.select(table.c.document).where(table.c.number == number)
    return (await tx.conn.execute(query)).scalar()
