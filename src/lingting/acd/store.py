"""The SQL of the living floor: agents, items, offers, decisions, timelines."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from lingting.acd import tables as t
from lingting.acd.rows import Row
from lingting.kernel.ids import AgentId
from lingting.platform import upserting
from lingting.platform.db import Transaction
from lingting.platform.tables import timers

HAND_OUTS_READ = 200


async def upsert(tx: Transaction, table: sa.Table, rows: Sequence[Row]) -> None:
    """Writes rows by their id, new or known."""
    if not rows:
        return
    full = [{"tenant_id": tx.tenant, **row} for row in rows]
    statement = upserting.upsert(table, ("tenant_id", "id"), tuple(full[0]))
    await tx.conn.execute(statement, _plain(full))


async def add_decisions(tx: Transaction, rows: Sequence[Row]) -> None:
    if rows:
        full = [{"tenant_id": tx.tenant, **row} for row in rows]
        await tx.conn.execute(t.routing_decisions.insert(), _plain(full))


async def end_stretches(tx: Transaction, agents: Iterable[AgentId]) -> None:
    """Closes the open stretch of these agents' timelines."""
    await tx.conn.execute(_END_STRETCHES, {"agents": list(agents), "now": tx.now})


async def begin_stretches(tx: Transaction, rows: Mapping[AgentId, Row]) -> None:
    if rows:
        full = [
            {
                "tenant_id": tx.tenant,
                "agent_id": agent,
                "began_at": tx.now,
                **row,
            }
            for agent, row in rows.items()
        ]
        await tx.conn.execute(t.agent_states.insert(), _plain(full))


_END_STRETCHES = (
    t.agent_states.update()
    .where(
        t.agent_states.c.agent_id.in_(sa.bindparam("agents", expanding=True)),
        t.agent_states.c.ended_at.is_(None),
    )
    .values(ended_at=sa.bindparam("now"))
)


async def agents(tx: Transaction) -> list[Row]:
    return await _all(tx, sa.select(t.agents))


async def living_items(tx: Transaction) -> list[Row]:
    """Items that are not over, the oldest first."""
    query = sa.select(t.work_items).where(t.work_items.c.ended_at.is_(None))
    return await _all(tx, query.order_by(t.work_items.c.joined_at, t.work_items.c.id))


async def open_offers(tx: Transaction) -> list[Row]:
    return await _all(tx, sa.select(t.offers).where(t.offers.c.closed_at.is_(None)))


async def hand_outs(tx: Transaction) -> list[Row]:
    """`queue_id, assigned_at, enqueued_at` of the last items taken, the latest first."""
    table = t.work_items
    query = (
        sa.select(table.c.queue_id, table.c.assigned_at, table.c.enqueued_at)
        .where(table.c.assigned_at.is_not(None))
        .order_by(table.c.assigned_at.desc())
        .limit(HAND_OUTS_READ)
    )
    return await _all(tx, query)


async def decisions(tx: Transaction, *, item: UUID | None = None, ref: UUID | None = None) -> Any:
    """Decisions about an item or a call, in order, each with what became of its offer."""
    table, offers = t.routing_decisions, t.offers
    matching = (offers.c.tenant_id == table.c.tenant_id) & (offers.c.id == table.c.offer_id)
    query = sa.select(
        table.c.at,
        table.c.item_id,
        table.c.queue_id,
        table.c.agent_id,
        table.c.offer_id,
        table.c.reason,
        offers.c.state.label("outcome"),
        offers.c.closed_at,
    ).select_from(table.outerjoin(offers, matching))
    column = table.c.item_id if item is not None else table.c.ref
    query = query.where(column == (item if item is not None else ref)).order_by(table.c.number)
    return await _all(tx, query)


async def timeline(tx: Transaction, agent: AgentId, limit: int) -> list[dict[str, Any]]:
    """The agent's last stretches, the latest first."""
    table = t.agent_states
    columns = [
        column for column in table.c if column.name not in ("tenant_id", "number", "agent_id")
    ]
    query = sa.select(*columns).where(table.c.agent_id == agent)
    query = query.order_by(table.c.number.desc()).limit(limit)
    return await _all(tx, query)


async def has_timer(tx: Transaction, kind: str) -> bool:
    query = sa.select(timers.c.kind).where(timers.c.kind == kind)
    return (await tx.conn.execute(query)).first() is not None


def _plain(rows: list[Row]) -> Row | list[Row]:
    """One row goes the short way; several are sent as a batch."""
    return rows[0] if len(rows) == 1 else rows


async def _all(tx: Transaction, query: Any) -> list[Row]:
    return [dict(row) for row in (await tx.conn.execute(query)).mappings()]
