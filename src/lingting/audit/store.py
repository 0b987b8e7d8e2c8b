"""The SQL of the trail."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.audit.domain import Entry
from lingting.audit.tables import audit_log
from lingting.platform.db import Transaction
from lingting.platform.writing import Add


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """Which entries to read; `before` is the id where the last page ended."""

    since: datetime | None = None
    until: datetime | None = None
    user: UUID | None = None
    action: str | None = None
    before: UUID | None = None


_ENTRY = Add(audit_log)


def add(tx: Transaction, entry: Entry) -> None:
    """It is written with whatever else the transaction writes."""
    tx.write(_ENTRY, entry.id, entry)


async def newest(conn: AsyncConnection, wanted: Wanted, limit: int) -> list[Entry]:
    """Entries that match, the newest first; `action` also matches as `<thing>` alone."""
    columns = [column for column in audit_log.c if column.name != "tenant_id"]
    query = sa.select(*columns).order_by(audit_log.c.id.desc()).limit(limit)
    if wanted.since is not None:
        query = query.where(audit_log.c.at >= wanted.since)
    if wanted.until is not None:
        query = query.where(audit_log.c.at < wanted.until)
    if wanted.user is not None:
        query = query.where(audit_log.c.user_id == wanted.user)
    if wanted.action is not None:
        whole = audit_log.c.action == wanted.action
        query = query.where(
            whole | audit_log.c.action.startswith(wanted.action + ".", autoescape=True)
        )
    if wanted.before is not None:
        query = query.where(audit_log.c.id < wanted.before)
    rows = await conn.execute(query)
    return [Entry(**row) for row in rows.mappings()]


async def forget(conn: AsyncConnection, before: datetime) -> int:
    """Asks the database to remove what is older; it removes nothing of the kept months."""
    return (await conn.execute(sa.select(sa.func.forget_trail(before)))).scalar_one()
