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


async def append(
    conn: AsyncConnection, tenant: TenantId, events: Sequence[Event]
) -> tuple[list[Recorded], str | None]:
    """Writes events with gapless numbers and tells listeners of other processes; answers them,
    and the number by which the database knows the transaction.

    The company's counter row is locked until the commit, so that numbers have the order in which
    transactions commit; it is asked for last to keep that short.
    """
    if not events:
        return [], None
    facts = msgspec.json.encode([_fact(place, event) for place, event in enumerate(events, 1)])
    row = {"tenant": tenant, "number": len(events), "facts": facts.decode(), "channel": CHANNEL}
    told = (await conn.execute(_APPEND, row)).one()
    first = told.last - len(events) + 1
    return [Recorded(tenant, first + place, one) for place, one in enumerate(events)], told.xact


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


_APPEND = sa.text(
    "WITH advanced AS ("
    " INSERT INTO event_seq (tenant_id, last) VALUES (CAST(:tenant AS uuid), :number)"
    " ON CONFLICT (tenant_id) DO UPDATE SET last = event_seq.last + excluded.last RETURNING last"
    "), added AS ("
    " INSERT INTO event_log (tenant_id, seq, at, name, call_id, data)"
    " SELECT CAST(:tenant AS uuid), advanced.last - :number + place, at, name, call_id, data"
    " FROM advanced, jsonb_to_recordset(CAST(:facts AS jsonb))"
    " AS fact(place int, at timestamptz, name text, call_id uuid, data jsonb)"
    ") SELECT last, CAST(pg_current_xact_id() AS text) AS xact,"
    " pg_notify(:channel, CAST(:tenant AS text) || ':' || last) FROM advanced"
)
"""One message for numbers, rows and notice: the counter is locked until the commit."""
