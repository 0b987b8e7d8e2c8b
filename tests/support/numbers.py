"""Reports over real stories: read as facts come, read anew, compared row by row."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from lingting.reporting import tables
from lingting.reporting.projection import Projection
from support.voice import Voice

Rows = dict[str, list[dict[str, Any]]]


class Numbers:
    """The reports of a voice story's company."""

    def __init__(self, voice: Voice, batch: int = 3) -> None:
        self.voice = voice
        self.kit = voice.centre.kit
        self.projection = Projection(self.kit, self.voice.centre.tenancy, batch)

    async def follow(self) -> None:
        """Reads what happened so far."""
        await self.projection.catch_up(self.voice.tenant)

    async def rows(self) -> Rows:
        """Every projected row, by table, in the order of its key."""
        found: Rows = {}
        async with self.kit.db.transaction(self.voice.tenant) as tx:
            for table in (*tables.FACTS, *tables.SUMS, *tables.DAYS):
                order = list(table.primary_key.columns)
                rows = await tx.conn.execute(table.select().order_by(*order))
                found[table.name] = [dict(row) for row in rows.mappings()]
        return found

    async def anew(self, batch: int = 5_000) -> Rows:
        """The rows after everything was built anew."""
        await Projection(self.kit, self.voice.centre.tenancy, batch).rebuild(self.voice.tenant)
        return await self.rows()

    async def one(self, table: sa.Table, **fits: Any) -> dict[str, Any]:
        """The only row that fits."""
        (found,) = [row for row in (await self.rows())[table.name] if fits.items() <= row.items()]
        return found

    async def total(self, table: sa.Table, **fits: Any) -> dict[str, int]:
        """The sums of all quarters that fit."""
        total: dict[str, int] = {}
        for row in (await self.rows())[table.name]:
            if fits.items() <= row.items():
                for name, value in row.items():
                    if isinstance(value, int) and not isinstance(value, bool):
                        total[name] = total.get(name, 0) + value
        return total
