"""What the connections of stories do less than the product's, without doing anything else.

One task runs at a time, nobody but a fault ends a session, and the same few hundred statements
come thousands of times.
"""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from typing import Any

import psycopg
from psycopg import adapt, waiting
from psycopg._preparing import PrepareManager
from sqlalchemy.dialects.postgresql.psycopg import (
    AsyncAdapt_psycopg_connection,
    AsyncAdapt_psycopg_cursor,
)
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util import concurrency

from stories.sessions import Answer, Sessions, session_of


class KeepsStatements(PrepareManager):
    """The driver forgets all prepared statements at each ROLLBACK, for tables may be gone with it:
    here none are, and preparing them anew would cost more than everything else in the server."""

    prepare_threshold, prepared_max = 1, 10_000

    def clear(self) -> bool:
        return False


class Cursor(AsyncAdapt_psycopg_cursor):
    """As SQLAlchemy wants it; the driver's own one is made for what is rare."""

    __slots__ = ("answer",)

    def __init__(self, connection: Any) -> None:
        self._adapt_connection = connection
        self._connection = connection._connection
        self._cursor: Any = None
        self._rows = deque()
        self.answer: Answer = (None, -1, ())

    @property
    def description(self) -> Any:
        return self.answer[0]

    @property
    def rowcount(self) -> int:
        return self.answer[1] if self._cursor is None else self._cursor.rowcount

    def execute(self, operation: Any, parameters: Any = None) -> None:
        self.take(session_of(self._connection).answer(operation, parameters or ()))

    def take(self, answer: Answer) -> None:
        """This is what the server said."""
        self.answer = answer
        self._rows = deque(answer[2])

    def executemany(self, operation: Any, seq_of_parameters: Any) -> Any:
        self._cursor = self._connection.cursor()
        return super().executemany(operation, seq_of_parameters)

    def close(self) -> None:
        self._rows.clear()


def make_quick(pool: AsyncEngine) -> Sessions:
    """No statement is parsed twice, and no session is asked whether it still lives."""
    sessions, dialect = Sessions(), pool.sync_engine.dialect
    connect = dialect.connect

    class Connection(AsyncAdapt_psycopg_connection):
        """As SQLAlchemy wants it."""

        __slots__ = ()

        def cursor(self, name: str | None = None, /) -> Any:
            assert name is None
            return Cursor(self)

        def commit(self) -> None:
            session_of(self._connection).ends(b"COMMIT")

        def rollback(self) -> None:
            session_of(self._connection).ends(b"ROLLBACK")

        def close(self) -> None:
            sessions.lose(self._connection)

    def connected(*args: Any, **more: Any) -> Any:
        known: Any = sessions.take_over(adapt.AdaptersMap(more["context"].adapters))
        if known is not None:
            return Connection(dialect.dbapi, known)
        made: Any = connect(*args, **more)
        made._connection._prepared = KeepsStatements()
        made.__class__ = Connection
        return made

    dialect.connect = connected  # type: ignore[method-assign]
    dialect.do_ping = _lives  # type: ignore[method-assign]
    return sessions


def _lives(connection: Any) -> bool:
    """Who ends a session marks it; a question to the server would tell the same."""
    if connection.closed:
        connection.cursor().execute("SELECT 1")
    return True


def wait_for_answers() -> Callable[[], None]:
    """Nothing else may run while a statement does, so that waiting needs no event loop, and no
    stack of its own. Answers the way back."""
    undo = [
        *_in_its_place(waiting.wait_conn_async, _wait_for_connection),
        *_in_its_place(concurrency.greenlet_spawn, _run_here),
        *_in_its_place(concurrency.await_, _await_here),
    ]
    before = psycopg.AsyncConnection.wait
    psycopg.AsyncConnection.wait = _wait  # type: ignore[method-assign]

    def back() -> None:
        psycopg.AsyncConnection.wait = before  # type: ignore[method-assign]
        for module, name, was in undo:
            setattr(module, name, was)

    return back


def _in_its_place(was: Any, now: Any) -> Iterator[tuple[Any, str, Any]]:
    """Wherever a module knows a function by its name."""
    for module in list(sys.modules.values()):
        if getattr(module, "__dict__", {}).get(was.__name__) is was:
            setattr(module, was.__name__, now)
            yield module, was.__name__, was


async def _wait(self: Any, gen: Any, interval: float = 0.1, timeout: float | None = None) -> Any:
    return waiting.wait(gen, self.pgconn.socket, interval=interval, timeout=timeout)


async def _wait_for_connection(gen: Any, interval: float, timeout: float | None = None) -> Any:
    return waiting.wait_conn(gen, interval, timeout)


async def _run_here(work: Any, *args: Any, _require_await: bool = False, **more: Any) -> Any:
    return work(*args, **more)


def _await_here(work: Coroutine[Any, Any, Any]) -> Any:
    try:
        work.send(None)
    except StopIteration as done:
        return done.value
    raise AssertionError("a statement waits for something else than its answer")
