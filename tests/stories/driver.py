"""What the connections of stories do less than the product's, without doing anything else.

One task runs at a time, nobody but a fault ends a session, and the same few hundred statements
come thousands of times.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import psycopg
from psycopg import waiting
from psycopg._preparing import PrepareManager
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine


class KeepsStatements(PrepareManager):
    """The driver forgets all prepared statements at each ROLLBACK, for tables may be gone with it:
    here none are, and preparing them anew would cost more than everything else in the server."""

    prepare_threshold, prepared_max = 1, 10_000

    def clear(self) -> bool:
        return False


def make_quick(pool: AsyncEngine) -> None:
    """No statement is parsed twice, and no session is asked whether it still lives."""
    event.listen(pool.sync_engine, "connect", _keeps_statements)
    pool.sync_engine.dialect.do_ping = _lives  # type: ignore[method-assign]


def _keeps_statements(connection: Any, _: Any) -> None:
    connection.driver_connection._prepared = KeepsStatements()


def _lives(connection: Any) -> bool:
    """Who ends a session marks it; a question to the server would tell the same."""
    if getattr(connection.driver_connection, "was_dropped", False):
        connection.cursor().execute("SELECT 1")
    return True


def wait_for_answers() -> Callable[[], None]:
    """Nothing else may run while a statement does, so that waiting needs no event loop. Answers
    the way back."""
    before = psycopg.AsyncConnection.wait

    async def wait(self: Any, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
        return waiting.wait(gen, self.pgconn.socket, interval=interval, timeout=timeout)

    psycopg.AsyncConnection.wait = wait  # type: ignore[method-assign]
    return lambda: setattr(psycopg.AsyncConnection, "wait", before)
