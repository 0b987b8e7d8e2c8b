"""The one statement by which a reading of the log is written: rows of facts, sums, the place.

Its text is the same whatever there is to write, so that the server plans it once. No part of it
sees what another one wrote: each row is written by one part.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from typing import Any

import msgspec
import sqlalchemy as sa

from lingting.platform.db import Transaction
from lingting.platform.writing import Put, Writing
from lingting.reporting import tables
from lingting.reporting.counted import CHANNEL
from lingting.reporting.domain.counting import Sums, Tally, cumulative
from lingting.reporting.tables.sums import CONTACTS, KINDS, STEPS, Summed

Row = dict[str, Any]


class AddUp(Writing):
    """Rows of sums that are added to those that are there; `lists` come as they are now."""

    verb = "sum"

    def __init__(self, table: sa.Table, keys: Sequence[str], lists: Sequence[str]) -> None:
        super().__init__(table.name)
        self._table, self._keys, self._lists = table, keys, lists

    def sql(self, among: Sequence[Writing]) -> str:
        numbers = [c.name for c in self._table.c if isinstance(c.type, sa.BigInteger)]
        into = ["tenant_id", *self._keys, *numbers, *self._lists]
        values = ["CAST(%(tenant)s AS uuid)", *(f"r.{key}" for key in self._keys)]
        values += [f"coalesce(r.{name}, 0)" for name in numbers]
        values += [f"r.{name}" for name in self._lists]
        changes = [f"{name} = {_together(name)}" for name in numbers]
        changes += [f"{name} = excluded.{name}" for name in self._lists]
        return (
            f"INSERT INTO {self._table.name} AS t ({', '.join(into)}) SELECT {', '.join(values)}"
            f" FROM jsonb_populate_recordset(NULL::{self._table.name}, {self.rows}) AS r"
            f" ON CONFLICT ({', '.join(['tenant_id', *self._keys])}) DO UPDATE"
            f" SET {', '.join(changes)} RETURNING {WHOLE.get(self._table, '1')} AS whole"
        )


def _together(name: str) -> str:
    if name.startswith("longest_"):
        return f"greatest(t.{name}, excluded.{name})"
    return f"t.{name} + excluded.{name}"


WHOLE: Mapping[sa.Table, str] = {
    table: f"t.{name}"
    for kind, name in ((CONTACTS, "contacts"), (STEPS, "entered"))
    for table in (kind.quarters, kind.days)
}
"""Columns that count everything of their row: of what goes on under another key nothing stays
under the one before."""


def lists_of(table: sa.Table) -> tuple[str, ...]:
    """The columns of a table that are lists."""
    return tuple(c.name for c in table.c if isinstance(c.type, sa.ARRAY))


PUTS: Mapping[sa.Table, Put] = {table: Put(table) for table in (*tables.FACTS, tables.places)}
PLAIN: Mapping[sa.Table, AddUp] = {
    table: AddUp(table, kind.keys, ()) for kind in KINDS for table in (kind.quarters, kind.days)
}
LISTED: Mapping[sa.Table, AddUp] = {
    table: AddUp(table, kind.keys, lists_of(table))
    for kind in KINDS
    for table in (kind.quarters, kind.days)
    if lists_of(table)
}
PARTS: tuple[Writing, ...] = (*PUTS.values(), *PLAIN.values(), *LISTED.values())


@dataclass(slots=True)
class Written:
    """What a reading has to write. Rows are named by their key: the last one counts."""

    rows: dict[Writing, dict[Any, Any]] = field(default_factory=dict[Writing, dict[Any, Any]])

    def put(self, table: sa.Table, key: Any, row: Any) -> None:
        """A whole row, in place of one with this key."""
        self.rows.setdefault(PUTS[table], {})[key] = row

    async def add(self, tx: Transaction, tally: Tally, days: Tally) -> None:
        """What changes in the quarters and in the days."""
        for kind, quarters, of_days in zip(KINDS, _told(tally), _told(days), strict=True):
            await self._add(tx, kind, kind.quarters, quarters)
            await self._add(tx, kind, kind.days, of_days)

    async def _add(
        self, tx: Transaction, kind: Summed, table: sa.Table, sums: Mapping[Any, Sums]
    ) -> None:
        changed = {key: one for key, one in sums.items() if not one.is_nothing}
        listed = {key for key, one in changed.items() if any(map(any_of, one.lists.values()))}
        known = await _lists(tx, table, kind.keys, listed) if listed else {}
        for key, one in changed.items():
            row = dict(zip(kind.keys, key, strict=True)) | one.numbers | one.longest
            if key in listed:
                lists = known.get(key, {})
                row |= {
                    name: cumulative(lists.get(name, ()), one.lists.get(name, {}))
                    for name in lists_of(table)
                }
            part = LISTED[table] if key in listed else PLAIN[table]
            self.rows.setdefault(part, {})[key] = row

    async def write(self, tx: Transaction, seq: int) -> str:
        """Writes everything, and tells that sums hold what is up to `seq`; answers the number of
        the transaction."""
        values = {part.name: _json(self.rows.get(part, {}).values()) for part in PARTS}
        values |= {"tenant": str(tx.tenant), "channel": CHANNEL, "told": f"{tx.tenant}:{seq}"}
        done = (await tx.conn.exec_driver_sql(_statement(), values)).one()
        if done.empty:
            for table, name in WHOLE.items():
                starts = {key[0] for key in self.rows.get(PLAIN[table], {})}
                gone = sa.text(name.removeprefix("t.") + " = 0")
                await tx.conn.execute(table.delete().where(table.c.start.in_(starts), gone))
        return str(done.number)


def _told(tally: Tally) -> tuple[Mapping[Any, Sums], ...]:
    return (tally.queues, tally.agents, tally.busy, tally.contacts, tally.steps)


def any_of(places: Mapping[int, int]) -> bool:
    return any(places.values())


def _json(rows: Collection[Any]) -> str:
    return msgspec.json.encode(list(rows)).decode() if rows else "[]"


@cache
def _statement() -> str:
    parts = [f"{part.name} AS ({part.sql(PARTS)})" for part in PARTS]
    empty = [f"EXISTS (SELECT FROM {PLAIN[table].name} WHERE whole = 0)" for table in WHOLE]
    return (
        f"WITH {', '.join(parts)} SELECT {' OR '.join(empty)} AS empty,"
        " CAST(CAST(pg_current_xact_id() AS xid) AS text) AS number,"
        " pg_notify(%(channel)s, %(told)s)"
    )


async def _lists(
    tx: Transaction, table: sa.Table, keys: Sequence[str], wanted: Collection[tuple[Any, ...]]
) -> dict[tuple[Any, ...], Row]:
    names = lists_of(table)
    rows = [dict(zip(keys, key, strict=True)) for key in wanted]
    found = await tx.conn.exec_driver_sql(_reading(table, tuple(keys)), {"wanted": _json(rows)})
    width = len(keys)
    return {tuple(row[:width]): dict(zip(names, row[width:], strict=True)) for row in found}


@cache
def _reading(table: sa.Table, keys: tuple[str, ...]) -> str:
    columns = ", ".join(f"t.{name}" for name in (*keys, *lists_of(table)))
    same = " AND ".join(f"t.{key} = r.{key}" for key in keys)
    return (
        f"SELECT {columns} FROM {table.name} AS t"
        f" JOIN jsonb_populate_recordset(NULL::{table.name}, CAST(%(wanted)s AS jsonb)) AS r"
        f" ON {same}"
    )


def starts_from(tally: Tally, since: datetime | None) -> Tally:
    """What lies in days that are made already: those from `since` on."""
    if since is None:
        return tally
    parts = ({key: one for key, one in sums.items() if key[0] >= since} for sums in _told(tally))
    return Tally(*parts)
