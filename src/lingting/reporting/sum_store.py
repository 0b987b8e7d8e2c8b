"""The SQL that adds to the sums of quarters."""

from collections.abc import Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from lingting.platform.db import Transaction
from lingting.reporting import tables
from lingting.reporting.domain.counting import Sums, Tally, cumulative
from lingting.reporting.fact_store import parts

Row = dict[str, Any]


async def add_sums(tx: Transaction, tally: Tally) -> None:
    """Adds what changed to the quarters; a key whose last row is gone disappears."""
    await _add_sums(tx, tables.queue_sums, ("start", "queue"), tally.queues)
    await _add_sums(tx, tables.agent_sums, ("start", "agent", "queue"), tally.agents)
    await _add_sums(tx, tables.busy_sums, ("start", "agent", "reason"), tally.busy)
    keys = ("start", "direction", "flow", "outcome", "queued")
    await _add_sums(tx, tables.contact_sums, keys, tally.contacts)
    await _add_sums(tx, tables.step_sums, ("start", "flow", "node", "target"), tally.steps)
    await tx.conn.execute(tables.contact_sums.delete().where(tables.contact_sums.c.contacts == 0))
    await tx.conn.execute(tables.step_sums.delete().where(tables.step_sums.c.entered == 0))


async def _add_sums(
    tx: Transaction, table: sa.Table, keys: Sequence[str], tally: Mapping[Any, Sums]
) -> None:
    lists = [c.name for c in table.c if isinstance(c.type, sa.ARRAY)]
    plain = ("tenant_id", *keys, *lists)
    numbers = [c.name for c in table.c if c.name not in plain]
    changed = {key: sums for key, sums in tally.items() if not sums.is_nothing}
    for part in parts(list(changed)):
        known = await _lists_of(tx, table, keys, part) if lists else {}
        rows = [
            {"tenant_id": tx.tenant, **dict(zip(keys, key, strict=True))}
            | {name: changed[key].numbers.get(name, 0) for name in numbers}
            | dict(changed[key].longest)
            | {name: _listed(known.get(key, {}).get(name), changed[key], name) for name in lists}
            for key in part
        ]
        put = insert(table).values(rows)
        added: dict[str, Any] = {}
        for name in numbers:
            if name.startswith("longest_"):
                added[name] = sa.func.greatest(table.c[name], put.excluded[name])
            else:
                added[name] = table.c[name] + put.excluded[name]
        added |= {name: put.excluded[name] for name in lists}
        index = ["tenant_id", *keys]
        await tx.conn.execute(put.on_conflict_do_update(index_elements=index, set_=added))


async def _lists_of(
    tx: Transaction, table: sa.Table, keys: Sequence[str], wanted: Sequence[Any]
) -> dict[Any, Row]:
    columns = [table.c[name] for name in keys]
    query = table.select().where(sa.tuple_(*columns).in_(wanted))
    rows = (await tx.conn.execute(query)).mappings()
    return {tuple(row[name] for name in keys): dict(row) for row in rows}


def _listed(known: Sequence[int] | None, sums: Sums, name: str) -> list[int]:
    return cumulative(known or (), sums.lists.get(name, {}))
