"""The SQL of the living floor: agents, items, offers, decisions, timelines."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

import sqlalchemy as sa

from lingting.acd import tables as t
from lingting.acd.rows import Row
from lingting.kernel.ids import AgentId
from lingting.platform.db import Transaction
from lingting.platform.writing import Add, Amend, Put

HAND_OUTS_READ = 200


def save_agents(tx: Transaction, rows: Iterable[Row]) -> None:
    """Writes agents as they are."""
    _save(tx, _AGENT, rows)


def save_items(tx: Transaction, rows: Iterable[Row]) -> None:
    """Writes work items as they are."""
    _save(tx, _ITEM, rows)


def save_offers(tx: Transaction, rows: Iterable[Row]) -> None:
    """Writes offers as they are."""
    _save(tx, _OFFER, rows)


def add_decisions(tx: Transaction, rows: Iterable[Row]) -> None:
    for row in rows:
        tx.write(_DECISION, object(), row)


def turn(tx: Transaction, agent: AgentId, part: Row | None) -> None:
    """Ends the open stretch of the agent's timeline and begins another, unless he logged out."""
    number = 0
    while (begun := tx.waiting(_BEGUN, (agent, number))) is not None:
        if begun["ended_at"] is None:
            tx.write(_BEGUN, (agent, number), {**begun, "ended_at": tx.now})
        number += 1
    if number == 0:
        tx.write(_ENDED, agent, {"agent_id": agent, "ended_at": tx.now})
    if part is not None:
        row = {"agent_id": agent, "began_at": tx.now, "ended_at": None, **part}
        tx.write(_BEGUN, (agent, number), row)


def _save(tx: Transaction, writing: Put, rows: Iterable[Row]) -> None:
    for row in rows:
        tx.write(writing, row["id"], row)


_AGENT = Put(t.agents)
_ITEM = Put(t.work_items)
_OFFER = Put(t.offers)
_DECISION = Add(t.routing_decisions)
_ENDED = Amend(t.agent_states, ("agent_id",), ("ended_at",), where="t.ended_at IS NULL")
_BEGUN = Add(t.agent_states, after=_ENDED)


async def agents(tx: Transaction) -> list[Row]:
    return await _all(tx, sa.select(t.agents))


async def living_items(tx: Transaction) -> list[Row]:
    """Items that are not over, the oldest first."""
    query = sa.select(t.work_items).where(t.work_items.c.ended_at.is_(None))
    return await _all(tx, query.order_by(t.work_items.c.joined_at, t.work_items.c.id))


async def open_offers(tx: Transaction) -> list[Row]:
    return await _all(tx, sa.select(t.offers).where(t.offers.c.closed_at.is_(None)))


async def hand_outs(tx: Transaction) -> list[Row]:
    """`queue_id, assigned_at, enqueued_at` of the newest items that were taken, the latest taken
    first. The newest are found by their ids, which lie in time: an engine that starts must not
    sort all there ever were."""
    table = t.work_items
    newest = (
        sa.select(table.c.queue_id, table.c.assigned_at, table.c.enqueued_at)
        .where(table.c.assigned_at.is_not(None))
        .order_by(table.c.id.desc())
        .limit(HAND_OUTS_READ)
        .subquery()
    )
    return await _all(tx, sa.select(newest).order_by(newest.c.assigned_at.desc()))


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


async def _all(tx: Transaction, query: Any) -> list[Row]:
    return [dict(row) for row in (await tx.conn.execute(query)).mappings()]
