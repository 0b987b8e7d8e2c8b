"""The SQL of facts: rows of contacts and of agents, read and written as dataclasses."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import fields
from datetime import datetime
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.platform.db import Transaction
from lingting.reporting import tables
from lingting.reporting.domain.fact import Fact
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
from lingting.reporting.domain.spans import Attending, restored, stored

Row = dict[str, Any]
R = TypeVar("R", Contact, Visit, Rung, Talk, Step, Asked, Span)
ENUMS: Mapping[tuple[type, str], type[Enum]] = {
    (Visit, "origin"): Origin,
    (Visit, "outcome"): VisitOutcome,
    (Step, "exit"): StepExit,
    (Span, "kind"): SpanKind,
}
AT_ONCE = 500
"""Rows per statement: a statement takes at most 65535 parameters."""


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


async def replace_contacts(
    tx: Transaction, before: Collection[UUID], rows: Iterable[ContactRows]
) -> None:
    """Writes these contacts in place of what was stored of them (`before`)."""
    made = list(rows)
    if before:
        for _, table in PARTS:
            await tx.conn.execute(table.delete().where(table.c.call.in_(before)))
        gone = tables.contacts.delete().where(tables.contacts.c.id.in_(before))
        await tx.conn.execute(gone)
    await _add(tx, tables.contacts, [one.contact for one in made])
    for name, (_, table) in zip(PART_NAMES, PARTS, strict=True):
        await _add(tx, table, [part for one in made for part in getattr(one, name)])


async def put_wraps(tx: Transaction, visits: Iterable[Visit]) -> None:
    """Writes the wrap-up times of these passages."""
    for visit in visits:
        change = tables.visits.update().where(tables.visits.c.id == visit.id)
        await tx.conn.execute(change.values(wrap_ms=visit.wrap_ms))


PARTS: tuple[tuple[Any, sa.Table], ...] = (
    (Visit, tables.visits),
    (Rung, tables.rings),
    (Talk, tables.talks),
    (Step, tables.steps),
    (Asked, tables.asked),
)
PART_NAMES = ("visits", "rings", "talks", "steps", "asked")


# --- rows of agents ------------------------------------------------------------------------------


async def attending(conn: AsyncConnection, agents: Collection[UUID]) -> dict[UUID, Attending]:
    """What is known of these agents; who was never heard of is logged out."""
    table = tables.attending
    query = sa.select(table.c.agent, table.c.state).where(table.c.agent.in_(agents))
    known = {row.agent: restored(row.state) for row in await conn.execute(query)}
    return {agent: known.get(agent, Attending()) for agent in agents}


async def put_attending(tx: Transaction, states: Mapping[UUID, Attending]) -> None:
    """Keeps what is known of agents."""
    table = tables.attending
    for part in parts(list(states.items())):
        rows = [{"tenant_id": tx.tenant, "agent": a, "state": stored(s)} for a, s in part]
        put = insert(table).values(rows)
        keys = ["tenant_id", "agent"]
        await tx.conn.execute(
            put.on_conflict_do_update(index_elements=keys, set_={"state": put.excluded.state})
        )


async def replace_spans(
    tx: Transaction, agents: Collection[UUID], ended: Sequence[Span], going_on: Sequence[Span]
) -> None:
    """Stretches that ended, and those that go on in place of the ones that went on before."""
    table = tables.spans
    opened = table.delete().where(table.c.agent.in_(agents), table.c.ended_at.is_(None))
    await tx.conn.execute(opened)
    await _add(tx, table, [*ended, *going_on])


async def wraps_of(conn: AsyncConnection, items: Collection[UUID]) -> dict[UUID, int]:
    """Milliseconds of wrap-up that ended, by passage."""
    table = tables.spans
    length = sa.func.extract("epoch", table.c.ended_at - table.c.began_at) * 1000
    query = sa.select(table.c.item, sa.func.sum(sa.func.round(length)).label("spent"))
    query = query.where(
        table.c.item.in_(items),
        table.c.kind == SpanKind.WRAPPING.value,
        table.c.ended_at.is_not(None),
    )
    return {row.item: int(row.spent) for row in await conn.execute(query.group_by(table.c.item))}


async def put_nodes(tx: Transaction, entered: Iterable[Fact]) -> None:
    """Keeps the newest titles of steps."""
    newest = {(fact.text("flow"), fact.text("node")): fact for fact in entered}
    rows = [
        {
            "tenant_id": tx.tenant,
            "flow": flow or "",
            "node": node or "",
            "seq": fact.seq,
            **{key: fact.text(key) or "" for key in ("verb", "title_zh", "title_en")},
        }
        for (flow, node), fact in newest.items()
    ]
    for part in parts(rows):
        put = insert(tables.nodes).values(part)
        titles = {key: put.excluded[key] for key in ("seq", "verb", "title_zh", "title_en")}
        keys = ["tenant_id", "flow", "node"]
        await tx.conn.execute(put.on_conflict_do_update(index_elements=keys, set_=titles))


# --- rows and dataclasses ------------------------------------------------------------------------


async def _add(tx: Transaction, table: sa.Table, made: Sequence[Any]) -> None:
    for part in parts(made):
        await tx.conn.execute(table.insert(), [_written(tx, one) for one in part])


def _written(tx: Transaction, made: Any) -> Row:
    row: Row = {"tenant_id": tx.tenant}
    for one in fields(made):
        value = getattr(made, one.name)
        row[one.name] = value.value if isinstance(value, Enum) else value
    return row


def _read(kind: type[R], row: Mapping[Any, Any]) -> R:
    values: Row = {}
    for one in fields(kind):
        value = row[one.name]
        enum = ENUMS.get((kind, one.name))
        values[one.name] = enum(value) if enum is not None and value is not None else value
    return kind(**values)


def parts(items: Sequence[Any]) -> Iterable[Sequence[Any]]:
    """Rows as many as one statement takes."""
    for start in range(0, len(items), AT_ONCE):
        yield items[start : start + AT_ONCE]
