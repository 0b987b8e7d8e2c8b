"""The SQL of saved reports."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from lingting.kernel.ids import UserId
from lingting.platform.db import Transaction
from lingting.reporting.foreign import users
from lingting.reporting.tables import saved_reports

MOST = 500
"""As many as one list shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedReport:
    """A report with the name that somebody gave it."""

    id: UUID
    owner: UserId
    owner_name: str | None
    name: str
    shared: bool
    definition: Mapping[str, Any]
    changed_at: datetime


def _select() -> sa.Select[Any]:
    there = saved_reports.outerjoin(users, users.c.id == saved_reports.c.owner)
    return sa.select(saved_reports, users.c.name.label("owner_name")).select_from(there)


def _of(row: Mapping[Any, Any]) -> SavedReport:
    return SavedReport(**{name: row[name] for name in SavedReport.__slots__})


def _visible(reader: UserId) -> sa.ColumnElement[bool]:
    return sa.or_(saved_reports.c.owner == reader, saved_reports.c.shared)


async def visible(tx: Transaction, reader: UserId) -> list[SavedReport]:
    """One's own reports and those of the company, by name."""
    query = _select().where(_visible(reader))
    query = query.order_by(saved_reports.c.name, saved_reports.c.id).limit(MOST)
    return [_of(row) for row in (await tx.conn.execute(query)).mappings()]


async def one(tx: Transaction, reader: UserId, report: UUID) -> SavedReport | None:
    """A report that this person may see."""
    query = _select().where(saved_reports.c.id == report, _visible(reader))
    row = (await tx.conn.execute(query)).mappings().one_or_none()
    return _of(row) if row is not None else None


async def add(
    tx: Transaction,
    report: UUID,
    owner: UserId,
    name: str,
    definition: Mapping[str, Any],
    *,
    shared: bool,
) -> None:
    """Keeps a new one."""
    values = {"tenant_id": tx.tenant, "id": report, "owner": owner, "changed_at": tx.now}
    more = {"name": name, "shared": shared, "definition": dict(definition)}
    await tx.conn.execute(saved_reports.insert().values(**values, **more))


async def change(tx: Transaction, report: UUID, values: Mapping[str, Any]) -> None:
    """Changes the named columns."""
    query = saved_reports.update().where(saved_reports.c.id == report)
    await tx.conn.execute(query.values(**values, changed_at=tx.now))


async def remove(tx: Transaction, report: UUID) -> None:
    """Takes it away."""
    await tx.conn.execute(saved_reports.delete().where(saved_reports.c.id == report))


async def forget_private(tx: Transaction, owners: Sequence[UserId]) -> None:
    """Nobody else could see or remove what a person kept for himself."""
    of_them = saved_reports.c.owner.in_(owners)
    query = saved_reports.delete().where(of_them)
    await tx.conn.execute(query.where(sa.not_(saved_reports.c.shared)))
