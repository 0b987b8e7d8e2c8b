"""The SQL of a company's mail server."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.kernel.ids import TenantId
from lingting.mail.domain import MailServer, Security
from lingting.mail.tables import mail_server

SELECT = sa.select(mail_server)


async def read(conn: AsyncConnection) -> tuple[MailServer, str | None] | None:
    """The company's server and its sealed password."""
    row = (await conn.execute(SELECT)).mappings().first()
    return server_of(row) if row else None


def server_of(row: Mapping[Any, Any]) -> tuple[MailServer, str | None]:
    """The server and its sealed password from a row of `SELECT`."""
    server = MailServer(
        host=row["host"],
        port=row["port"],
        security=Security(row["security"]),
        user=row["user"],
        sender=row["sender"],
        sender_name=row["sender_name"],
    )
    return server, row["secret"]


async def keep(
    conn: AsyncConnection, tenant: TenantId, server: MailServer, secret: str | None
) -> None:
    """Stores the company's in place of what was there."""
    values = {
        "host": server.host,
        "port": server.port,
        "security": server.security.value,
        "user": server.user,
        "secret": secret,
        "sender": server.sender,
        "sender_name": server.sender_name,
    }
    row = insert(mail_server).values(tenant_id=tenant, **values)
    await conn.execute(row.on_conflict_do_update(index_elements=["tenant_id"], set_=values))


async def forget(conn: AsyncConnection) -> None:
    """Takes it away: nothing is sent any more."""
    await conn.execute(mail_server.delete())
