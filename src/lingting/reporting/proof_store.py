"""The SQL that counts a day a second time, from rows instead of sums, and keeps what came of it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.platform.db import Transaction
from lingting.reporting import tables
from lingting.reporting.foreign import calls

Row = dict[str, Any]
COUNTED = ("offered", "answered", "abandoned", "overflowed", "messages", "in_progress")
SUMMED = ("talk_ms", "hold_ms", "wrap_ms", "answer_wait_ms", "abandon_wait_ms")


async def queue_rows(conn: AsyncConnection, since: datetime, until: datetime) -> list[Row]:
    """Each queue's day, counted passage by passage."""
    c = tables.visits.c
    of = {name: c.outcome == name for name in ("answered", "abandoned", "overflowed")}
    of |= {"messages": c.outcome == "message", "in_progress": c.outcome.is_(None)}
    answered, left = of["answered"], of["abandoned"]
    query = sa.select(
        c.queue,
        sa.func.count().label("offered"),
        *(sa.func.count().filter(fits).label(name) for name, fits in of.items()),
        *(
            sa.func.coalesce(sa.func.sum(c[name]).filter(answered), 0).label(name)
            for name in ("talk_ms", "hold_ms", "wrap_ms")
        ),
        sa.func.coalesce(sa.func.sum(c.wait_ms).filter(answered), 0).label("answer_wait_ms"),
        sa.func.coalesce(sa.func.sum(c.wait_ms).filter(left), 0).label("abandon_wait_ms"),
    )
    query = query.where(c.arrived_at >= since, c.arrived_at < until).group_by(c.queue)
    return [dict(row) for row in (await conn.execute(query)).mappings()]


async def queue_sums(conn: AsyncConnection, since: datetime, until: datetime) -> list[Row]:
    """Each queue's day, as reports show it."""
    c = tables.queue_sums.c
    query = sa.select(c.queue, *(sa.func.sum(c[n]).label(n) for n in (*COUNTED, *SUMMED)))
    query = query.where(c.start >= since, c.start < until).group_by(c.queue)
    return [dict(row) for row in (await conn.execute(query)).mappings()]


async def agent_rows(conn: AsyncConnection, since: datetime, until: datetime) -> list[Row]:
    """Each agent's milliseconds of the day, and of how many stretches they are."""
    c = tables.spans.c
    began, ended = sa.func.greatest(c.began_at, since), sa.func.least(c.ended_at, until)
    length = sa.func.extract("epoch", ended - began) * 1000
    query = sa.select(
        c.agent,
        sa.cast(sa.func.round(sa.func.sum(length)), sa.BigInteger).label("spent"),
        sa.func.count().label("stretches"),
    )
    query = query.where(c.ended_at > since, c.began_at < until).group_by(c.agent)
    return [dict(row) for row in (await conn.execute(query)).mappings()]


async def agent_sums(conn: AsyncConnection, since: datetime, until: datetime) -> list[Row]:
    """Each agent's milliseconds of the day, as reports show them."""
    c = tables.agent_sums.c
    states = [one for one in c if one.name.endswith("_ms") and not one.name.startswith("longest")]
    spent = sum((one for one in states[1:]), states[0])
    query = sa.select(c.agent, sa.func.sum(spent).label("spent"))
    query = query.where(c.start >= since, c.start < until).group_by(c.agent)
    return [dict(row) for row in (await conn.execute(query)).mappings()]


async def calls_missed(conn: AsyncConnection, since: datetime, until: datetime) -> int:
    """Ended calls of the voice channel that reports do not know, or know with another outcome."""
    contacts = tables.contacts
    same = sa.exists().where(contacts.c.id == calls.c.id, contacts.c.outcome == calls.c.outcome)
    query = sa.select(sa.func.count()).select_from(calls)
    query = query.where(calls.c.began_at >= since, calls.c.began_at < until)
    query = query.where(calls.c.ended_at.is_not(None), sa.not_(same))
    return (await conn.execute(query)).scalar_one()


async def keep(tx: Transaction, day: date, findings: Sequence[Row]) -> None:
    """Keeps what a day's proof found, in place of an earlier proof of it."""
    row = {
        "tenant_id": tx.tenant,
        "day": day,
        "at": tx.now,
        "holds": not findings,
        "findings": list(findings),
    }
    put = insert(tables.proofs).values(row)
    changed = {name: put.excluded[name] for name in ("at", "holds", "findings")}
    await tx.conn.execute(
        put.on_conflict_do_update(index_elements=["tenant_id", "day"], set_=changed)
    )


async def proofs(conn: AsyncConnection, first: date, last: date) -> list[Row]:
    """What is known of these days, the newest first."""
    c = tables.proofs.c
    query = tables.proofs.select().where(c.day >= first, c.day <= last).order_by(c.day.desc())
    return [dict(row) for row in (await conn.execute(query)).mappings()]
