"""Listens to what is asked of the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy.event import listen, remove

from lingting.platform.db import Database
from lingting.platform.sending import Connection, Message, edges, is_about_rows


class Heard:
    """What is asked, by SQLAlchemy or in messages of the platform's own."""

    def __init__(self, db: Database) -> None:
        self.asked: list[str] = []
        self._engine = db.engine.sync_engine
        listen(self._engine, "before_cursor_execute", self._statement)
        edges.setdefault(self._engine, []).append(self._message)

    def end(self) -> None:
        """Listens no more."""
        remove(self._engine, "before_cursor_execute", self._statement)
        edges[self._engine].remove(self._message)

    def _statement(self, _conn: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if not statement.startswith("BEGIN"):
            self.asked.append(statement)

    @contextmanager
    def _message(self, _: Connection, message: Message) -> Iterator[Message]:
        self.asked += [said.sql.decode() for said in message if is_about_rows(said)]
        yield message


def hear(db: Database) -> list[str]:
    """Every statement that `db` is asked from now on, but BEGIN and COMMIT."""
    return Heard(db).asked


@contextmanager
def heard(db: Database) -> Iterator[list[str]]:
    """Every statement that `db` is asked within the block, but BEGIN and COMMIT."""
    listener = Heard(db)
    try:
        yield listener.asked
    finally:
        listener.end()
