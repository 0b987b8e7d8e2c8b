"""Statements that go to the server in one message, with one wait for all their answers.

The driver can do so too, but it reads a statement anew each time that is longer than 4 kB, and
wakes the server for each part.
"""

import re
from collections.abc import Callable, Generator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack
from itertools import count
from typing import Any, NamedTuple
from weakref import WeakKeyDictionary

import psycopg
import sqlalchemy as sa
from psycopg import errors
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus
from psycopg.pq.abc import PGconn, PGresult
from psycopg.waiting import Ready, Wait
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine
from sqlalchemy.util.concurrency import await_, greenlet_spawn

Connection = psycopg.AsyncConnection[Any]


class Said(NamedTuple):
    """A statement with `$1 …`, and its parameters as text."""

    sql: bytes
    parameters: Sequence[bytes] = ()


class Form(NamedTuple):
    """A statement whose parameters have names."""

    sql: bytes
    names: Sequence[str]

    @classmethod
    def of(cls, sql: str, name: re.Pattern[str]) -> "Form":
        """Of SQL in which `name` finds the parameters; its first group is how one is called."""
        numbers: dict[str, int] = {}

        def place(found: re.Match[str]) -> str:
            return f"${numbers.setdefault(found[1], len(numbers) + 1)}"

        return cls(name.sub(place, sql).encode(), tuple(numbers))

    def filled(self, values: Mapping[str, object]) -> Said:
        return Said(self.sql, [str(values[name]).encode() for name in self.names])


ROLLBACK = Said(b"ROLLBACK")
FLUSH = Said(b"")
"""What was answered so far is sent before the server goes on."""

Message = Sequence[Said]
Messages = Callable[[Connection], Sequence[Message]]
Edge = Callable[[Connection, Message], AbstractContextManager[Message]]
"""Sees what is sent, as SQLAlchemy's listeners do, and gives what is sent instead."""
edges: WeakKeyDictionary[sa.Engine, list[Edge]] = WeakKeyDictionary()
"""Those who listen at a pool: tests and measurements."""
_names: WeakKeyDictionary[Connection, dict[bytes, bytes]] = WeakKeyDictionary()
"""How the session of a connection calls its statements."""
_numbers = count()


async def say(engine: AsyncEngine, messages: Messages, answers: list[PGresult]) -> None:
    """Sends messages over a connection of the pool, each when the one before is answered. Answers
    are added as they come: those before a failure are known. Fails as SQLAlchemy does."""
    await greenlet_spawn(_say, engine.sync_engine, messages, answers)


def stays_on_machine(conn: Connection) -> bool:
    """Whether what the server sent arrives also when it dies right after."""
    return conn.pgconn.host.startswith(b"/")


def is_about_rows(said: Said) -> bool:
    """Whether it is more than beginning and ending."""
    return bool(said.sql) and not said.sql.startswith(_AROUND)


def text(answer: PGresult, column: int) -> str:
    """A value of the first row."""
    return (answer.get_value(0, column) or b"").decode()


def _say(engine: sa.Engine, messages: Messages, answers: list[PGresult]) -> None:
    try:
        taken = engine.raw_connection()
    except psycopg.Error as error:
        raise _failed(error, away=True) from error
    conn: Any = taken.driver_connection
    try:
        for message in messages(conn):
            with ExitStack() as around:
                for edge in edges.get(engine, ()):
                    message = around.enter_context(edge(conn, message))
                await_(_exchange(conn, message, answers))
    except psycopg.Error as error:
        if conn.closed:  # so may be all the others of the pool
            engine.pool._invalidate(taken, error)  # pyright: ignore[reportPrivateUsage]
        else:
            taken.close()  # which rolls back
        raise _failed(error, away=conn.closed) from error
    except BaseException:  # nobody knows what is still under way
        taken.invalidate()
        raise
    taken.close()


def _failed(error: psycopg.Error, *, away: bool) -> BaseException:
    return DBAPIError.instance(
        None, None, error, psycopg.Error, hide_parameters=True, connection_invalidated=away
    )


async def _exchange(conn: Connection, message: Message, answers: list[PGresult]) -> None:
    known = len(answers)
    idle = conn.pgconn.transaction_status == TransactionStatus.IDLE
    try:
        await _attempt(conn, message, answers)
    except errors.InvalidSqlStatementName:
        # When the driver rolls back it lets the session forget all names.
        if not idle:
            raise
        _names.pop(conn, None)
        del answers[known:]
        if conn.pgconn.transaction_status != TransactionStatus.IDLE:  # it may know how to begin
            await _attempt(conn, [ROLLBACK], [])
        await _attempt(conn, message, answers)


async def _attempt(conn: Connection, message: Message, answers: list[PGresult]) -> None:
    pgconn, names = conn.pgconn, _names.setdefault(conn, {})
    new: list[bytes] = []
    ours: list[bool] = []
    pgconn.enter_pipeline_mode()
    for said in message:
        if said is FLUSH:
            pgconn.send_flush_request()
            continue
        name = names.get(said.sql)
        if name is None:
            name = names[said.sql] = b"said_%d" % next(_numbers)
            new.append(said.sql)
            ours.append(False)
            pgconn.send_prepare(name, said.sql)
        ours.append(True)
        pgconn.send_query_prepared(name, said.parameters)
    pgconn.pipeline_sync()
    came: list[PGresult] = []
    try:
        await conn.wait(_answers(pgconn, came))
        pgconn.exit_pipeline_mode()
    finally:
        failed = next((one for one in came if one.status == ExecStatus.FATAL_ERROR), None)
        if failed is not None:
            for sql in new:
                names.pop(sql, None)
        pairs = zip(came, ours, strict=False)
        answers += [one for one, is_ours in pairs if is_ours and one.status in _GOOD]
    if failed is not None:
        raise errors.error_from_result(failed)


def _answers(pgconn: PGconn, came: list[PGresult]) -> Generator[Wait, Ready | int, None]:
    """Sends what waits and adds the answers, until that to the end of the message."""
    while pgconn.flush():
        if (yield Wait.RW) & Ready.R:
            pgconn.consume_input()
    while True:
        while pgconn.is_busy():
            while not (yield Wait.R):
                pass
            pgconn.consume_input()
        answer = pgconn.get_result()
        if answer is None:
            if pgconn.status != ConnStatus.OK:
                raise errors.OperationalError("the connection was lost")
        elif answer.status == ExecStatus.PIPELINE_SYNC:
            return
        else:
            came.append(answer)


_AROUND = (b"BEGIN", b"COMMIT", b"SELECT set_config")
_GOOD = (ExecStatus.TUPLES_OK, ExecStatus.COMMAND_OK)
