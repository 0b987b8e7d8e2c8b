"""Which engine leads: one of the installation at a time, by a lock that the database keeps."""

import asyncio
from collections.abc import Callable

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from lingting.platform.db import async_url
from lingting.platform.log import get_log
from lingting.platform.login import application_url

log = get_log(__name__)

LOCK = 0x4C494E47
"""The advisory lock of the installation's one database."""
AGAIN_SECONDS = 0.25
COURTESY_SECONDS = 2.0
"""After the database was away who led before leads on: he knows what happened meanwhile."""
KEEPALIVE = ("keepalives_idle=1", "keepalives_interval=1", "keepalives_count=3")
"""Over a network each side notices within four seconds that the other is gone without a word."""


class Leadership:
    """The lock lives as long as the connection that took it: a killed engine loses it at once."""

    def __init__(self, url: str) -> None:
        self._address = async_url(application_url(url)).replace(
            "postgresql+psycopg://", "postgresql://"
        )
        self._connection: psycopg.AsyncConnection | None = None

    async def take(self) -> None:
        """Waits until no other engine leads; the database may be away meanwhile."""
        was_away = False
        while True:
            try:
                self._connection = await self._connect()
                if was_away:
                    await asyncio.sleep(COURTESY_SECONDS)
                await self._connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            except psycopg.OperationalError:
                await self.release()
                was_away = True
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                return

    async def keep(self, lost: Callable[[], None], back: Callable[[], None]) -> None:
        """Until another engine leads: calls `lost` when the lock went with its connection, and
        `back` when this engine has it again."""
        while True:
            await self._until_lost()
            lost()
            await self.release()
            log.warning("leadership interrupted")
            if not await self._take_again():
                await self.release()
                log.error("another engine leads")
                return
            back()
            log.info("leadership resumed")

    async def release(self) -> None:
        """Lets another engine lead."""
        connection, self._connection = self._connection, None
        if connection is not None:
            await connection.close()

    async def _connect(self) -> psycopg.AsyncConnection:
        options = " ".join(f"-c tcp_{one}" for one in KEEPALIVE)
        ours = make_conninfo(" ".join(KEEPALIVE), options=options, connect_timeout=3)
        address = make_conninfo(ours, **conninfo_to_dict(self._address))
        return await psycopg.AsyncConnection.connect(address, autocommit=True)

    async def _until_lost(self) -> None:
        assert self._connection is not None
        try:
            async for _ in self._connection.notifies():
                pass
        except psycopg.OperationalError:
            return

    async def _take_again(self) -> bool:
        while True:
            try:
                self._connection = await self._connect()
                got = await self._connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
                row = await got.fetchone()
            except psycopg.OperationalError:
                await self.release()
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                return bool(row and row[0])
