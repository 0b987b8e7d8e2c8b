"""Opens the contacts behind a number, as rows of the call log."""

from dataclasses import replace
from datetime import datetime

from lingting.platform.kit import Kit
from lingting.reporting import store as log_rows
from lingting.reporting.domain.asking import Ask
from lingting.reporting.domain.periods import Grain
from lingting.reporting.domain.wanted import Cursor
from lingting.reporting.reader import Reader
from lingting.reporting.reports.asks import part_at
from lingting.reporting.reports.behind import Cell, calls_behind
from lingting.reporting.reports.choices import counting_of
from lingting.reporting.reports.store import Cut
from lingting.reporting.schemas import LogOut
from lingting.reporting.service import CallLog
from lingting.reporting.showing import decode_cursor, encode_cursor
from lingting.tenancy.api import Tenancy

SOURCE_OF_KIND = {"waits": "queue", "flow_paths": "step"}


class Opening:
    """From a cell to its contacts."""

    def __init__(self, kit: Kit, companies: Tenancy, log: CallLog) -> None:
        self._kit = kit
        self._companies = companies
        self._log = log

    async def page(
        self,
        reader: Reader,
        ask: Ask,
        cell: Cell,
        time: datetime | None,
        limit: int,
        cursor: str | None,
    ) -> LogOut:
        """Some contacts behind the cell, the newest first; `total` counts what the cell counts.

        A call that came into a queue twice is counted twice and shown once.
        """
        after = decode_cursor(cursor) if cursor else None
        report = ask.report
        source = report.source.value if report.source else SOURCE_OF_KIND.get(report.kind, "")
        async with self._kit.db.transaction(reader.tenant) as tx:
            _, counting = await counting_of(tx, self._companies)
            part = part_at(time, ask.grain or Grain.HOUR, ask.period) if time else None
            found, total = await calls_behind(
                tx.conn,
                source,
                _cut(ask),
                replace(cell, part=part),
                counting,
                limit + 1,
                (after.began_at, after.call) if after else None,
            )
            shown = found[:limit]
            rows = await log_rows.some(tx.conn, [call for _, call in shown])
            items = await self._log.shown(tx, reader, rows)
        last = shown[-1] if len(found) > limit else None
        return LogOut(items=items, next=encode_cursor(Cursor(*last)) if last else None, total=total)


def _cut(ask: Ask) -> Cut:
    return Cut(
        since=ask.period.since,
        until=ask.period.until,
        zone=str(ask.period.zone),
        queues=ask.queues,
        agents=ask.agents,
        flows=ask.flows,
    )
