"""Calls that are over: written in bulk as a past, forgotten when they are too old."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from lingting.calls.domain.call import Call, Outcome
from lingting.calls.store import call_row, leg_row
from lingting.calls.tables import call_notes, calls, dial_attempts, legs, listenings
from lingting.kernel.ids import AgentId, CallId
from lingting.platform.bulk import insert_many
from lingting.platform.db import Transaction
from lingting.platform.tables import event_log

LATEST = timedelta(minutes=5)
"""Nobody waits longer at the door than this before he is refused."""


class PastCalls:
    """Keeps ended calls and their notes until they are written; a note waits for its call."""

    def __init__(self) -> None:
        self._ended: list[Call] = []
        self._living: set[CallId] = set()
        self._notes: dict[tuple[CallId, AgentId], dict[str, Any]] = {}

    def began(self, call: CallId) -> None:
        self._living.add(call)

    def ended(self, call: Call) -> None:
        self._living.discard(call.id)
        self._ended.append(call)

    def noted(self, call: CallId, agent: AgentId, disposition: str | None, at: datetime) -> None:
        """An agent saved his note."""
        self._notes[call, agent] = {
            "call": call,
            "agent": agent,
            "text": "",
            "disposition": disposition,
            "saved_at": at,
        }

    async def write(self, tx: Transaction) -> None:
        """Writes what is over, and forgets it."""
        await add_ended(tx, self._ended)
        ready = [key for key in self._notes if key[0] not in self._living]
        await insert_many(tx, call_notes, [self._notes.pop(key) for key in ready])
        self._ended.clear()


async def add_ended(tx: Transaction, ended: Sequence[Call]) -> None:
    """Writes calls that are over, with their legs."""
    await insert_many(tx, calls, [call_row(one) for one in ended])
    rows = [{"call": one.id, **leg_row(leg)} for one in ended for leg in one.legs]
    await insert_many(tx, legs, rows)


async def refused_since(tx: Transaction, since: datetime) -> list[tuple[datetime, str]]:
    """When and why callers were refused since then."""
    query = (
        sa.select(event_log.c.at, event_log.c.data["why"].astext)
        .join(calls, calls.c.id == event_log.c.call_id)
        .where(calls.c.began_at > since - LATEST, calls.c.outcome == Outcome.REFUSED.value)
        .where(event_log.c.name == "call.refused", event_log.c.at > since)
    )
    return [(row[0], row[1]) for row in await tx.conn.execute(query.order_by(event_log.c.seq))]


async def calls_before(tx: Transaction, before: datetime, limit: int) -> list[CallId]:
    """Calls that began before an instant and are over, the oldest first."""
    query = sa.select(calls.c.id).where(calls.c.began_at < before, calls.c.ended_at.is_not(None))
    rows = await tx.conn.execute(query.order_by(calls.c.began_at).limit(limit))
    return [CallId(one) for one in rows.scalars()]


async def forget_calls(tx: Transaction, wanted: Sequence[CallId]) -> None:
    """Removes calls with their legs, notes and listenings."""
    await tx.conn.execute(listenings.delete().where(listenings.c.call.in_(wanted)))
    await tx.conn.execute(call_notes.delete().where(call_notes.c.call.in_(wanted)))
    await tx.conn.execute(legs.delete().where(legs.c.call.in_(wanted)))
    await tx.conn.execute(calls.delete().where(calls.c.id.in_(wanted)))


async def forget_attempts(tx: Transaction, before: datetime) -> None:
    """Removes what was dialled, or refused, before an instant."""
    await tx.conn.execute(dial_attempts.delete().where(dial_attempts.c.at < before))
