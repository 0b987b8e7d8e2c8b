"""The company's one ordered log of facts, written in the transaction that made them true."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.kernel.events import Event, event_types
from lingting.kernel.ids import TenantId
from lingting.platform.bus import Recorded
from lingting.platform.tables import event_log, event_seq

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
    advance = insert(event_seq).values(tenant_id=tenant, last=len(events))
    advance = advance.on_conflict_do_update(
        index_elements=["tenant_id"], set_={"last": event_seq.c.last + len(events)}
    ).returning(event_seq.c.last)
    last: int = (await conn.execute(advance)).scalar_one()
    first = last - len(events) + 1
    rows = [_row(tenant, first + offset, event) for offset, event in enumerate(events)]
    await conn.execute(event_log.insert(), rows)
    told = await conn.execute(_NOTIFY, {"channel": CHANNEL, "payload": f"{tenant}:{last}"})
    recorded = [Recorded(tenant, first + offset, event) for offset, event in enumerate(events)]
    return recorded, told.one().number


async def read_call(conn: AsyncConnection, call: UUID) -> list[dict[str, Any]]:
    """The story of one call: `{seq, at, name, data}` in order."""
    query = sa.select(event_log.c.seq, event_log.c.at, event_log.c.name, event_log.c.data)
    query = query.where(event_log.c.call_id == call).order_by(event_log.c.seq)
    return [dict(row) for row in (await conn.execute(query)).mappings()]


def decode(name: str, data: dict[str, Any]) -> Event:
    """The event of a row; raises KeyError for a name that this version does not know."""
    return msgspec.convert(data, event_types()[name], strict=False)


def _row(tenant: TenantId, seq: int, event: Event) -> dict[str, Any]:
    data = msgspec.to_builtins(event)
    return {
        "tenant_id": tenant,
        "seq": seq,
        "at": event.at,
        "name": event.name,
        "call_id": getattr(event, "call", None),
        "data": data,
    }


_NOTIFY = sa.text(
    "SELECT pg_notify(:channel, :payload), CAST(pg_current_xact_id() AS text) AS number"
)
