"""The database: tables of a company, and the transaction that every use case runs in."""

import json
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

import psycopg
import sqlalchemy as sa
from psycopg import sql
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine, create_async_engine

from lingting.kernel.clock import Clock
from lingting.kernel.events import Event
from lingting.kernel.ids import TenantId
from lingting.platform.bus import Bus, Recorded
from lingting.platform.eventlog import append
from lingting.platform.log import get_log
from lingting.platform.tables import metadata, timers

log = get_log(__name__)

APP_ROLE = "lingting_app"


class ConnectionLost(Exception):
    """The database went away while it was listened to."""


Effect = Callable[[], Awaitable[object]]


@dataclass(slots=True)
class Transaction:
    """One use case: reads and writes through `conn`; facts, timers, jobs and effects wait here.

    All of it is committed together; effects and subscribers follow after the commit.
    """

    tenant: TenantId
    conn: AsyncConnection
    now: datetime
    _events: list[Event] = field(default_factory=list[Event])
    _effects: list[Effect] = field(default_factory=list[Effect])
    _undo: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]])
    _timers: dict[tuple[str, str], datetime | None] = field(
        default_factory=dict[tuple[str, str], datetime | None]
    )

    def publish(self, event: Event) -> None:
        """Adds a fact to the company's log, in this transaction."""
        self._events.append(event)

    def after_commit(self, effect: Effect) -> None:
        """Performs `effect` after the commit, in the order of asking; failures are logged."""
        self._effects.append(effect)

    def on_rollback(self, undo: Callable[[], None]) -> None:
        """Calls `undo` when this transaction fails (memory must follow the database)."""
        self._undo.append(undo)

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """A part that may fail alone: its rows, facts, effects and timers are taken back then."""
        events, effects, undo = len(self._events), len(self._effects), len(self._undo)
        timers_before = dict(self._timers)
        try:
            async with self.conn.begin_nested():
                yield
        except BaseException:
            del self._events[events:], self._effects[effects:]
            self._timers = timers_before
            for one in reversed(self._undo[undo:]):
                one()
            del self._undo[undo:]
            raise

    async def set_timer(
        self, kind: str, key: UUID | str, due: datetime, data: Mapping[str, Any] | None = None
    ) -> None:
        """Stores a timer; one of the same `kind` and `key` is replaced."""
        row = {"tenant_id": self.tenant, "kind": kind, "key": str(key), "due_at": due}
        insert = upsert(timers).values(**row, data=dict(data or {}))
        changed = {"due_at": insert.excluded.due_at, "data": insert.excluded.data}
        await self.conn.execute(
            insert.on_conflict_do_update(index_elements=["tenant_id", "kind", "key"], set_=changed)
        )
        self._timers[kind, str(key)] = due

    async def cancel_timer(self, kind: str, key: UUID | str) -> None:
        """Forgets a timer; none is no error."""
        gone = timers.delete().where(timers.c.kind == kind, timers.c.key == str(key))
        await self.conn.execute(gone)
        self._timers[kind, str(key)] = None

    async def defer(self, job: str, *, at: datetime | None = None, **args: Any) -> None:
        """Asks the worker to run `job` after the commit, not before `at`; `args` must be JSON."""
        payload = json.dumps({"tenant_id": str(self.tenant), **args})
        await self.conn.execute(_DEFER, {"job": job, "args": payload, "at": at})


_DEFER = sa.text(
    "SELECT procrastinate_defer_jobs_v1(ARRAY[ROW('default', :job, 0, NULL, NULL, "
    "CAST(:args AS jsonb), CAST(:at AS timestamptz))::procrastinate_job_to_defer_v1])"
)

TimersChanged = Callable[[TenantId, Mapping[tuple[str, str], datetime | None]], None]


class Database:
    """The pool of connections; every connection has the rights of the application's role."""

    def __init__(self, url: str, clock: Clock, bus: Bus, *, pool_size: int = 8) -> None:
        self.clock = clock
        self.bus = bus
        self.timers_changed: TimersChanged | None = None
        self.took: Callable[[float], None] | None = None
        """Told how long each committed transaction took."""
        self._url = url
        self.engine: AsyncEngine = create_async_engine(
            async_url(url),
            pool_size=pool_size,
            max_overflow=8,
            pool_pre_ping=True,
            hide_parameters=True,  # errors are logged, and what was written is personal
            connect_args={"options": f"-c role={APP_ROLE} -c timezone=UTC"},
            json_serializer=_to_json,
        )

    @asynccontextmanager
    async def transaction(self, tenant: TenantId) -> AsyncIterator[Transaction]:
        """A transaction that sees this company's rows only; commits when the block ends well."""
        async with self.engine.connect() as conn:
            began = time.perf_counter()
            tx = Transaction(tenant, conn, self.clock.now())
            try:
                await conn.execute(_SET_TENANT, {"tenant": str(tenant)})
                yield tx
                recorded = await append(conn, tenant, tx._events)
                await conn.commit()
            except BaseException:
                await conn.rollback()
                for undo in reversed(tx._undo):
                    undo()
                raise
        if self.took is not None:
            self.took(time.perf_counter() - began)
        await self._follow_up(tx, recorded)

    @asynccontextmanager
    async def without_tenant(self) -> AsyncIterator[AsyncConnection]:
        """A transaction outside every company: sees only what belongs to the installation."""
        async with self.engine.begin() as conn:
            yield conn

    @asynccontextmanager
    async def notices(self, channel: str) -> AsyncIterator[AsyncIterator[str]]:
        """What other processes tell on a channel from now on, over a connection of its own.

        Raises ConnectionLost when the database goes away.
        """
        address = async_url(self._url).replace("postgresql+psycopg://", "postgresql://")
        try:
            async with await psycopg.AsyncConnection.connect(address, autocommit=True) as conn:
                await conn.execute(sql.SQL("LISTEN {}").format(sql.Identifier(channel)))
                yield (notice.payload async for notice in conn.notifies())
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


_SET_TENANT = sa.text("SELECT set_config('lingting.tenant_id', :tenant, true)")


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


def _to_json(value: Any) -> str:
    return json.dumps(value, default=_plain, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, UUID):
        return str(value)
    if isinstance(value, datetime):
        return value.isoformat()
    raise TypeError(f"{type(value).__name__} is not JSON")


__all__ = ["APP_ROLE", "JSONB", "Database", "Transaction", "global_table", "tenant_table"]
