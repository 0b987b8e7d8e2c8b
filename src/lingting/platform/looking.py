"""A transaction for those who look at memory and ask the database only for what is not there."""

from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager
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


@asynccontextmanager
async def looking(db: Database, tenant: TenantId) -> AsyncIterator[Transaction]:
    """For reading only; a look that needs no statement costs none, not even BEGIN and COMMIT."""
    pending = Pending(tenant)
    with db.judging():
        late = db.late(pending)
        try:
            yield _Look(tenant, cast(AsyncConnection, late), db.clock.now(), pending)
            await late.commit()
        finally:
            await late.close()
