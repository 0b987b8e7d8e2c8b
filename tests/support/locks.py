"""Who waits for whom in a database."""

import asyncio

import psycopg


async def until_somebody_waits(url: str) -> None:
    """For a lock that another one has; raises TimeoutError when nobody does."""
    async with (
        asyncio.timeout(10),
        await psycopg.AsyncConnection.connect(url, autocommit=True) as onlooker,
    ):
        while True:
            found = await onlooker.execute("SELECT 1 FROM pg_locks WHERE NOT granted")
            if await found.fetchone():
                return
            await asyncio.sleep(0.02)
