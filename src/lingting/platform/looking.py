"""A transaction for those who look at memory and ask the database only for what is not there."""

from collections.abc import AsyncIterator, Hashable
from contextlib import AsyncExitStack, asynccontextmanager
from typing import Any, cast

from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.kernel.events import Event
from lingting.kernel.ids import TenantId
from lingting.platform.db import Database, Transaction
from lingting.platform.pending import Pending
from lingting.platform.writing import Writing


class _Look(Transaction):
    """Nothing is told or set by looking; who tried would not be heard."""

    def publish(self, event: Event) -> None:
        raise RuntimeError("a look tells no facts")

    def write(self, writing: Writing, key: Hashable, value: Any) -> None:
        raise RuntimeError("a look writes no rows")


class _Late:
    """Stands for a connection that is taken, and a transaction that begins, at the first
    statement."""

    def __init__(self, db: Database, tenant: TenantId, stack: AsyncExitStack) -> None:
        self._db = db
        self._tenant = tenant
        self._stack = stack
        self._conn: AsyncConnection | None = None

    async def execute(self, *args: Any) -> Any:
        if self._conn is None:
            begun = await self._stack.enter_async_context(self._db.transaction(self._tenant))
            self._conn = begun.conn
        return await self._conn.execute(*args)


@asynccontextmanager
async def looking(db: Database, tenant: TenantId) -> AsyncIterator[Transaction]:
    """For reading only; a look that needs no statement costs none, not even BEGIN and COMMIT."""
    async with AsyncExitStack() as stack:
        late = _Late(db, tenant, stack)
        yield _Look(tenant, cast(AsyncConnection, late), db.clock.now(), Pending(tenant))
