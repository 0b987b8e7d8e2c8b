"""The SQL that makes sums of days from those of quarters."""

from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import ARRAY, aggregate_order_by

from lingting.platform.db import Transaction
from lingting.reporting import tables
from lingting.reporting.tables.columns import AT
from lingting.reporting.tables.sums import KINDS, Summed


async def forget(tx: Transaction) -> None:
    """Removes all sums of days."""
    for table in tables.DAYS:
        await tx.conn.execute(table.delete())


async def make(tx: Transaction, start: datetime, until: datetime) -> None:
    """Makes the sums of the day between these midnights, of which none is there."""
    for kind in KINDS:
        await tx.conn.execute(_made(tx, kind, start, until))


async def oldest(tx: Transaction) -> datetime | None:
    """The first quarter of which anything is known."""
    firsts = (sa.select(sa.func.min(kind.quarters.c.start).label("first")) for kind in KINDS)
    every = sa.union_all(*firsts).subquery()
    return (await tx.conn.execute(sa.select(sa.func.min(every.c.first)))).scalar_one()


def _made(tx: Transaction, kind: Summed, start: datetime, until: datetime) -> sa.Insert:
    cut = _cut(kind, start, until)
    keys = [cut.c[name] for name in kind.keys]
    numbers, lists = _columns(kind)
    whole: Any = sa.select(*keys, *(_together(cut.c[name]) for name in numbers)).group_by(*keys)
    whole = whole.subquery("whole")
    source: Any = whole
    counted: list[Any] = []
    for name in lists:
        made = _listed(kind, cut, name)
        same = sa.and_(*(whole.c[key] == made.c[key] for key in kind.keys))
        source = source.outerjoin(made, same)
        counted.append(
            sa.func.coalesce(made.c.counted, sa.cast(sa.literal([], INTEGERS), INTEGERS))
        )
    plain = [whole.c[name] for name in (*kind.keys, *numbers)]
    query = sa.select(sa.literal(tx.tenant, sa.Uuid), *plain, *counted).select_from(source)
    names = ["tenant_id", *kind.keys, *numbers, *lists]
    return kind.days.insert().from_select(names, query)


def _cut(kind: Summed, start: datetime, until: datetime) -> sa.CTE:
    """The quarters of a day, each with the beginning of the day as its `start`."""
    table = kind.quarters
    others = [one for one in table.c if one.name not in ("tenant_id", "start")]
    query = sa.select(sa.cast(sa.literal(start, AT), AT).label("start"), *others)
    query = query.where(table.c.start >= start, table.c.start < until)
    return query.cte("cut")


def _columns(kind: Summed) -> tuple[list[str], list[str]]:
    lists = [one.name for one in kind.quarters.c if isinstance(one.type, sa.ARRAY)]
    plain = ("tenant_id", *kind.keys, *lists)
    return [one.name for one in kind.quarters.c if one.name not in plain], lists


def _together(column: sa.ColumnElement[Any]) -> sa.ColumnElement[Any]:
    longest = column.name.startswith("longest_")
    total = sa.func.max(column) if longest else sa.func.sum(column)
    return sa.cast(total, sa.BigInteger).label(column.name)


def _listed(kind: Summed, cut: sa.CTE, name: str) -> sa.CTE:
    """A cumulative list of each key: where the lists of its quarters rise, added up again."""

    def keys(of: Any) -> list[Any]:
        return [of.c[key] for key in kind.keys]

    counted = cut.c[name]
    rises = sa.func.unnest(counted, sa.func.array_prepend(0, counted))
    rise = rises.table_valued("upto", "before", with_ordinality="place", name=f"rise_{name}")
    rise = rise.render_derived()
    more = sa.func.sum(rise.c.upto - rise.c.before).label("more")
    query = sa.select(*keys(cut), rise.c.place, more).select_from(cut.join(rise, sa.true()))
    query = query.where(rise.c.upto != rise.c.before).group_by(*keys(cut), rise.c.place)
    risen = query.cte(f"risen_{name}")
    last = sa.func.max(risen.c.place).label("last")
    ends = sa.select(*keys(risen), last).group_by(*keys(risen)).subquery("ends")
    every = sa.func.generate_series(1, ends.c.last).table_valued("place", name="every")
    every = every.render_derived()
    at = sa.and_(
        *(ends.c[key] == risen.c[key] for key in kind.keys), risen.c.place == every.c.place
    )
    total = sa.func.sum(sa.func.coalesce(risen.c.more, 0))
    total = total.over(partition_by=keys(ends), order_by=every.c.place).label("total")
    line = sa.select(*keys(ends), every.c.place, total)
    line = line.select_from(ends.join(every, sa.true()).outerjoin(risen, at)).subquery("line")
    listed = sa.func.array_agg(aggregate_order_by(sa.cast(line.c.total, sa.Integer), line.c.place))
    made = sa.select(*keys(line), listed.label("counted")).group_by(*keys(line))
    return made.cte(f"made_{name}")


INTEGERS = ARRAY(sa.Integer)
