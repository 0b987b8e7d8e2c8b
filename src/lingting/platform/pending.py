"""What a transaction has still to write: values wait in memory and go out in one statement.

A turn of the engine changes rows of ten tables, some of them several times. Each statement is a
round trip that costs more than what it does. So rows wait for the end of the transaction, or until
anything else is asked of the database: whoever reads sees them.
"""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from time import monotonic
from typing import Any

import msgspec
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from lingting.kernel.events import Event
from lingting.kernel.ids import TenantId
from lingting.platform import eventlog
from lingting.platform.sending import Form, Said
from lingting.platform.showers import Showers
from lingting.platform.writing import Writing

PENDING = "lingting_pending"
AS_STORED = {"lingting_as_stored": True}
"""Execution options of a question whose answer the waiting rows cannot change: they go on
waiting."""
Rows = dict[Writing, dict[Hashable, Any]]


@dataclass(slots=True)
class Attempt:
    """A part that may fail alone: what waited before it; its savepoint, once one is needed."""

    before: Rows
    savepoint: sa.NestedTransaction | None = None


class Pending:
    """The waiting values of one transaction, by how they are written and by their key."""

    def __init__(
        self, tenant: TenantId, tenure: int | None = None, showers: Showers | None = None
    ) -> None:
        self.tenant = tenant
        self.tenure = tenure
        """That of the engine whose transaction it is."""
        self.asked = False
        """Whether the database was asked for anything since BEGIN."""
        self.notices: dict[str, float] = {}
        """The channels that are told with the commit, and since when."""
        self._showers = showers or Showers()
        self._rows: Rows = {}
        self._attempts: list[Attempt] = []
        self._is_apart = False

    def put(self, writing: Writing, key: Hashable, value: Any) -> None:
        """Lets a value wait; one with the same key is replaced."""
        self._rows.setdefault(writing, {})[key] = value

    def get(self, writing: Writing, key: Hashable) -> Any | None:
        """What waits there."""
        return self._rows.get(writing, {}).get(key)

    def begin(self) -> Attempt:
        """From here on what waits may be taken back."""
        attempt = Attempt({writing: dict(rows) for writing, rows in self._rows.items()})
        self._attempts.append(attempt)
        return attempt

    def end(self, attempt: Attempt) -> None:
        """It went well."""
        self._attempts.remove(attempt)
        if attempt.savepoint is not None:
            with self.apart():
                attempt.savepoint.commit()

    def take_back(self, attempt: Attempt) -> None:
        """It failed: what waited before it waits again, for the savepoint lies before all of it."""
        self._attempts.remove(attempt)
        self._rows = attempt.before
        if attempt.savepoint is not None:
            self.notices.clear()  # they may be among what is taken back
            with self.apart():
                attempt.savepoint.rollback()

    def write(self, conn: sa.Connection, events: Sequence[Event] = ()) -> sa.Row[Any] | None:
        """Writes what waits, and facts; answers `(xact, last)` if there was anything."""
        found = self._take(events)
        if found is None:
            return None
        parts, values = found
        with self.apart():
            return conn.exec_driver_sql(_statement(parts, bool(events)), values).one()

    def said(self, events: Sequence[Event]) -> Said | None:
        """The same as it is said to the server without SQLAlchemy."""
        found = self._take(events)
        if found is None:
            return None
        parts, values = found
        return _form(parts, bool(events)).filled(values)

    def _take(self, events: Sequence[Event]) -> tuple[tuple[Writing, ...], dict[str, Any]] | None:
        rows, self._rows = self._rows, {}
        if not rows and not events:
            return None
        parts = tuple(sorted(rows, key=lambda part: part.place))
        values: dict[str, Any] = {
            part.name: _json(part, rows[part].values() if self._tells(part.channel) else ())
            for part in parts
        }
        values["tenant"] = str(self.tenant)
        if events:
            values |= eventlog.values_of(events, tells=self._tells(eventlog.CHANNEL))
        return parts, values

    def _tells(self, channel: str | None) -> bool:
        """Whether a notice has to be sent there; what is no notice is written in any case."""
        if channel is None:
            return True
        if self._showers.lasts(self.tenant, channel):
            return False
        self.notices.setdefault(channel, monotonic())
        return True

    def before_statement(self, conn: sa.Connection, *, as_stored: bool = False) -> None:
        """Something else is asked: it sees what waited. Savepoints are made when they matter."""
        if self._is_apart:
            return
        self.asked = True
        if as_stored and not self._attempts:
            return
        with self.apart():
            for one in self._attempts:
                if one.savepoint is None:
                    one.savepoint = conn.begin_nested()
        self.write(conn)

    @contextmanager
    def apart(self) -> Iterator[None]:
        """Statements before which nothing has to be written: its own, and BEGIN."""
        self._is_apart = True
        try:
            yield
        finally:
            self._is_apart = False


def write_before_reading(engine: AsyncEngine) -> None:
    """Lets every statement of a transaction see the rows that wait in it."""

    def asked(conn: sa.Connection, *about: Any) -> None:
        pending: Pending | None = conn.get_execution_options().get(PENDING)
        if pending is not None:
            options: Mapping[str, Any] = about[3].execution_options
            pending.before_statement(conn, as_stored=bool(options.keys() & AS_STORED.keys()))

    event.listen(engine.sync_engine, "before_cursor_execute", asked)


def _json(part: Writing, values: Any) -> str:
    rows = [part.row(value) for value in values] if part.row is not None else list(values)
    return msgspec.json.encode(rows).decode()


@cache
def _statement(parts: tuple[Writing, ...], facts: bool) -> str:
    within = [f"{part.name} AS ({part.sql(parts)})" for part in parts]
    written = " + ".join(["0", *(f"(SELECT count(*) FROM {part.name})" for part in parts)])
    xact = "SELECT CAST(pg_current_xact_id() AS text) AS xact"
    if not facts:
        return f"WITH {', '.join(within)} {xact} WHERE {written} >= 0"
    within.append(eventlog.parts(written))
    return f"WITH {', '.join(within)} {xact}, {eventlog.ASKED}"


@cache
def _form(parts: tuple[Writing, ...], facts: bool) -> Form:
    return Form.of(_statement(parts, facts), _NAME)


_NAME = re.compile(r"%\((\w+)\)s")
