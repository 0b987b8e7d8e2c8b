"""Whether the database's disk has room: without it reading goes on and writing fails."""

from datetime import datetime

import psycopg.errors
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.kernel.clock import Clock
from lingting.platform.log import get_log

log = get_log(__name__)


class Room:
    """Remembers since when there is none; only a megabyte that can be written ends that."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.full_since: datetime | None = None

    def judge(self, error: DBAPIError) -> None:
        """Hears of every failed statement."""
        if isinstance(error.orig, psycopg.errors.DiskFull) and self.full_since is None:
            self.full_since = self._clock.now()
            log.error("the database's disk is full")

    async def look(self, conn: AsyncConnection) -> None:
        """Any statement; one that needs room after one that found none. Fails as statements do."""
        if self.full_since is None:
            await conn.execute(_ANYTHING)
            return
        await conn.execute(_A_MEGABYTE)
        log.info("the database's disk has room again")
        self.full_since = None


_ANYTHING = sa.text("SELECT 1")
_A_MEGABYTE = sa.text(
    "CREATE TEMP TABLE room ON COMMIT DROP AS "
    "SELECT repeat(md5(number::text), 50) FROM generate_series(1, 600) AS number"
)
"""Never committed. Rows of this size are neither packed nor put beside the table."""
