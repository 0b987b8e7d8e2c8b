"""How a transaction begins: BEGIN and the company's name reach the server in one message."""

from typing import Any
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

TENANT = "lingting_tenant"


def begin_in_one(engine: AsyncEngine) -> None:
    """The driver's own BEGIN would be a round trip by itself, and the company a second one."""
    event.listen(engine.sync_engine, "connect", _by_hand)
    event.listen(engine.sync_engine, "begin", _begin)


async def begin(conn: AsyncConnection, tenant: UUID) -> None:
    """Begins a transaction that sees this company's rows only."""
    assert conn.sync_connection is not None
    conn.sync_connection.execution_options(**{TENANT: tenant})
    await conn.begin()


def _by_hand(connection: Any, _: Any) -> None:
    connection.autocommit = True


def _begin(connection: sa.Connection) -> None:
    tenant: UUID | None = connection.get_execution_options().get(TENANT)
    company = "" if tenant is None else f"; SET LOCAL lingting.tenant_id = '{tenant.hex}'"
    connection.exec_driver_sql(f"BEGIN{company}")
