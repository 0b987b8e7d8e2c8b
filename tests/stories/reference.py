"""What the database answered about tables that stories leave alone, so that it is asked but once.

Half of a story's questions are about people, roles, prompts and settings, which are the same in
all of them. As soon as a story changes any of these, everything is asked again until it is over.
A transaction begins at the server with the first thing that is asked of it.

Other tables hold the same at the beginning of every story too. What an engine asks about them at
its first start is remembered as well, and is the answer for as long as a story has not written in
any of the tables that are asked about.

What the product itself remembers of them is kept once, and each engine has it from its first
moment: the same whatever was told before, for faults strike by the number of a statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine.result import IteratorResult
from sqlalchemy.ext.asyncio import AsyncEngine

from lingting.main.tables import all_tables
from lingting.platform.bus import Bus
from lingting.platform.pending import PENDING
from lingting.platform.remembering import Remembered
from stories.sessions import Answer

TABLES = frozenset(
    {
        "access_number_directory", "access_numbers", "busy_reasons", "flow_versions", "flows",
        "floor_thresholds", "prompt_recordings", "prompts", "queues", "roles", "seats",
        "sip_phones", "skill_group_members", "skill_groups", "tenant_settings", "tenants",
        "user_roles", "users",
    }
)  # fmt: skip


@dataclass(eq=False)
class Asked:
    """A statement whose answers may be remembered, if it asks about any `tables`."""

    tables: frozenset[str]
    is_reference: bool
    at_beginnings: bool = False
    """Whether an answer of a story's beginning is known."""


Question = tuple[Asked, str, bool, str | None]
"""With its values, whether one company's rows are seen, and of which morning it is."""


class Reference:
    """Stands between SQLAlchemy and the driver of a pool of connections."""

    def __init__(self, engine: AsyncEngine, changed: Set[str]) -> None:
        self._changed = changed
        """Tables that were written since the story began."""
        self._statements: dict[Any, Asked] = {}
        self._known: dict[Question, tuple[Answer, bool]] = {}
        self._answers: dict[Question, tuple[Any, list[Any], bool]] = {}
        self._morning: str | None = None
        self._begins = False
        self.is_changed = False
        self._gathers = True
        self._remembered: dict[int, dict[Any, Any]] = {}
        dialect = engine.sync_engine.dialect
        self._execute, self._commit = dialect.do_execute, dialect.do_commit
        self._rollback, self._execute_many = dialect.do_rollback, dialect.do_executemany
        dialect.do_execute = self._do_execute  # type: ignore[method-assign]
        dialect.do_executemany = self._do_executemany  # type: ignore[method-assign]
        dialect.do_commit = self._do_commit  # type: ignore[method-assign]
        dialect.do_rollback = self._do_rollback  # type: ignore[method-assign]

    def begin_anew(self, morning: str) -> None:
        """The tables are as they were on this morning."""
        self.is_changed, self._morning = False, morning

    @contextmanager
    def first_start(self) -> Iterator[None]:
        """What is asked now is asked at the beginning of other stories too."""
        self._begins = True
        try:
            yield
        finally:
            self._begins = False

    def gathered(self) -> None:
        """What was remembered until now is what engines know from now on."""
        self._gathers = False

    @contextmanager
    def remembered(self) -> Iterator[None]:
        """For the wiring of an engine."""
        made, number = Remembered.__init__, count()

        def make(one: Any, bus: Bus, *changed: Any, most: int | None = None) -> None:
            made(one, bus, *changed, most=most)
            if most is None:  # otherwise it is about calls
                one._known = self._memory(next(number))

        Remembered.__init__ = make  # type: ignore[method-assign,assignment]
        try:
            yield
        finally:
            Remembered.__init__ = made  # type: ignore[method-assign]

    def _memory(self, number: int) -> dict[Any, Any]:
        if self._gathers:
            return self._remembered.setdefault(number, {})
        if self.is_changed:
            return {}
        return {tenant: dict(known) for tenant, known in self._remembered[number].items()}

    def question(
        self, connection: sa.Connection, statement: object, given: Sequence[object]
    ) -> Question | None:
        """By what the answer to a statement is known, if it may be remembered."""
        if self.is_changed or not isinstance(statement, sa.Select):
            return None
        key = statement._generate_cache_key()
        if key is None or _driver(connection).closed:
            return None
        asked = self._statements.get(key.key)
        if asked is None:
            asked = _asked(str(statement.compile(dialect=connection.dialect)))
            self._statements[key.key] = asked
        if not self._may_know(asked):
            return None
        values = repr((given, [one.effective_value for one in key.bindparams]))
        return self._question(asked, values, PENDING in connection.get_execution_options())

    def holds(self, question: Question) -> bool:
        """Whether nothing was written since that would change the answer."""
        asked = question[0]
        return not self.is_changed and (asked.is_reference or not asked.tables & self._changed)

    def answer(self, question: Question) -> sa.Result[Any] | None:
        """What was answered, if it was asked before."""
        found = self._answers.get(question)
        if found is None:
            return None
        columns, rows, is_plain = found
        return IteratorResult(columns, iter(rows if is_plain else _fresh(rows)))

    def keep(self, question: Question, result: sa.Result[Any]) -> sa.Result[Any] | None:
        """What was answered just now; it may be known from now on."""
        if not self._keeps(question):
            return result
        rows = [tuple(row) for row in result]
        is_plain = not any(isinstance(value, dict | list) for row in rows for value in row)
        self._answers[question] = result._metadata._for_freeze(), rows, is_plain
        return self.answer(question)

    def _may_know(self, asked: Asked) -> bool:
        if not asked.tables or self.is_changed:
            return False
        if asked.is_reference:
            return True
        return (self._begins or asked.at_beginnings) and not asked.tables & self._changed

    def _question(self, asked: Asked, values: str, of_company: bool) -> Question:
        return asked, values, of_company, None if asked.is_reference else self._morning

    def _keeps(self, question: Question) -> bool:
        asked = question[0]
        keeps = self.holds(question) and (asked.is_reference or self._begins)
        asked.at_beginnings = asked.at_beginnings or keeps
        return keeps

    def begins(self, connection: sa.Connection, statement: str) -> None:
        """A transaction begins when something is asked in it."""
        driver = _driver(connection)
        driver.begun = driver.to_begin = statement

    def hear(self, statement: str) -> None:
        """What is sent past SQLAlchemy."""
        self.is_changed = self.is_changed or _changes(statement)

    def _do_execute(self, cursor: Any, statement: str, values: Any, context: Any = None) -> None:
        connection = cursor._connection
        if statement.startswith("BEGIN"):
            connection.begun = connection.to_begin = statement
            return
        self.hear(statement)
        key = self._key(connection, statement, values)
        if key in self._known:
            (columns, count, rows), is_plain = self._known[key]
            cursor.take((columns, count, rows if is_plain else deepcopy(rows)))
            return
        _begin(cursor)
        self._execute(cursor, statement, values, context)
        if key is not None and self._keeps(key):
            columns, count, rows = cursor.answer
            is_plain = not any(isinstance(value, dict | list) for row in rows for value in row)
            self._known[key] = (columns, count, deepcopy(rows)), is_plain

    def _do_executemany(
        self, cursor: Any, statement: str, values: Any, context: Any = None
    ) -> None:
        self.hear(statement)
        _begin(cursor)
        self._execute_many(cursor, statement, values, context)

    def _key(self, connection: Any, statement: str, values: Any) -> Question | None:
        asked = _asked(statement)
        if connection.closed or not self._may_know(asked):
            return None
        return self._question(asked, repr(values), "tenant_id" in connection.begun)

    def _do_commit(self, connection: Any) -> None:
        connection.driver_connection.to_begin = None
        self._commit(connection)

    def _do_rollback(self, connection: Any) -> None:
        connection.driver_connection.to_begin = None
        self._rollback(connection)


def _begin(cursor: Any) -> None:
    """Says BEGIN, if it was put off."""
    connection = cursor._connection
    if to_begin := getattr(connection, "to_begin", None):
        connection.to_begin = None
        cursor._adapt_connection.cursor().execute(to_begin)


def _driver(connection: sa.Connection) -> Any:
    return connection.connection.driver_connection


def _fresh(value: Any) -> Any:
    """Nobody shares what may be changed."""
    kind = type(value)
    if kind is dict:
        return {name: one if type(one) in _ATOMS else _fresh(one) for name, one in value.items()}
    if kind is list or kind is tuple:
        return kind([one if type(one) in _ATOMS else _fresh(one) for one in value])
    return value


_ATOMS = frozenset({str, int, float, bool, type(None)})


@cache
def tables_of(statement: str) -> frozenset[str]:
    """The product's tables that a statement names."""
    return frozenset(re.findall(r"\w+", statement)) & all_tables().tables.keys()


@cache
def written_by(statement: str) -> frozenset[str]:
    """Those of them that it may change."""
    return frozenset() if statement.startswith(("SELECT", "BEGIN")) else tables_of(statement)


def _changes(statement: str) -> bool:
    return bool(written_by(statement) & TABLES)


@cache
def _asked(statement: str) -> Asked:
    asks = statement.startswith("SELECT") and " FOR " not in statement
    tables = tables_of(statement) if asks else frozenset[str]()
    is_reference = tables <= TABLES
    if not is_reference and _ANOTHER_EACH_TIME.search(statement):
        tables = frozenset()
    return Asked(tables, is_reference)


_ANOTHER_EACH_TIME = re.compile(
    r"\b(pg_\w+|now|nextval|set_config|random|\w+_timestamp|current_\w+)\b", re.IGNORECASE
)
