"""The SQL of reports whose rows are single contacts."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.reporting import tables
from lingting.reporting.reports.store import Cut

Row = dict[str, Any]
CALL_BACK_DAYS = 7
"""A call later than that is another story."""


async def abandoned(conn: AsyncConnection, cut: Cut, limit: int) -> list[Row]:
    """Abandoned waits with the first call to, and the first answered call from, the same number."""
    visits, contacts = tables.visits, tables.contacts
    back = _later(visits, contacts, "out", "back")
    again = _later(visits, contacts, "in", "again")
    query = (
        sa.select(
            visits.c.id,
            visits.c.call,
            visits.c.queue,
            visits.c.arrived_at,
            visits.c.ended_at,
            visits.c.wait_ms,
            contacts.c.number_key,
            contacts.c.customer,
            back.c.at.label("back_at"),
            back.c.agent.label("back_agent"),
            back.c.reached.label("back_reached"),
            again.c.at.label("again_at"),
        )
        .select_from(
            visits.join(contacts, contacts.c.id == visits.c.call)
            .outerjoin(back, sa.true())
            .outerjoin(again, sa.true())
        )
        .where(visits.c.outcome == "abandoned")
        .where(visits.c.arrived_at >= cut.since, visits.c.arrived_at < cut.until)
    )
    if cut.queues:
        query = query.where(visits.c.queue.in_(cut.queues))
    return await _rows(conn, query.order_by(visits.c.arrived_at.desc()).limit(limit))


def _later(visits: sa.Table, contacts: sa.Table, direction: str, name: str) -> Any:
    """The first later contact with the number; of calls out, one that was reached if any was."""
    other = tables.contacts.alias(f"{name}_contacts")
    reached = other.c.connected_at.is_not(None)
    found = sa.select(
        other.c.began_at.label("at"), other.c.agent.label("agent"), reached.label("reached")
    ).where(
        other.c.number_key == contacts.c.number_key,
        contacts.c.number_key != "",
        other.c.direction == direction,
        other.c.began_at > visits.c.ended_at,
        other.c.began_at < visits.c.ended_at + sa.text(f"interval '{CALL_BACK_DAYS} days'"),
    )
    if direction == "in":
        found = found.where(reached).order_by(other.c.began_at)
    else:
        found = found.order_by(reached.desc(), other.c.began_at)
    return found.limit(1).lateral(name)


async def talks(conn: AsyncConnection, cut: Cut, limit: int) -> list[Row]:
    """Agents' talks, the newest first."""
    talks, contacts, rings = tables.talks, tables.contacts, tables.rings
    rang = sa.func.extract("epoch", rings.c.ended_at - rings.c.began_at) * 1000
    ring = (
        sa.select(sa.cast(sa.func.round(sa.func.sum(rang)), sa.BigInteger))
        .where(
            rings.c.call == talks.c.call,
            rings.c.item == talks.c.item,
            rings.c.agent == talks.c.agent,
            rings.c.result == "accepted",
        )
        .scalar_subquery()
    )
    row_id = sa.func.concat(talks.c.call, "/", talks.c.position)
    query = sa.select(
        row_id.label("row_id"),
        talks.c.call,
        talks.c.agent,
        talks.c.queue,
        talks.c.began_at,
        talks.c.direction.label("kind"),
        ring.label("ring_ms"),
        talks.c.talk_ms,
        talks.c.hold_ms,
        talks.c.ended_by,
        contacts.c.number_key,
        contacts.c.customer,
    ).select_from(talks.join(contacts, contacts.c.id == talks.c.call))
    return await _newest(conn, query, talks, cut, limit)


async def missed_rings(conn: AsyncConnection, cut: Cut, limit: int) -> list[Row]:
    """Rings that no talk came of, the newest first."""
    rings, contacts = tables.rings, tables.contacts
    rang = sa.func.extract("epoch", rings.c.ended_at - rings.c.began_at) * 1000
    query = sa.select(
        sa.cast(rings.c.id, sa.Text).label("row_id"),
        rings.c.call,
        rings.c.agent,
        rings.c.queue,
        rings.c.began_at,
        rings.c.result.label("kind"),
        sa.cast(sa.func.round(rang), sa.BigInteger).label("ring_ms"),
        sa.null().label("talk_ms"),
        sa.null().label("hold_ms"),
        sa.null().label("ended_by"),
        contacts.c.number_key,
        contacts.c.customer,
    ).select_from(rings.join(contacts, contacts.c.id == rings.c.call))
    query = query.where(rings.c.result != "accepted")
    return await _newest(conn, query, rings, cut, limit)


async def _newest(
    conn: AsyncConnection,
    query: sa.Select[*tuple[Any, ...]],
    table: sa.Table,
    cut: Cut,
    limit: int,
) -> list[Row]:
    query = query.where(table.c.began_at >= cut.since, table.c.began_at < cut.until)
    if cut.agents:
        query = query.where(table.c.agent.in_(cut.agents))
    if cut.queues:
        query = query.where(table.c.queue.in_(cut.queues))
    return await _rows(conn, query.order_by(table.c.began_at.desc()).limit(limit))


async def _rows(conn: AsyncConnection, query: sa.Select[*tuple[Any, ...]]) -> list[Row]:
    return [dict(row) for row in (await conn.execute(query)).mappings()]
