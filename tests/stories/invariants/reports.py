"""Reports: they are what happened, and what building them anew gives."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from lingting.reporting import tables as reports
from stories.broken import require
from stories.world import World

A_DAY = timedelta(days=1)
ITEMS = (
    "SELECT queue_id, count(*), count(assigned_at), count(*) FILTER (WHERE ended_at IS NULL)"
    " FROM work_items WHERE tenant_id = %s GROUP BY queue_id"
)
CONTACTS = (
    "SELECT calls.outcome, kept.outcome FROM calls FULL JOIN report_contacts AS kept USING (id)"
    " WHERE calls.tenant_id = %s AND calls.outcome IS DISTINCT FROM kept.outcome"
)


async def figures_are_what_happened(world: World) -> None:
    """The day's figures, which are read from the log, are those of the work items and calls."""
    reporting, server, now = (
        world.alive.product.reporting,
        world.company.server,
        world.alive.kit.clock.now(),
    )
    await reporting.projection.catch_up(world.tenant)
    said = await reporting.figures.queue_counts(world.tenant, now - A_DAY, now + A_DAY)
    rows = server.execute(ITEMS, (world.tenant,)).fetchall()
    counted = {queue: tuple(numbers) for queue, *numbers in rows}
    for one in said:
        figures = one.offered, one.answered, one.in_progress
        due = counted.get(one.queue, (0, 0, 0))
        require(figures == due, "a queue's figures are not what happened:", figures, due)
        unserved = one.abandoned + one.overflowed + one.messages
        require(
            unserved == due[0] - due[1] - due[2], "who was not served is not counted:", unserved
        )
    others = server.execute(CONTACTS, (world.tenant,)).fetchall()
    require(not others, "a report has another outcome:", others)


async def projections_equal_a_rebuild(world: World) -> None:
    """Reports read as facts came are those that are built anew from the log."""
    projection = world.alive.product.reporting.projection
    await projection.catch_up(world.tenant)
    live = _report_rows(world)
    await projection.rebuild(world.tenant)
    anew = _report_rows(world)
    for name, rows in live.items():
        require(rows == anew[name], "a report differs from its rebuild:", name)


def _report_rows(world: World) -> dict[str, list[Any]]:
    server, found = world.company.server, {}
    with server.pipeline():
        for table in (*reports.FACTS, *reports.SUMS):
            keys = ", ".join(column.name for column in table.primary_key.columns)
            query = f"SELECT * FROM {table.name} WHERE tenant_id = %s ORDER BY {keys}"
            found[table.name] = server.execute(query.encode(), (world.tenant,))
    return {name: cursor.fetchall() for name, cursor in found.items()}
