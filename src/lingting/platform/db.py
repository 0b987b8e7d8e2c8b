"""The database: tables of a company, and the transaction that every use case runs in."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Sequence
from contextlib import aclosing, asynccontextmanager, contextmanager
from datetime import datetime
from functools import partial
from typing import TypeVar, cast

import psycopg
import sqlalchemy as sa
from psycopg import sql
from psycopg.conninfo import make_conninfo
from psycopg.pq.abc import PGresult
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.exc import DBAPIError, PendingRollbackError
from sqlalchemy.exc import TimeoutError as NoneFree
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from lingting.kernel.clock import Clock
from lingting.kernel.ids import TenantId
from lingting.platform.as_json import to_json
from lingting.platform.away import DatabaseAway, is_away
from lingting.platform.beginning import BEGIN, COMMIT, begin_in_one, of_company
from lingting.platform.bus import Bus, Recorded
from lingting.platform.clock import belongs_to
from lingting.platform.cutting import GONE_WITHOUT_A_WORD, Lines
from lingting.platform.eventlog import recorded
from lingting.platform.guests import Guests, guest
from lingting.platform.late import Late
from lingting.platform.log import get_log
from lingting.platform.login import application_url
from lingting.platform.pending import Pending, write_before_reading
from lingting.platform.room import Room
from lingting.platform.sending import FLUSH, Connection, Said, say, stays_on_machine, text
from lingting.platform.showers import Showers
from lingting.platform.tables import metadata
from lingting.platform.timer_rows import Changes, TimerRows
from lingting.platform.transaction import Transaction

log = get_log(__name__)

AGAIN_SECONDS = 0.25
CONNECT_SECONDS = 3
CONNECTIONS = 8
CONNECTIONS_MORE = 8
CONNECTIONS_OF_GUESTS = 8
CONNECTIONS_OF_ONE = 3
UNHEARD_OF = psycopg.errors.InvalidParameterValue
"""Said of a transaction's number that the server has not come to: an older state was restored."""
Result = TypeVar("Result")


class ConnectionLost(Exception):
    """The database went away while it was listened to."""


TimersChanged = Callable[[TenantId, Changes], None]


class Database:
    """The pool of connections; whoever's address it is given, it logs in as the application."""

    def __init__(self, url: str, clock: Clock, bus: Bus) -> None:
        self.clock = clock
        self.bus = bus
        self.timers_changed: TimersChanged | None = None
        self.timer_rows = TimerRows()
        self.showers = Showers()
        self.took: Callable[[float], None] | None = None
        """Told how long each committed transaction took."""
        self.url = application_url(url)
        self.engine: AsyncEngine = create_async_engine(
            async_url(self.url),
            pool_size=CONNECTIONS,
            max_overflow=CONNECTIONS_MORE,
            pool_pre_ping=True,
            pool_use_lifo=True,  # few sessions know the statements, instead of all a little
            hide_parameters=True,  # errors are logged, and what was written is personal
            connect_args={
                "options": "-c timezone=UTC",
                "connect_timeout": CONNECT_SECONDS,
                **GONE_WITHOUT_A_WORD,
            },
            json_serializer=to_json,
        )
        self._lines = Lines(self.engine, are_cut=lambda: not self._led.is_set())
        begin_in_one(self.engine)
        write_before_reading(self.engine)
        self.room = Room(clock)
        self.guests = Guests(CONNECTIONS_OF_GUESTS, CONNECTIONS_OF_ONE)
        self.tenure: int | None = None
        """Set by an engine that leads: what it writes is refused once another one does."""
        self._led = asyncio.Event()
        self._led.set()
        self._newest: dict[TenantId, datetime] = {}

    @asynccontextmanager
    async def transaction(self, tenant: TenantId) -> AsyncIterator[Transaction]:
        """A transaction that sees this company's rows only; commits when the block ends well."""
        if not self._led.is_set():
            raise DatabaseAway
        began = time.perf_counter()
        with self.judging():
            pending = Pending(tenant, self.tenure, self.showers)
            late = self.late(pending)
            tx = Transaction(tenant, cast(AsyncConnection, late), self._now(tenant), pending)
            try:
                yield tx
                gone = self.timer_rows.write(pending, tx._timers)
                facts = await self._end(tx, late.begun)
            except BaseException:
                for undo in reversed(tx._undo):
                    undo()
                await late.rollback()
                raise
            finally:
                self.timer_rows.settled(tenant, tx._timers)
                await late.close()
        self.timer_rows.removed(tenant, gone)
        self.showers.sent(tenant, pending.notices)
        if facts:
            self._newest[tenant] = tx.now
        if self.took is not None:
            self.took(time.perf_counter() - began)
        await self._follow_up(tx, facts)

    async def look_back(self, tenant: TenantId) -> None:
        """Reads when the newest fact was: nothing that is written from now on is before it, unless
        it was written by a clock that was ahead."""
        async with self.transaction(tenant) as tx:
            at = (await tx.conn.execute(_NEWEST, {"tenant": tenant})).scalar_one_or_none()
        if at is not None:
            self._newest[tenant] = min(at, self.clock.now())

    def newest(self, tenant: TenantId) -> datetime | None:
        """When the newest fact of a company was."""
        return self._newest.get(tenant)

    def late(self, pending: Pending) -> Late:
        """A connection that is taken when it is needed; whoever gets it closes it."""
        return Late(self._connect, partial(self._ask, pending.tenant), pending, self.guests)

    @asynccontextmanager
    async def without_tenant(self) -> AsyncIterator[AsyncConnection]:
        """A transaction outside every company: sees only what belongs to the installation."""
        async with self._connected() as conn, conn.begin():
            yield conn

    # while the database is away ----------------------------------------------------------------

    def hold(self) -> None:
        """Another engine may lead, or the server has gone silent: this process changes nothing
        until `resume`, and whoever waits for an answer is told that none will come."""
        self._led.clear()
        self._lines.cut()

    def resume(self) -> None:
        """This process may change things again."""
        self._led.set()

    async def back(self) -> None:
        """Waits until the database can be used, whatever else it says until then."""
        while True:
            await self._led.wait()
            if await self.usable():
                return
            await asyncio.sleep(AGAIN_SECONDS)

    async def usable(self) -> bool:
        """Whether it can be read and written."""
        try:
            with guest(None):
                async with self._connected() as conn:
                    await self.room.look(conn)
        except (DatabaseAway, DBAPIError):
            return False
        return True

    async def insist(self, work: Callable[[], Awaitable[Result]]) -> Result:
        """Does `work`, again when the database went away in it: for what nobody can ask for
        again."""
        while True:
            try:
                return await work()
            except DatabaseAway:
                await self.back()

    @asynccontextmanager
    async def _connected(self) -> AsyncIterator[AsyncConnection]:
        with self.judging():
            async with self.guests.place():
                conn = await self._connect()
                try:
                    yield conn
                finally:
                    await conn.close()

    async def _connect(self) -> AsyncConnection:
        if not self._led.is_set():
            raise DatabaseAway
        return await self.engine.connect()

    async def _ask(self, tenant: TenantId, said: Sequence[Said]) -> Sequence[PGresult]:
        if not self._led.is_set():
            raise DatabaseAway
        answers: list[PGresult] = []
        async with self.guests.place():
            await say(self.engine, lambda _: [[of_company(tenant, self.tenure), *said]], answers)
        return answers[1:]

    @contextmanager
    def judging(self) -> Iterator[None]:
        """Tells apart, of what fails within, that the database is away."""
        try:
            yield
        except (PendingRollbackError, NoneFree) as error:
            # it went away, and somebody went on nevertheless; or each connection waits for
            # something, for half a minute
            raise DatabaseAway from error
        except DBAPIError as error:
            self.room.judge(error)
            if not is_away(error):
                raise
            raise DatabaseAway from error

    async def _end(self, tx: Transaction, begun: AsyncConnection | None) -> list[Recorded]:
        """Writes what waits and commits; answers the facts with their places."""
        for event in tx._events:
            for write in self.bus.writers(type(event)):
                write(tx, event)
        if begun is None:
            return await self._end_in_one(tx)
        facts, number = await self._write(tx)
        await self._settle(begun.commit(), lambda: number)
        return facts

    async def _end_in_one(self, tx: Transaction) -> list[Recorded]:
        """Nothing was asked: one message begins, writes and commits."""
        said = tx.pending.said(tx._events)
        if said is None:
            return []
        answers: list[PGresult] = []

        def messages(conn: Connection) -> Sequence[Sequence[Said]]:
            first = [BEGIN, of_company(tx.tenant, tx.pending.tenure), said]
            # What the database calls the transaction must be known before it may be committed.
            return [[*first, FLUSH, COMMIT]] if stays_on_machine(conn) else [first, [COMMIT]]

        def number() -> str | None:
            return text(answers[2], 0) if len(answers) > 2 else None

        async with self.guests.place():
            await self._settle(say(self.engine, messages, answers), number)
        return recorded(tx.tenant, tx._events, int(text(answers[2], 1))) if tx._events else []

    async def _write(self, tx: Transaction) -> tuple[list[Recorded], str | None]:
        """Writes what waits; answers the facts with their places, and the number by which the
        database knows the transaction, when it changed anything."""
        done = await tx.conn.run_sync(tx.pending.write, tx._events)
        if done is not None:
            return recorded(tx.tenant, tx._events, done.last) if tx._events else [], done.xact
        if tx.pending.asked and (tx._undo or tx._timers or tx._effects):
            return [], (await tx.conn.execute(_NUMBER)).scalar_one()
        return [], None

    async def _settle(self, commit: Awaitable[None], number: Callable[[], str | None]) -> None:
        """Commits. When the connection breaks just then, the database is asked later what became
        of it: facts must neither be lost nor be told twice."""
        try:
            await commit
        except DBAPIError as error:
            known = number()
            if known is None or not is_away(error):
                raise
            await self.back()
            if await self._became(known) != "committed":
                raise

    async def _became(self, number: str) -> str:
        """What became of a transaction whose end was not heard. Whatever stands in the way of an
        answer is none: work that was committed would be done again."""
        while True:
            status = "in progress"
            try:
                async with self.without_tenant() as conn:
                    status = (await conn.execute(_BECAME, {"number": number})).scalar_one()
            except DatabaseAway:
                await self.back()
            except DBAPIError as error:
                if isinstance(error.orig, UNHEARD_OF):
                    return "unheard of"
                log.warning("fate of a transaction unknown", number=number, exc_info=error)
            if status != "in progress":
                return status
            await asyncio.sleep(AGAIN_SECONDS)

    def _now(self, tenant: TenantId) -> datetime:
        """The clock's time, or that which late work belongs to; never before what is told."""
        late = belongs_to()
        if late is None:
            return self.clock.now()
        return max(late, self._newest.get(tenant, late))

    @asynccontextmanager
    async def notices(self, channel: str) -> AsyncIterator[AsyncIterator[str]]:
        """What other processes tell on a channel from now on, over a connection of its own.

        Raises ConnectionLost when the database goes away.
        """
        address = async_url(self.url).replace("postgresql+psycopg://", "postgresql://")
        address = make_conninfo(address, **GONE_WITHOUT_A_WORD)
        try:
            async with await psycopg.AsyncConnection.connect(address, autocommit=True) as conn:
                await conn.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
                # Whoever leaves in the midst of a notice would wait for the lock that it holds.
                async with aclosing(conn.notifies()) as told:
                    yield (notice.payload async for notice in told)
        except psycopg.OperationalError as error:
            raise ConnectionLost() from error

    async def close(self) -> None:
        await self.engine.dispose()

    async def _follow_up(self, tx: Transaction, recorded: list[Recorded]) -> None:
        if tx._timers and self.timers_changed is not None:
            self.timers_changed(tx.tenant, tx._timers)
        for effect in tx._effects:
            try:
                await effect()
            except Exception as error:  # the facts are committed: one failed effect stops no other
                log.error("effect failed", exc_info=error)
        await self.bus.dispatch(recorded)


_NEWEST = sa.text("SELECT at FROM event_log WHERE tenant_id = :tenant ORDER BY seq DESC LIMIT 1")
_NUMBER = sa.text("SELECT CAST(pg_current_xact_id_if_assigned() AS text)")
_BECAME = sa.text("SELECT pg_xact_status(CAST(:number AS xid8))")


def tenant_table(name: str, *columns: sa.schema.SchemaItem) -> sa.Table:
    """A table of a company: `tenant_id` comes first, row-level security is forced on it."""
    tenant = sa.Column("tenant_id", sa.Uuid, nullable=False)
    return sa.Table(name, metadata, tenant, *columns, info={"tenant": True})


def global_table(name: str, *columns: sa.schema.SchemaItem) -> sa.Table:
    """A table of the installation, outside every company; keep these few."""
    return sa.Table(name, metadata, *columns, info={"tenant": False})


def async_url(url: str) -> str:
    """The same address with the driver that the application uses."""
    _, _, rest = url.partition("://")
    return f"postgresql+psycopg://{rest}"


__all__ = [
    "JSONB",
    "Database",
    "DatabaseAway",
    "Transaction",
    "global_table",
    "tenant_table",
]
