"""The SQL of facts: rows of contacts and of agents, read as dataclasses."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import fields
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.platform.db import Transaction
from lingting.reporting import tables
from lingting.reporting.domain.rows import (
    Asked,
    Contact,
    ContactRows,
    Origin,
    Rung,
    Span,
    SpanKind,
    Step,
    StepExit,
    Talk,
    Visit,
    VisitOutcome,
)
from lingting.reporting.domain.spans import Attending, restored

Row = dict[str, Any]
R = TypeVar("R", Contact, Visit, Rung, Talk, Step, Asked, Span)
ENUMS: Mapping[tuple[type, str], type[Enum]] = {
    (Visit, "origin"): Origin,
    (Visit, "outcome"): VisitOutcome,
    (Step, "exit"): StepExit,
    (Span, "kind"): SpanKind,
}


# --- rows of contacts ----------------------------------------------------------------------------


async def contacts_of(conn: AsyncConnection, calls: Collection[UUID]) -> dict[UUID, ContactRows]:
    """What is stored about these calls."""
    contacts = tables.contacts
    rows = await conn.execute(contacts.select().where(contacts.c.id.in_(calls)))
    found = [_read(Contact, row) for row in rows.mappings()]
    parts = {table: await _of_calls(conn, kind, table, calls) for kind, table in PARTS if found}
    return {
        one.id: ContactRows(one, *(tuple(parts[table].get(one.id, ())) for _, table in PARTS))
        for one in found
    }


async def _of_calls(
    conn: AsyncConnection, kind: type[R], table: sa.Table, calls: Collection[UUID]
) -> dict[UUID, list[R]]:
    order = table.c.position if "position" in table.c else table.c.began_at
    query = table.select().where(table.c.call.in_(calls)).order_by(order)
    found: defaultdict[UUID, list[R]] = defaultdict(list)
    for row in (await conn.execute(query)).mappings():
        found[row["call"]].append(_read(kind, row))
    return found


async def visits_by_id(conn: AsyncConnection, items: Collection[UUID]) -> list[Visit]:
    """Passages with these ids."""
    query = tables.visits.select().where(tables.visits.c.id.in_(items))
    return [_read(Visit, row) for row in (await conn.execute(query)).mappings()]


async def visits_between(conn: AsyncConnection, since: datetime, until: datetime) -> list[Visit]:
    """Passages that began in a period."""
    arrived = tables.visits.c.arrived_at
    query = tables.visits.select().where(arrived >= since, arrived < until)
    return [_read(Visit, row) for row in (await conn.execute(query)).mappings()]


PARTS: tuple[tuple[Any, sa.Table], ...] = (
    (Visit, tables.visits),
    (Rung, tables.rings),
    (Talk, tables.talks),
    (Step, tables.steps),
    (Asked, tables.asked),
)


# --- rows of agents ------------------------------------------------------------------------------


async def attending(conn: AsyncConnection, agents: Collection[UUID]) -> dict[UUID, Attending]:
    """What is known of these agents; who was never heard of is logged out."""
    table = tables.attending
    query = sa.select(table.c.agent, table.c.state).where(table.c.agent.in_(agents))
    known = {row.agent: restored(row.state) for row in await conn.execute(query)}
    return {agent: known.get(agent, Attending()) for agent in agents}


async def remove_contact(tx: Transaction, call: UUID) -> None:
    """Removes all rows of a contact."""
    for _, table in PARTS:
        await tx.conn.execute(table.delete().where(table.c.call == call))
    await tx.conn.execute(tables.contacts.delete().where(tables.contacts.c.id == call))


async def remove_span(tx: Transaction, span: Span) -> None:
    """Removes a stretch."""
    one = tables.spans.c
    await tx.conn.execute(
        tables.spans.delete().where(one.agent == span.agent, one.began_at == span.began_at)
    )


# --- rows and dataclasses ------------------------------------------------------------------------


def _read(kind: type[R], row: Mapping[Any, Any]) -> R:
    values: Row = {}
    for one in fields(kind):
        value = row[one.name]
        enum = ENUMS.get((kind, one.name))
        values[one.name] = enum(value) if enum is not None and value is not None else value
    return kind(**values)
