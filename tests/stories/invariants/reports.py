"""Reports and their building anew."""

from __future__ import annotations

from typing import Any

from lingting.reporting import tables as reports
from stories.broken import require
from stories.world import World


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
