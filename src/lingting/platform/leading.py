"""Which engine leads: one of the installation at a time, by a lock that the database keeps."""

import asyncio
import fcntl
import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import LiteralString

import psycopg
from psycopg.conninfo import conninfo_to_dict, make_conninfo

from lingting.platform.beginning import FENCE
from lingting.platform.db import async_url
from lingting.platform.log import get_log
from lingting.platform.login import application_url

log = get_log(__name__)

LOCK = 0x4C494E47
"""The advisory lock of the installation's one database."""
AGAIN_SECONDS = 0.25
COURTESY_SECONDS = 2.0
"""After the database was away who led before leads on: he knows what happened meanwhile."""
LEADS_ELSEWHERE = "5s"
"""Who stood in and does not get the lock within this time was not needed."""
KEEPALIVE = ("keepalives_idle=1", "keepalives_interval=1", "keepalives_count=3")
"""Over a network each side notices within four seconds that the other is gone without a word."""
LOOK_SECONDS = 3.0
SILENT_SECONDS = 4.0
"""A server that writes nothing for so long is away: none of its connections breaks by itself."""
OWN_PAUSE_SECONDS = 0.5
"""What came while this process itself stood still is read first."""


class AnotherLeads(Exception):
    """The database is back, and another engine leads."""


class Seat:
    """Which process of this machine hears the switch, while there is no database to ask: a lock on
    a file, which ends with its process."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: int | None = None

    @property
    def is_ours(self) -> bool:
        return self._file is not None

    def take(self) -> bool:
        """Whether it is this process's now."""
        if self._file is None:
            file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                os.close(file)
            else:
                self._file = file
        return self.is_ours

    async def wait(self) -> None:
        """Until whoever had it has ended."""
        while True:
            if self.take():
                return
            await asyncio.sleep(AGAIN_SECONDS)


NEXT_TENURE = "SELECT setval('engine_tenures', last_value + 1) FROM engine_tenures"
"""`nextval` would leave numbers out when the server dies."""
_TENURE = "SELECT last_value FROM engine_tenures"
_END_WHAT_IS_LATE = (
    "SELECT pg_terminate_backend(pid, 5000) FROM pg_locks"
    " WHERE locktype = 'advisory' AND classid = 0 AND objid = %s AND pid <> pg_backend_pid()"
    " AND database = (SELECT oid FROM pg_database WHERE datname = current_database())"
)
_WRITES = "SELECT pg_logical_emit_message(true, 'lingting', '')"
"""A commit of nothing but a line in the server's journal."""
_LOCK_TIMEOUT = "SELECT set_config('lock_timeout', %s, false)"


class Leadership:
    """The lock lives as long as the connection that took it: a killed engine loses it at once.

    With a seat, an engine that is started while the database is away may stand in for one that
    died: it hears and keeps what happens until it leads.
    """

    def __init__(self, url: str, seat: Seat | None = None) -> None:
        self._seat = seat
        self._address = async_url(application_url(url)).replace(
            "postgresql+psycopg://", "postgresql://"
        )
        self._connection: psycopg.AsyncConnection | None = None
        self.tenure: int | None = None
        """Which of all engines that ever led this one is."""

    async def take(self, stand_in: Callable[[], None] = lambda: None) -> None:
        """Waits until no other engine leads; the database may be away meanwhile.

        Raises AnotherLeads when this one stood in and another was first.
        """
        was_away = False
        while True:
            try:
                self._connection = await self._connect()
                if was_away and not self._stands_in:
                    await asyncio.sleep(COURTESY_SECONDS)
                await self._lock(self._connection)
            except psycopg.errors.LockNotAvailable as error:
                raise AnotherLeads from error
            except psycopg.OperationalError:
                await self.release()
                was_away = True
                if self._seat is not None and self._seat.take():
                    stand_in()
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                break
        if self._seat is not None:
            await self._seat.wait()

    @property
    def _stands_in(self) -> bool:
        return self._seat is not None and self._seat.is_ours

    async def _lock(self, connection: psycopg.AsyncConnection) -> None:
        if self._stands_in:
            await connection.execute(_LOCK_TIMEOUT, [LEADS_ELSEWHERE])
        await connection.execute("SELECT pg_advisory_lock(%s)", [LOCK])
        await connection.execute(_LOCK_TIMEOUT, ["0"])
        await self._begin_tenure(connection)

    async def _begin_tenure(self, connection: psycopg.AsyncConnection) -> None:
        """From here on no engine that led before writes anything, whatever it believes: its next
        transactions are refused, those under way are ended, and then nothing is under way."""
        self.tenure = await _number(connection, NEXT_TENURE)
        await connection.execute(_END_WHAT_IS_LATE, [FENCE])
        await connection.execute("SELECT pg_advisory_lock(%s)", [FENCE])
        await connection.execute("SELECT pg_advisory_unlock(%s)", [FENCE])

    async def keep(self, lost: Callable[[], None], back: Callable[[], None]) -> None:
        """Until another engine leads: calls `lost` when the lock went with its connection or the
        server has gone silent, and `back` when this engine has the lock again or still."""
        while True:
            asked = await self._until_unheard()
            lost()
            log.warning("leadership interrupted", silent=not asked.done())
            if not await asked and not await self._take_again():
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

    async def _until_unheard(self) -> asyncio.Future[bool]:
        """Until the connection breaks or a question is not answered: that question, which may be
        answered yet."""
        connection = self._connection
        assert connection is not None
        while True:
            asked = asyncio.create_task(_is_heard(connection))
            try:
                for seconds in (SILENT_SECONDS, OWN_PAUSE_SECONDS):
                    await asyncio.wait([asked], timeout=seconds)
            except asyncio.CancelledError:
                asked.cancel()
                raise
            if not asked.done() or not asked.result():
                return asked
            await _pause(connection)

    async def _take_again(self) -> bool:
        await self.release()
        while True:
            try:
                self._connection = await self._connect()
                got = await self._connection.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
                row = await got.fetchone()
                led_since = await _number(self._connection, _TENURE) != self.tenure
            except psycopg.OperationalError:
                await self.release()
                await asyncio.sleep(AGAIN_SECONDS)
            else:
                return bool(row and row[0]) and not led_since


async def _is_heard(connection: psycopg.AsyncConnection) -> bool:
    """Whether the server wrote something to its disk: one whose disk hangs still answers what it
    need not write."""
    with suppress(psycopg.Error):
        await connection.execute(_WRITES)
    return not connection.closed


async def _pause(connection: psycopg.AsyncConnection) -> None:
    """A while, or until the connection breaks."""
    with suppress(psycopg.OperationalError):
        async for _ in connection.notifies(timeout=LOOK_SECONDS):
            pass


async def _number(connection: psycopg.AsyncConnection, query: LiteralString) -> int:
    row = await (await connection.execute(query)).fetchone()
    assert row is not None
    return int(row[0])
