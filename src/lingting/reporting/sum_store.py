"""The SQL that adds to the sums of quarters and of days."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import Insert, insert

from lingting.platform.db import Transaction
from lingting.reporting.domain.counting import Sums, Tally, cumulative
from lingting.reporting.fact_store import parts
from lingting.reporting.tables.sums import KINDS, Summed

Row = dict[str, Any]


async def add_sums(tx: Transaction, tally: Tally) -> None:
    """Adds what changed to the quarters; a key whose last row is gone disappears."""
    for kind, changed in _kinds(tally):
        await _add(tx, kind.quarters, kind.keys, changed)


async def add_days(tx: Transaction, tally: Tally, since: datetime | None) -> None:
    """Adds what changed to the days that are made already: those from `since` on."""
    for kind, changed in _kinds(tally):
        made = {key: sums for key, sums in changed.items() if since is None or key[0] >= since}
        await _add(tx, kind.days, kind.keys, made)


def _kinds(tally: Tally) -> Iterable[tuple[Summed, Mapping[Any, Sums]]]:
    told = (tally.queues, tally.agents, tally.busy, tally.contacts, tally.steps)
    return zip(KINDS, told, strict=True)


async def _add(
    tx: Transaction, table: sa.Table, keys: tuple[str, ...], tally: Mapping[Any, Sums]
) -> None:
    adding = _adding(table, keys)
    changed = {key: sums for key, sums in tally.items() if not sums.is_nothing}
    for part in parts(list(changed)):
        known = await _lists_of(tx, table, keys, part) if adding.lists else {}
        rows = [
            {"tenant_id": tx.tenant, **dict(zip(keys, key, strict=True))}
            | {name: changed[key].numbers.get(name, 0) for name in adding.numbers}
            | dict(changed[key].longest)
            | {
                name: _listed(known.get(key, {}).get(name), changed[key], name)
                for name in adding.lists
            }
            for key in part
        ]
        await tx.conn.execute(adding.statement, rows)
    await _remove_empty(tx, table, {key[0] for key in changed})


@dataclass(frozen=True, slots=True)
class _Adding:
    """How to add to one table's rows. Built once: building it took longer than carrying it out."""

    statement: Insert
    numbers: tuple[str, ...]
    lists: tuple[str, ...]


@cache
def _adding(table: sa.Table, keys: tuple[str, ...]) -> _Adding:
    lists = tuple(c.name for c in table.c if isinstance(c.type, sa.ARRAY))
    index = ("tenant_id", *keys)
    numbers = tuple(c.name for c in table.c if c.name not in (*index, *lists))
    put = insert(table)
    added: dict[str, Any] = {name: put.excluded[name] for name in lists}
    for name in numbers:
        if name.startswith("longest_"):
            added[name] = sa.func.greatest(table.c[name], put.excluded[name])
        else:
            added[name] = table.c[name] + put.excluded[name]
    statement = put.on_conflict_do_update(index_elements=list(index), set_=added)
    return _Adding(statement, numbers, lists)


async def _remove_empty(tx: Transaction, table: sa.Table, starts: Collection[datetime]) -> None:
    """Of what goes on under another key nothing stays under the one before."""
    whole = next((table.c[name] for name in WHOLE if name in table.c), None)
    if whole is not None and starts:
        await tx.conn.execute(table.delete().where(table.c.start.in_(starts), whole == 0))


WHOLE = ("contacts", "entered")
"""Columns that count everything of their row."""


async def _lists_of(
    tx: Transaction, table: sa.Table, keys: Sequence[str], wanted: Sequence[Any]
) -> dict[Any, Row]:
    columns = [table.c[name] for name in keys]
    query = table.select().where(sa.tuple_(*columns).in_(wanted))
    rows = (await tx.conn.execute(query)).mappings()
    return {tuple(row[name] for name in keys): dict(row) for row in rows}


def _listed(known: Sequence[int] | None, sums: Sums, name: str) -> list[int]:
    return cumulative(known or (), sums.lists.get(name, {}))
