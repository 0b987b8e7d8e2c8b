"""Asks a connection whether it still lives, unless it was used a moment ago."""

import time
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

FRESH_SECONDS = 1.0
"""A round trip before each transaction was a tenth of its cost; a connection that breaks within
this time fails one transaction, as it would have done in the middle of one."""


def spare_pings(engine: AsyncEngine) -> None:
    """Lets the pool's ping pass over connections that came back to it just now."""
    pool, dialect = engine.sync_engine.pool, engine.sync_engine.dialect
    used: dict[int, float] = {}
    ping = dialect.do_ping

    def came_back(connection: Any, _: Any) -> None:
        if connection is not None:
            used[id(connection)] = time.monotonic()

    def gone(connection: Any, *_: Any) -> None:
        used.pop(id(connection), None)

    def ask(dbapi_connection: Any) -> bool:
        at = used.get(id(dbapi_connection))
        return (at is not None and time.monotonic() - at < FRESH_SECONDS) or ping(dbapi_connection)

    event.listen(pool, "checkin", came_back)
    for ending in ("close", "close_detached", "invalidate", "soft_invalidate"):
        event.listen(pool, ending, gone)
    dialect.do_ping = ask
