"""The SQL of sessions."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.identity.tables import sessions
from lingting.kernel.ids import SessionId, TenantId, UserId


@dataclass(frozen=True, slots=True)
class Session:
    """A login that has not ended."""

    id: SessionId
    user_id: UserId
    token_hash: bytes
    seen_at: datetime
    expires_at: datetime


_COLUMNS = (
    sessions.c.id,
    sessions.c.user_id,
    sessions.c.token_hash,
    sessions.c.seen_at,
    sessions.c.expires_at,
)


async def add(
    conn: AsyncConnection, tenant: TenantId, session: Session, address: str | None
) -> None:
    await conn.execute(
        sessions.insert().values(
            tenant_id=tenant,
            id=session.id,
            user_id=session.user_id,
            token_hash=session.token_hash,
            created_at=session.seen_at,
            seen_at=session.seen_at,
            expires_at=session.expires_at,
            address=address,
        )
    )


async def by_hash(conn: AsyncConnection, token_hash: bytes) -> Session | None:
    return await _one(conn, sessions.c.token_hash == token_hash)


async def by_hashes(conn: AsyncConnection, token_hashes: Collection[bytes]) -> list[Session]:
    query = sa.select(*_COLUMNS).where(sessions.c.token_hash.in_(token_hashes))
    return [Session(**row) for row in (await conn.execute(query)).mappings()]


async def by_id(conn: AsyncConnection, session: SessionId) -> Session | None:
    return await _one(conn, sessions.c.id == session)


async def of_users(conn: AsyncConnection, users: Collection[UserId]) -> list[Session]:
    """The oldest first."""
    query = sa.select(*_COLUMNS).where(sessions.c.user_id.in_(users)).order_by(sessions.c.id)
    return [Session(**row) for row in (await conn.execute(query)).mappings()] if users else []


async def prolong(
    conn: AsyncConnection, session: SessionId, now: datetime, expires_at: datetime
) -> None:
    values = {"seen_at": now, "expires_at": expires_at}
    await conn.execute(sessions.update().where(sessions.c.id == session).values(**values))


async def remove(conn: AsyncConnection, wanted: Collection[SessionId]) -> set[SessionId]:
    """Ends sessions; answers those that had not ended before."""
    gone = sessions.delete().where(sessions.c.id.in_(wanted)).returning(sessions.c.id)
    return set((await conn.execute(gone)).scalars()) if wanted else set()


async def _one(conn: AsyncConnection, where: sa.ColumnElement[bool]) -> Session | None:
    row = (await conn.execute(sa.select(*_COLUMNS).where(where))).mappings().first()
    return Session(**row) if row else None
