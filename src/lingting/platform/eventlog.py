"""The company's one ordered log of facts, written in the transaction that made them true."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.kernel.events import Event, event_types
from lingting.kernel.ids import TenantId
from lingting.platform.bus import Recorded
from lingting.platform.tables import event_log

CHANNEL = "lingting_events"


def values_of(events: Sequence[Event], *, tells: bool) -> dict[str, Any]:
    """The parameters of `parts` and `ASKED`, beside the company; `tells` other processes."""
    facts = [_fact(place, event) for place, event in enumerate(events, 1)]
    return {
        "number": len(events),
        "facts": msgspec.json.encode(facts).decode(),
        "channel": CHANNEL,
        "tells": tells,
    }


def recorded(tenant: TenantId, events: Sequence[Event], last: int) -> list[Recorded]:
    """The facts with their places, when `last` is that of the last one."""
    first = last - len(events) + 1
    return [Recorded(tenant, first + place, one) for place, one in enumerate(events)]


async def read_call(conn: AsyncConnection, call: UUID) -> list[dict[str, Any]]:
    """The story of one call: `{seq, at, name, data}` in order."""
    query = sa.select(event_log.c.seq, event_log.c.at, event_log.c.name, event_log.c.data)
    query = query.where(event_log.c.call_id == call).order_by(event_log.c.seq)
    return [dict(row) for row in (await conn.execute(query)).mappings()]


def decode(name: str, data: dict[str, Any]) -> Event:
    """The event of a row; raises KeyError for a name that this version does not know."""
    return msgspec.convert(data, event_types()[name], strict=False)


def _fact(place: int, event: Event) -> dict[str, Any]:
    return {
        "place": place,
        "at": event.at,
        "name": event.name,
        "call_id": getattr(event, "call", None),
        "data": event,
    }


def parts(written: str) -> str:
    """The parts of a statement that give facts their gapless numbers and add them, after the rows
    that `written` counts.

    The company's counter is locked until the commit, so that numbers have the order in which
    transactions commit; it is asked for last, as by everybody else who changes such rows.
    """
    return (
        "advanced AS ("
        "INSERT INTO event_seq (tenant_id, last)"
        f" SELECT CAST(%(tenant)s AS uuid), CAST(%(number)s AS int) WHERE {written} >= 0"
        " ON CONFLICT (tenant_id) DO UPDATE SET last = event_seq.last + excluded.last"
        " RETURNING last"
        "), added AS ("
        "INSERT INTO event_log (tenant_id, seq, at, name, call_id, data)"
        " SELECT CAST(%(tenant)s AS uuid), advanced.last - %(number)s + place,"
        " at, name, call_id, data"
        " FROM advanced, jsonb_to_recordset(CAST(%(facts)s AS jsonb))"
        " AS fact(place int, at timestamptz, name text, call_id uuid, data jsonb))"
    )


ASKED = (
    "last, CASE WHEN CAST(%(tells)s AS boolean)"
    " THEN pg_notify(%(channel)s, CAST(%(tenant)s AS text) || ':' || last) END FROM advanced"
)
"""Where the facts are, and a word to the listeners of other processes."""
