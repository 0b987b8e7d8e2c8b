"""The SQL of the call log: filters, pages, and everything about one call."""

from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.platform.eventlog import read_call
from lingting.platform.tables import event_log
from lingting.reporting.domain.fact import Fact
from lingting.reporting.domain.wanted import IN_PROGRESS, Cursor, NumberWanted, Wanted
from lingting.reporting.foreign import call_notes, calls, customers, legs

Row = dict[str, Any]
MOST_COUNTED = 10_000


async def page(
    conn: AsyncConnection, wanted: Wanted, limit: int, after: Cursor | None
) -> list[Row]:
    """Calls that fit, the newest first."""
    query = calls.select().where(*_conditions(wanted))
    query = query.order_by(calls.c.began_at.desc(), calls.c.id.desc()).limit(limit)
    if after is not None:
        here = sa.tuple_(calls.c.began_at, calls.c.id)
        query = query.where(here < sa.tuple_(sa.literal(after.began_at), sa.literal(after.call)))
    return await _rows(conn, query)


async def count(conn: AsyncConnection, wanted: Wanted) -> int | None:
    """How many calls fit; None when there are more than anybody would page through."""
    some = sa.select(calls.c.id).where(*_conditions(wanted)).limit(MOST_COUNTED + 1).subquery()
    found = (await conn.execute(sa.select(sa.func.count()).select_from(some))).scalar_one()
    return found if found <= MOST_COUNTED else None


async def one(conn: AsyncConnection, call: UUID, only_of: UUID | None) -> Row | None:
    """One call, when there is such a call for this reader."""
    conditions = _conditions(Wanted(only_of=only_of))
    rows = await _rows(conn, calls.select().where(calls.c.id == call, *conditions))
    return rows[0] if rows else None


async def some(conn: AsyncConnection, wanted: Sequence[UUID]) -> list[Row]:
    """These calls, in the order in which they were named."""
    rows = await _rows(conn, calls.select().where(calls.c.id.in_(wanted)))
    found = {row["id"]: row for row in rows}
    return [found[call] for call in wanted if call in found]


async def legs_of(conn: AsyncConnection, wanted: Collection[UUID]) -> list[Row]:
    """The lines of these calls, in the order in which they were made."""
    return await _rows(
        conn, legs.select().where(legs.c.call.in_(wanted)).order_by(legs.c.began_at, legs.c.id)
    )


async def notes_of(conn: AsyncConnection, call: UUID) -> list[Row]:
    """The agents' notes on a call, the oldest first."""
    query = call_notes.select().where(call_notes.c.call == call)
    return await _rows(conn, query.order_by(call_notes.c.saved_at))


async def newest_notes(conn: AsyncConnection, wanted: Collection[UUID]) -> dict[UUID, str]:
    """The note that was saved last on each of these calls, where one says anything."""
    query = call_notes.select().where(call_notes.c.call.in_(wanted), call_notes.c.text != "")
    rows = await _rows(conn, query.order_by(call_notes.c.saved_at))
    return {row["call"]: row["text"] for row in rows}


async def of_customer(
    conn: AsyncConnection,
    customer: UUID,
    keys: Collection[str],
    before: datetime | None,
    limit: int,
) -> list[Row]:
    """Calls with a customer, known by name or by one of his numbers, the newest first."""
    query = calls.select().where(sa.or_(calls.c.customer == customer, calls.c.caller_key.in_(keys)))
    if before is not None:
        query = query.where(calls.c.began_at < before)
    return await _rows(conn, query.order_by(calls.c.began_at.desc()).limit(limit))


async def facts_of(conn: AsyncConnection, call: UUID) -> list[Fact]:
    """Everything that the log knows of a call, in order."""
    return [Fact(**row) for row in await read_call(conn, call)]


async def facts_named(conn: AsyncConnection, wanted: Collection[UUID], name: str) -> list[Row]:
    """The facts of one name about these calls: `{call_id, at, data}`."""
    query = sa.select(event_log.c.call_id, event_log.c.at, event_log.c.data)
    query = query.where(event_log.c.call_id.in_(wanted), event_log.c.name == name)
    return await _rows(conn, query.order_by(event_log.c.seq))


def _conditions(wanted: Wanted) -> list[sa.ColumnElement[bool]]:
    found: list[sa.ColumnElement[bool]] = []
    if wanted.since is not None:
        found.append(calls.c.began_at >= wanted.since)
    if wanted.until is not None:
        found.append(calls.c.began_at < wanted.until)
    if wanted.direction is not None:
        found.append(calls.c.direction == wanted.direction)
    if wanted.outcome == IN_PROGRESS:
        found.append(calls.c.ended_at.is_(None))
    elif wanted.outcome is not None:
        found.append(calls.c.outcome == wanted.outcome)
    if wanted.number is not None:
        found.append(_number(wanted.number))
    found += [_had_leg(agent) for agent in (wanted.agent, wanted.only_of) if agent is not None]
    if wanted.queue is not None:
        found.append(_was_queued(wanted.queue))
    if wanted.has_recording is not None:
        found.append(_recorded() if wanted.has_recording else sa.not_(_recorded()))
    if wanted.text:
        found.append(_says(wanted.text))
    return found


def _number(wanted: NumberWanted) -> sa.ColumnElement[bool]:
    whole = calls.c.caller_key == wanted.key
    if wanted.digits is None:
        return whole
    return sa.or_(
        whole,
        calls.c.caller_key.contains(wanted.digits, autoescape=True),
        calls.c.called.contains(wanted.digits, autoescape=True),
    )


def _had_leg(agent: UUID) -> sa.ColumnElement[bool]:
    return sa.exists().where(legs.c.call == calls.c.id, legs.c.agent == agent)


def _was_queued(queue: UUID) -> sa.ColumnElement[bool]:
    return sa.exists().where(
        event_log.c.call_id == calls.c.id,
        event_log.c.name == "work_item.queued",
        event_log.c.data["queue"].astext == str(queue),
    )


def _recorded() -> sa.ColumnElement[bool]:
    leg = sa.exists().where(
        legs.c.call == calls.c.id, legs.c.recording.is_not(None), legs.c.answered_at.is_not(None)
    )
    return sa.or_(leg, calls.c.left_message)


def _says(text: str) -> sa.ColumnElement[bool]:
    """In a note, in its disposition or in the customer's name."""
    noted = sa.exists().where(
        call_notes.c.call == calls.c.id,
        sa.or_(
            call_notes.c.text.icontains(text, autoescape=True),
            call_notes.c.disposition.icontains(text, autoescape=True),
        ),
    )
    named = sa.exists().where(
        customers.c.id == calls.c.customer, customers.c.name.icontains(text, autoescape=True)
    )
    return sa.or_(noted, named)


async def _rows(conn: AsyncConnection, query: sa.Select[*tuple[Any, ...]]) -> list[Row]:
    rows: Sequence[Any] = (await conn.execute(query)).mappings().all()
    return [dict(row) for row in rows]
