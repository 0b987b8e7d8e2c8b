"""The SQL of tries to log in and of image codes, outside every company."""

from datetime import datetime
from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.identity.tables import captchas, login_attempts

_t = login_attempts.c


async def queue_up(conn: AsyncConnection, account_hash: bytes) -> None:
    """Lets tries for one account be judged one after another, until the transaction ends."""
    number = int.from_bytes(account_hash[:8], signed=True)
    await conn.execute(sa.select(sa.func.pg_advisory_xact_lock(number)))


async def failures_of_account(
    conn: AsyncConnection, account_hash: bytes, since: datetime
) -> list[datetime]:
    """When tries failed after the last success, in order."""
    mine = _t.account_hash == account_hash
    success = sa.select(sa.func.max(_t.at)).where(mine, _t.succeeded, _t.at > since)
    floor = sa.func.coalesce(success.scalar_subquery(), since)
    query = sa.select(_t.at).where(mine, ~_t.succeeded, _t.at > floor).order_by(_t.at)
    return list((await conn.execute(query)).scalars())


async def failures_of_address(
    conn: AsyncConnection, address: str, since: datetime
) -> list[datetime]:
    """When tries from an address failed, in order; who got in afterwards had only mistyped."""
    later = login_attempts.alias()
    made_good = sa.exists().where(
        later.c.account_hash == _t.account_hash, later.c.succeeded, later.c.at >= _t.at
    )
    query = sa.select(_t.at).where(_t.address == address, ~_t.succeeded, _t.at > since)
    return list((await conn.execute(query.where(~made_good).order_by(_t.at))).scalars())


async def add(
    conn: AsyncConnection, attempt: UUID, now: datetime, account_hash: bytes, address: str
) -> None:
    """Notes a try as failed until `succeed` says otherwise."""
    await conn.execute(
        login_attempts.insert().values(
            id=attempt, at=now, account_hash=account_hash, address=address, succeeded=False
        )
    )


async def succeed(conn: AsyncConnection, attempt: UUID) -> None:
    await conn.execute(login_attempts.update().where(_t.id == attempt).values(succeeded=True))


async def forget(conn: AsyncConnection, before: datetime, now: datetime) -> None:
    """Removes tries and image codes that matter no more."""
    await conn.execute(login_attempts.delete().where(_t.at < before))
    await conn.execute(captchas.delete().where(captchas.c.expires_at < now))


async def forgive(conn: AsyncConnection, account_hash: bytes) -> None:
    """Unlocks an account."""
    await conn.execute(login_attempts.delete().where(_t.account_hash == account_hash))


async def add_captcha(
    conn: AsyncConnection, captcha: UUID, code_hash: bytes, expires_at: datetime
) -> None:
    row = {"id": captcha, "code_hash": code_hash, "expires_at": expires_at}
    await conn.execute(captchas.insert().values(row))


async def take_captcha(conn: AsyncConnection, captcha: UUID) -> tuple[bytes, datetime] | None:
    """Hash and end of an image code, which is used up by this."""
    gone = captchas.delete().where(captchas.c.id == captcha)
    row = (await conn.execute(gone.returning(captchas.c.code_hash, captchas.c.expires_at))).first()
    return (row.code_hash, row.expires_at) if row else None
