"""Sessions at the server, which outlive the connections that the product believes to have.

A session that begins has to learn the product's statements, which costs more than a story. So a
connection that is lost loses its session to the next one: at the server everything is as if it had
ended, for what was not committed is taken back.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from typing import Any

import psycopg
from psycopg import errors
from psycopg._queries import _query2pg_nocache
from psycopg.adapt import Transformer
from psycopg.pq import ConnStatus, ExecStatus, TransactionStatus

from lingting.platform import sending

Description = list[tuple[Any, ...]] | None
Answer = tuple[Description, int, Sequence[Any]]
"""The columns, how many rows, and the rows."""
LOST = "the connection was lost"


class Session:
    """What is sent over a connection: each statement is prepared once and called by its name."""

    def __init__(self, connection: psycopg.AsyncConnection[Any]) -> None:
        self.connection = connection
        self.pgconn = connection.pgconn
        self._values = Transformer(connection)
        self._names: dict[tuple[bytes, tuple[int, ...]], bytes] = {}
        self._columns: dict[bytes, Description] = {}

    def answer(self, statement: str, values: Mapping[str, Any] | Sequence[Any]) -> Answer:
        """What the server says to a statement with its values."""
        query, wanted, order = _form(statement)
        if not values and ";" in statement:
            self._judge(self.pgconn.exec_(query))
            return None, -1, ()
        given: Any = values if order is None else [values[name] for name in order]  # type: ignore[call-overload]
        sent: Any = self._values.dump_sequence(given, wanted)
        key = query, self._values.types or ()
        name = self._names.get(key)
        if name is None:
            name = b"story_%d" % len(self._names)
            self._judge(self.pgconn.prepare(name, *key))
            self._names[key] = name
        result = self.pgconn.exec_prepared(name, sent, self._values.formats)
        self._judge(result)
        if result.status != ExecStatus.TUPLES_OK:
            count = result.command_tuples
            return None, -1 if count is None else count, ()
        self._values.set_pgresult(result)
        columns = self._columns.get(name)
        if columns is None:
            columns = self._columns[name] = _columns(result)
        count = result.ntuples
        return columns, count, self._values.load_rows(0, count, tuple) if count else ()

    def ends(self, how: bytes) -> None:
        """COMMIT or ROLLBACK, if anything began."""
        if self.pgconn.transaction_status != TransactionStatus.IDLE:
            self._judge(self.pgconn.exec_(how))

    def goes_to(self, connection: psycopg.AsyncConnection[Any]) -> None:
        """A new connection has it."""
        before, self.connection = self.connection, connection
        self._values = Transformer(connection)
        connection._prepared = before._prepared
        if before in sending._names:
            sending._names[connection] = sending._names.pop(before)

    def _judge(self, result: Any) -> None:
        if result.status == ExecStatus.FATAL_ERROR:
            if self.pgconn.status != ConnStatus.OK:
                raise errors.OperationalError(LOST)
            raise errors.error_from_result(result)


class Gone:
    """In place of the session that a connection lost."""

    status, transaction_status = ConnStatus.BAD, TransactionStatus.UNKNOWN

    def __getattr__(self, name: str) -> Any:
        raise errors.OperationalError(LOST)


class Sessions:
    """Those of a pool that no connection has now."""

    def __init__(self) -> None:
        self._free: list[Session] = []

    def lose(self, connection: Any) -> None:
        """The connection is over; what was not committed is taken back."""
        if connection.closed:
            return
        session: Session = session_of(connection)
        session.ends(b"ROLLBACK")
        connection.pgconn = connection.session = Gone()
        self._free.append(session)

    def take_over(self, adapters: Any) -> psycopg.AsyncConnection[Any] | None:
        """A new connection with one of them, if there is any."""
        if not self._free:
            return None
        session = self._free.pop()
        connection = psycopg.AsyncConnection[Any](session.pgconn)
        connection._adapters = adapters
        connection.session = session  # type: ignore[attr-defined]
        session.goes_to(connection)
        return connection

    def end(self) -> None:
        """They are not needed any more."""
        while self._free:
            self._free.pop().pgconn.finish()


def session_of(connection: Any) -> Any:
    """Made at its first statement."""
    found = getattr(connection, "session", None)
    if found is None:
        found = connection.session = Session(connection)
    return found


@cache
def _form(statement: str) -> tuple[bytes, Any, list[str] | None]:
    query, formats, order, _ = _query2pg_nocache(statement.encode(), "utf-8")
    return query, formats, order


def _columns(result: Any) -> Description:
    return [
        (result.fname(one).decode(), result.ftype(one), None, None, None, None, None)
        for one in range(result.nfields)
    ]
