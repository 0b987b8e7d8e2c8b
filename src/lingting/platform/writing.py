"""The ways in which rows are written together: each is one part of a transaction's statement.

They are made once, beside the other SQL of their table. Rows come as JSON: one parameter for as
many as there are. No part of a statement sees what another one wrote, so that one transaction
must not write a row in two ways; `Add` may wait for an `Amend` of its table.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from itertools import count
from typing import Any

import sqlalchemy as sa

Row = Mapping[str, Any]
_made = count()


class Writing:
    """A part of a statement. `row` makes the row of a waiting value, when it is written."""

    verb = ""
    channel: str | None = None
    """On which its rows are told, when they are notices."""

    def __init__(self, table: str, row: Callable[[Any], Row] | None = None) -> None:
        self.row = row
        self.place = next(_made)
        self.name = f"{self.verb}_{table}_{self.place}"

    def sql(self, among: Sequence[Writing]) -> str:
        """The part, in a statement that has all of `among`; its rows are counted."""
        raise NotImplementedError

    @property
    def rows(self) -> str:
        """The parameter with the rows."""
        return f"CAST(%({self.name})s AS jsonb)"


class _OfTable(Writing):
    def __init__(self, table: sa.Table, row: Callable[[Any], Row] | None = None) -> None:
        super().__init__(table.name, row)
        self.table = table

    @cached_property
    def columns(self) -> list[str]:
        """What a new row must name: all but its company, and what the database counts."""
        return [_quoted(c.name) for c in self.table.c if c.name != "tenant_id" and not c.identity]

    def _insert(self) -> str:
        into = ", ".join(["tenant_id", *self.columns])
        values = ", ".join(["CAST(%(tenant)s AS uuid)", *(f"r.{name}" for name in self.columns)])
        return f"INSERT INTO {self.table.name} ({into}) SELECT {values} FROM {self._read()}"

    def _read(self) -> str:
        return f"jsonb_populate_recordset(NULL::{self.table.name}, {self.rows}) AS r"


class Put(_OfTable):
    """Whole rows, known or new, by their primary key."""

    verb = "put"

    def sql(self, among: Sequence[Writing]) -> str:
        keys = [_quoted(column.name) for column in self.table.primary_key]
        changes = [f"{name} = excluded.{name}" for name in self.columns if name not in keys]
        return (
            f"{self._insert()} ON CONFLICT ({', '.join(keys)}) DO UPDATE"
            f" SET {', '.join(changes)} RETURNING 1"
        )


class Add(_OfTable):
    """New rows, after the rows of `after` were changed."""

    verb = "add"

    def __init__(
        self,
        table: sa.Table,
        row: Callable[[Any], Row] | None = None,
        *,
        after: Amend | None = None,
    ) -> None:
        super().__init__(table, row)
        self._after = after

    def sql(self, among: Sequence[Writing]) -> str:
        if self._after is None or self._after not in among:
            return f"{self._insert()} RETURNING 1"
        return f"{self._insert()}, (SELECT count(*) FROM {self._after.name}) AS earlier RETURNING 1"


class Amend(_OfTable):
    """Columns of rows that are there, found by `by`: `change` are set, `extend` are added to."""

    verb = "amend"

    def __init__(
        self,
        table: sa.Table,
        by: Sequence[str],
        change: Sequence[str],
        *,
        extend: Sequence[str] = (),
        where: str = "true",
    ) -> None:
        super().__init__(table)
        self._by, self._change, self._extend, self._where = by, change, extend, where

    def sql(self, among: Sequence[Writing]) -> str:
        changes = [f"{name} = r.{name}" for name in map(_quoted, self._change)]
        changes += [f"{name} = t.{name} || r.{name}" for name in map(_quoted, self._extend)]
        return (
            f"UPDATE {self.table.name} AS t SET {', '.join(changes)} FROM {self._read()}"
            f" WHERE {_FEW} AND {_same(self._by)} AND {self._where} RETURNING 1"
        )


class Remove(_OfTable):
    """No such rows any more."""

    verb = "remove"

    def __init__(self, table: sa.Table, by: Sequence[str]) -> None:
        super().__init__(table)
        self._by = by

    def sql(self, among: Sequence[Writing]) -> str:
        return (
            f"DELETE FROM {self.table.name} AS t USING {self._read()}"
            f" WHERE {_FEW} AND {_same(self._by)} RETURNING 1"
        )


class Deferred(Writing):
    """Jobs for the worker."""

    verb = "defer"

    def __init__(self) -> None:
        super().__init__("jobs")

    def sql(self, among: Sequence[Writing]) -> str:
        return (
            "SELECT procrastinate_defer_jobs_v1(array_agg(ROW('default', job, 0, NULL, NULL, args,"
            f" at)::procrastinate_job_to_defer_v1)) FROM jsonb_to_recordset({self.rows})"
            " AS wanted(job text, args jsonb, at timestamptz)"
        )


_FEW = "r.tenant_id IS NULL"
"""True of all rows that are given. PostgreSQL takes them for a hundred, and reads the whole table
of a company to find them; with this it takes them for one, and looks for each by the index."""


def _same(names: Sequence[str]) -> str:
    return " AND ".join(f"t.{name} = r.{name}" for name in map(_quoted, names))


def _quoted(name: str) -> str:
    return f'"{name}"'
