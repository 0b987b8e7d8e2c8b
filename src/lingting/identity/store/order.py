"""Changes of a company's users, roles and seats follow one another."""

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.kernel.ids import TenantId


async def one_at_a_time(conn: AsyncConnection, tenant: TenantId) -> None:
    """Waits for changes under way, so that checks (the last administrator, twins) stay true."""
    number = int.from_bytes(tenant.bytes[8:], signed=True)
    await conn.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))
