"""Who waits for whom in a database."""

import asyncio

import psycopg

from support.hanging import unless_it_hangs

_WAITS = """
SELECT 1 FROM pg_locks JOIN pg_stat_activity USING (pid)
WHERE NOT granted AND datname = current_database()
"""


async def until_somebody_waits(url: str) -> None:
    """For a lock that another one has; raises TimeoutError when nobody does."""
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as onlooker:
        await until_somebody_waits_seen_by(onlooker)


async def until_somebody_waits_seen_by(onlooker: psycopg.AsyncConnection) -> None:
    """The same, over a connection that is there already."""
    async with unless_it_hangs():
        while not await (await onlooker.execute(_WAITS)).fetchone():  # noqa: ASYNC110
            await asyncio.sleep(0.02)
