"""Fills the tables of reports with as many contacts as one likes, straight and truthfully.

One week of the demonstration company is lived in virtual time and counted by the production
projection. Its rows are then laid out again and again: week after week into the past, and beside
each other for departments with queues and agents of their own. So every number adds up in the
large as it does in the small.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from math import ceil
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import psycopg
import sqlalchemy as sa
from psycopg import sql

from lingting.kernel.ids import TenantId
from lingting.main.demo.founding import found_demo
from lingting.main.demo.history import demo_cast
from lingting.main.past import write_past
from lingting.main.wiring import Product
from lingting.reporting import tables as t
from lingting.simulation.domain.world import World

SEED = 20260101
PEAK_PER_HOUR = 60.0
MOST_WEEKS = 52
OF_DEPARTMENTS = (
    t.contacts, t.visits, t.rings, t.talks, t.asked, t.steps, t.spans,
    t.queue_sums, t.agent_sums, t.busy_sums,
)  # fmt: skip
OF_ALL = (t.contact_sums, t.step_sums)
"""Sums that departments share: they grow instead of standing beside each other."""
DETAILS = {t.steps.name, t.spans.name}
"""Rows of which no report reads more than a page. To spare the disk only the last weeks have them:
as many as reach over the last whole month."""
DETAIL_WEEKS = 9
SHIFTED = ("id", "call", "item")
"""Ids that carry their time (UUID version 7): a row of another week has one of that week."""
BESIDE = ("queue", "agent")
"""Ids of which each department has its own."""


@dataclass(frozen=True, slots=True)
class Filled:
    """What stands in the tables; `month` is the last whole one that has contacts."""

    tenant: TenantId
    contacts: int
    weeks: int
    departments: int
    until: datetime


def last_monday(now: datetime, zone: ZoneInfo) -> datetime:
    """A little after the beginning of this week there."""
    today = now.astimezone(zone).date()
    monday = datetime.combine(today - timedelta(days=today.weekday()), datetime.min.time(), zone)
    return (monday + timedelta(minutes=10)).astimezone(now.tzinfo)


async def live_a_week(product: Product) -> TenantId:
    """The template: a company whose last seven days are known to its reports."""
    founded = await found_demo(product, World(SEED).customers)
    async with product.kit.db.transaction(founded.tenant) as tx:
        cast = await demo_cast(product, tx)
    await write_past(product, founded.tenant, cast, days=7, seed=SEED, peak_per_hour=PEAK_PER_HOUR)
    await product.reporting.projection.catch_up(founded.tenant)
    return founded.tenant


def fill(
    address: str, tenant: TenantId, wanted: int, until: datetime, tell: Callable[[str], None]
) -> Filled:
    """Lays the template out until about `wanted` contacts stand there; `address` is a superuser's.

    Indexes are made when all rows are there, which takes a fraction of the time.
    """
    with psycopg.connect(address, autocommit=True) as connection:
        connection.execute("SET maintenance_work_mem = '512MB'")
        of_week = _count(connection)
        weeks = min(MOST_WEEKS, ceil(wanted / of_week))
        departments = max(1, round(wanted / (weeks * of_week)))
        for table in (*OF_DEPARTMENTS, *OF_ALL):
            connection.execute(_template(table))
        indexes = _drop_indexes(connection)
        began = perf_counter()
        for week in range(weeks):
            _lay(connection, week, departments)
            done = (week + 1) * of_week * departments
            tell(f"{done:>11,} contacts  {perf_counter() - began:7.1f} s")
        for index in indexes:
            connection.execute(index.encode())
        # The sums of days are made by the product: it takes these for those of no zone.
        connection.execute("UPDATE report_places SET zone = NULL")
        connection.execute("VACUUM ANALYZE")
        tell(f"            indexes   {perf_counter() - began:7.1f} s")
        return Filled(tenant, _count(connection), weeks, departments, until)


def _lay(connection: psycopg.Connection[Any], week: int, departments: int) -> None:
    for table in OF_DEPARTMENTS:
        if table.name not in DETAILS or week < DETAIL_WEEKS:
            connection.execute(_beside(table), {"week": week, "last": departments - 1})
    for table in OF_ALL:
        connection.execute(_grown(table), {"week": week, "by": departments})


def _template(table: sa.Table) -> sql.Composed:
    """The week's rows, each id also taken apart into its time, its count and the rest."""
    parts = [
        sql.SQL(
            ", ('x' || left(replace({0}::text, '-', ''), 12))::bit(48)::bigint AS {1}, "
            "substr(replace({0}::text, '-', ''), 13, 4) AS {2}, "
            "right({0}::text, 12) AS {3}"
        ).format(*(sql.Identifier(c.name + end) for end in ("", "_ms", "_mid", "_tail")))
        for c in table.c
        if c.name in SHIFTED
    ]
    return sql.SQL("CREATE TEMP TABLE {} AS SELECT *{} FROM {}").format(
        sql.Identifier(f"week_{table.name}"), sql.Composed(parts), sql.Identifier(table.name)
    )


def _drop_indexes(connection: psycopg.Connection[Any]) -> list[str]:
    """Drops what slows filling down; answers the statements that bring it back."""
    names = [table.name for table in OF_DEPARTMENTS]
    back: list[str] = []
    keys = connection.execute(
        "SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint "
        "WHERE contype = 'p' AND conrelid::regclass::text = ANY(%s)",
        [names],
    ).fetchall()
    plain = connection.execute(
        "SELECT i.indexrelid::regclass::text, pg_get_indexdef(i.indexrelid) FROM pg_index i "
        "WHERE NOT i.indisprimary AND i.indrelid::regclass::text = ANY(%s)",
        [names],
    ).fetchall()
    for name, made in plain:
        connection.execute(f"DROP INDEX {name}".encode())
        back.append(made)
    for table, name, made in keys:
        connection.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}".encode())
        back.append(f"ALTER TABLE {table} ADD CONSTRAINT {name} {made}")
    return back


def _count(connection: psycopg.Connection[Any]) -> int:
    found = connection.execute("SELECT count(*) FROM report_contacts").fetchone()
    assert found is not None
    return found[0]


def _beside(table: sa.Table) -> sql.Composed:
    """Copies the template's rows into a week, once per department."""
    names = [column.name for column in table.c]
    return sql.SQL(
        "INSERT INTO {table} ({names}) SELECT {values} FROM {week} AS t "
        "CROSS JOIN generate_series(0, %(last)s) AS d "
        "WHERE d > 0 OR %(week)s > 0"
    ).format(
        table=sql.Identifier(table.name),
        week=sql.Identifier(f"week_{table.name}"),
        names=sql.SQL(", ").join(map(sql.Identifier, names)),
        values=sql.SQL(", ").join(_copied(column) for column in table.c),
    )


def _copied(column: sa.Column[Any]) -> sql.Composable:
    name = sql.Identifier(column.name)
    if isinstance(column.type, sa.TIMESTAMP):
        return sql.SQL("t.{} - %(week)s * interval '7 days'").format(name)
    if column.name in SHIFTED:
        parts = [sql.Identifier(column.name + end) for end in ("", "_ms", "_mid", "_tail")]
        return sql.SQL(
            "CASE WHEN t.{0} IS NULL THEN NULL ELSE (lpad(to_hex(t.{1} - %(week)s * "
            "604800000::bigint), 12, '0') || t.{2} || lpad(to_hex(d), 4, '0') || "
            "t.{3})::uuid END"
        ).format(*parts)
    if column.name in BESIDE:
        return sql.SQL(
            "CASE WHEN d = 0 OR t.{0} IS NULL OR t.{0} = '00000000-0000-0000-0000-000000000000' "
            "THEN t.{0} ELSE md5(t.{0}::text || d)::uuid END"
        ).format(name)
    if column.name == "number_key":
        return sql.SQL("t.{} || CASE WHEN d > 0 THEN '-' || d ELSE '' END").format(name)
    return sql.SQL("t.{}").format(name)


def _grown(table: sa.Table) -> sql.Composed:
    """A week's sums of all departments together; those of the template's own week are replaced."""
    keys = [column.name for column in table.primary_key]
    numbers = [c.name for c in table.c if c.name not in keys]
    values = [
        sql.SQL("t.{} - %(week)s * interval '7 days'").format(sql.Identifier(name))
        if name == "start"
        else sql.SQL("t.{}").format(sql.Identifier(name))
        for name in keys
    ]
    values += [sql.SQL("t.{} * %(by)s").format(sql.Identifier(name)) for name in numbers]
    changed = sql.SQL(", ").join(
        sql.SQL("{0} = excluded.{0}").format(sql.Identifier(name)) for name in numbers
    )
    return sql.SQL(
        "INSERT INTO {table} ({names}) SELECT {values} FROM {week} AS t "
        "ON CONFLICT ({keys}) DO UPDATE SET {changed}"
    ).format(
        table=sql.Identifier(table.name),
        names=sql.SQL(", ").join(map(sql.Identifier, [*keys, *numbers])),
        values=sql.SQL(", ").join(values),
        week=sql.Identifier(f"week_{table.name}"),
        keys=sql.SQL(", ").join(map(sql.Identifier, keys)),
        changed=changed,
    )
