"""The SQL of reports whose rows are single contacts."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.reporting import tables
from lingting.reporting.domain.asking import After
from lingting.reporting.errors import CursorUnfit
from lingting.reporting.reports.store import Cut

Row = dict[str, Any]
WEEK = sa.text("interval '7 days'")
"""A call later than that is another story."""


async def abandoned(conn: AsyncConnection, cut: Cut, limit: int, after: After | None) -> list[Row]:
    """Abandoned waits with the first call to, and the first answered call from, the same number."""
    left = tables.visits.select().where(*_left(cut))
    if after is not None:
        place = sa.tuple_(sa.literal(after.at), sa.literal(_uuid(after.row), sa.Uuid))
        left = left.where(sa.tuple_(tables.visits.c.arrived_at, tables.visits.c.id) < place)
    newest = (tables.visits.c.arrived_at.desc(), tables.visits.c.id.desc())
    visits = left.order_by(*newest).limit(limit).subquery("visits")
    contacts = tables.contacts
    back = _later(visits, contacts, "out", "back")
    again = _later(visits, contacts, "in", "again")
    query = sa.select(
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
    ).select_from(
        visits.join(contacts, contacts.c.id == visits.c.call)
        .outerjoin(back, sa.true())
        .outerjoin(again, sa.true())
    )
    return await _rows(conn, query.order_by(visits.c.arrived_at.desc(), visits.c.id.desc()))


async def abandoned_total(conn: AsyncConnection, cut: Cut) -> dict[str, int]:
    """All abandoned waits: how many, how long, and how many of them spoke with somebody after."""
    visits, contacts, other = tables.visits, tables.contacts, tables.contacts.alias("other")
    spoke = (
        # Joined, since only joins are shared between processors.
        sa.select(sa.literal(1).label("once"))
        .where(
            other.c.number_key == contacts.c.number_key,
            contacts.c.number_key != "",
            other.c.connected_at.is_not(None),
            other.c.began_at > visits.c.ended_at,
            other.c.began_at < visits.c.ended_at + WEEK,
        )
        .limit(1)
        .lateral("spoke")
    )
    query = sa.select(
        sa.func.count().label("count"),
        sa.func.coalesce(sa.func.sum(visits.c.wait_ms), 0).label("wait_ms"),
        sa.func.count(spoke.c.once).label("reached"),
    ).select_from(visits.join(contacts, contacts.c.id == visits.c.call).outerjoin(spoke, sa.true()))
    (found,) = await _rows(conn, query.where(*_left(cut)))
    return {name: int(value) for name, value in found.items()}


def _left(cut: Cut) -> list[sa.ColumnElement[bool]]:
    c = tables.visits.c
    found = [c.outcome == "abandoned", c.arrived_at >= cut.since, c.arrived_at < cut.until]
    return [*found, c.queue.in_(cut.queues)] if cut.queues else found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise CursorUnfit() from None


def _later(visits: sa.Subquery, contacts: sa.Table, direction: str, name: str) -> Any:
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
        other.c.began_at < visits.c.ended_at + WEEK,
    )
    if direction == "in":
        found = found.where(reached).order_by(other.c.began_at)
    else:
        found = found.order_by(reached.desc(), other.c.began_at)
    return found.limit(1).lateral(name)


async def talks(conn: AsyncConnection, cut: Cut, limit: int, after: After | None) -> list[Row]:
    """Agents' talks, the newest first."""
    row_id = sa.func.concat(tables.talks.c.call, "/", tables.talks.c.position)
    talks = _newest(tables.talks, row_id, cut, limit, after)
    contacts, rings = tables.contacts, tables.rings
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
    query = sa.select(
        talks.c.row_id,
        talks.c.call,
        talks.c.agent,
        talks.c.queue,
        talks.c.began_at,
        talks.c.direction.label("kind"),
        ring.label("ring_ms"),
        sa.case((talks.c.ended_at.is_not(None), talks.c.talk_ms)).label("talk_ms"),
        talks.c.hold_ms,
        talks.c.ended_by,
        contacts.c.number_key,
        contacts.c.customer,
    ).select_from(talks.join(contacts, contacts.c.id == talks.c.call))
    return await _rows(conn, query)


async def missed_rings(
    conn: AsyncConnection, cut: Cut, limit: int, after: After | None
) -> list[Row]:
    """Rings that no talk came of, the newest first."""
    row_id = sa.cast(tables.rings.c.id, sa.Text)
    rings = _newest(tables.rings, row_id, cut, limit, after, UNANSWERED)
    contacts = tables.contacts
    rang = sa.func.extract("epoch", rings.c.ended_at - rings.c.began_at) * 1000
    query = sa.select(
        rings.c.row_id,
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
    return await _rows(conn, query)


async def seat_total(conn: AsyncConnection, cut: Cut) -> dict[str, int]:
    """All talks and unanswered rings: how many, and how long was talked and held."""
    talks, rings = tables.talks, tables.rings
    spoken = sa.select(
        sa.func.count().label("count"),
        sa.func.coalesce(sa.func.sum(talks.c.talk_ms), 0).label("talk_ms"),
        sa.func.coalesce(sa.func.sum(talks.c.hold_ms), 0).label("hold_ms"),
    ).where(*_within(talks, cut))
    rang = sa.select(sa.func.count().label("count")).where(UNANSWERED, *_within(rings, cut))
    (talked,), (unanswered,) = await _rows(conn, spoken), await _rows(conn, rang)
    found = talked | {"count": talked["count"] + unanswered["count"]}
    return {name: int(value) for name, value in found.items()}


UNANSWERED = tables.rings.c.result != "accepted"


def _newest(
    table: sa.Table,
    row_id: sa.ColumnElement[str],
    cut: Cut,
    limit: int,
    after: After | None,
    *fits: sa.ColumnElement[bool],
) -> sa.Subquery:
    """A page of rows with their ids, which tell rows of one instant apart."""
    named = sa.collate(row_id, "C")
    query = sa.select(*table.c, named.label("row_id")).where(*fits, *_within(table, cut))
    if after is not None:
        began = table.c.began_at
        query = query.where(began <= after.at, sa.or_(began < after.at, named < after.row))
    return query.order_by(table.c.began_at.desc(), named.desc()).limit(limit).subquery("newest")


def _within(table: sa.Table, cut: Cut) -> list[sa.ColumnElement[bool]]:
    c = table.c
    found = [c.began_at >= cut.since, c.began_at < cut.until]
    for column, wanted in ((c.agent, cut.agents), (c.queue, cut.queues)):
        if wanted:
            found.append(column.in_(wanted))
    return found


async def _rows(conn: AsyncConnection, query: sa.Select[*tuple[Any, ...]]) -> list[Row]:
    return [dict(row) for row in (await conn.execute(query)).mappings()]
