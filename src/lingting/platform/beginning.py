"""How a transaction begins: BEGIN and the company's name reach the server in one message."""

from typing import Any

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from lingting.kernel.ids import TenantId
from lingting.platform.pending import PENDING, Pending
from lingting.platform.sending import Said

BEGIN, COMMIT = Said(b"BEGIN"), Said(b"COMMIT")
FENCE = 0x4C494E48
"""An advisory lock that every transaction of an engine that leads holds, shared with the others."""


def of_company(tenant: TenantId, tenure: int | None) -> Said:
    """From here to the end of the transaction one company's rows are seen; it fails when another
    engine leads than the one of this tenure."""
    company = b"SELECT set_config('lingting.tenant_id', $1, true)"
    if tenure is None:
        return Said(company, [tenant.hex.encode()])
    return Said(company + _LEADS, [tenant.hex.encode(), b"%d" % tenure])


def begin_in_one(engine: AsyncEngine) -> None:
    """The driver's own BEGIN would be a round trip by itself, and the company a second one."""
    event.listen(engine.sync_engine, "connect", _by_hand)
    event.listen(engine.sync_engine, "begin", _begin)


async def begin(conn: AsyncConnection, pending: Pending) -> None:
    """Begins a transaction that sees one company's rows only, and what waits to be written."""
    assert conn.sync_connection is not None
    conn.sync_connection.execution_options(**{PENDING: pending})
    with pending.apart():
        await conn.begin()


def _by_hand(connection: Any, _: Any) -> None:
    connection.autocommit = True


def _begin(connection: sa.Connection) -> None:
    pending: Pending | None = connection.get_execution_options().get(PENDING)
    company = fence = ""
    if pending is not None:
        company = f"; SET LOCAL lingting.tenant_id = '{pending.tenant.hex}'"
        if pending.tenure is not None:
            fence = f"; SELECT engine_leads({pending.tenure})"
    connection.exec_driver_sql(f"BEGIN{company}{fence}")


# What `engine_leads` does, first the lock and then the look; the function itself, which is dear to
# enter, is called only to refuse.
_LEADS = (
    b", CASE CAST(pg_advisory_xact_lock_shared(%d) AS text) WHEN '' THEN"
    b" CASE (SELECT last_value FROM engine_tenures) WHEN CAST($2 AS int) THEN NULL"
    b" ELSE engine_leads(CAST($2 AS int)) END END"
) % FENCE
