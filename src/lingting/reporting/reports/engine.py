"""Answers a question to any report, with the period before beside it when that is wanted."""

from collections.abc import AsyncIterator, Mapping
from dataclasses import replace
from datetime import datetime

import sqlalchemy as sa

from lingting.acd.domain.words import Words
from lingting.kernel.ids import TenantId
from lingting.platform.http.auth import Principal
from lingting.platform.http.messages import Language
from lingting.platform.kit import Kit
from lingting.platform.trail import Trail
from lingting.reporting import log_store
from lingting.reporting.domain.asking import MOST_PARTS, Ask
from lingting.reporting.domain.catalogue import Report
from lingting.reporting.domain.intervals import quarter_after
from lingting.reporting.domain.periods import Grain, Period
from lingting.reporting.projection import Projection
from lingting.reporting.proof_store import proofs
from lingting.reporting.reports import levels, lists, paths, summing, turning, waiting
from lingting.reporting.reports.choices import counting_of
from lingting.reporting.reports.scene import Check, Made, Scene
from lingting.reporting.reports.schemas import (
    ChartOut,
    CheckOut,
    ColumnOut,
    ComparedOut,
    PeriodOut,
    ReportOut,
    RowOut,
    WordsOut,
)
from lingting.tenancy.api import Tenancy

KINDS = {
    "sums": summing.build,
    "service_levels": levels.build,
    "waits": waiting.build,
    "flow_steps": paths.steps,
    "flow_paths": paths.targets,
    "abandoned": lists.abandoned,
    "seat_calls": lists.seat_calls,
}
PROVEN = Words("每晚复核无差异的天数", "Days that the nightly second counting found right")
AT_ONCE = 250
"""Rows of a list that are read at once to be written into a file: the engine does nothing else
while they are put into words."""
_MANY_ROWS = sa.text(
    "SELECT set_config('work_mem', '64MB', true), set_config('random_page_cost', '1.1', true), "
    "set_config('jit', 'off', true)"
)
"""Reports add up hundreds of thousands of rows that lie together: no disk for sorting, no plan that
rather reads everything, no compiling that takes longer than the question."""
YEAR = 364
"""Fifty-two weeks: the same weekdays a year earlier."""


class Reports:
    """Every standard report of one company."""

    def __init__(self, kit: Kit, projection: Projection, companies: Tenancy, trail: Trail) -> None:
        self._kit = kit
        self._trail = trail
        self._projection = projection
        self._companies = companies

    async def answer(
        self, tenant: TenantId, ask: Ask, language: Language, *, see_numbers: bool
    ) -> ReportOut:
        """The report, brought up to the newest fact before it is read."""
        await self._projection.step(tenant)
        async with self._kit.db.transaction(tenant) as tx:
            await tx.conn.execute(_MANY_ROWS)
            chosen, counting = await counting_of(tx, self._companies)
            scene = Scene(
                tx=tx,
                ask=ask,
                language=language,
                see_numbers=see_numbers,
                region=self._kit.settings.region,
                chosen=chosen,
                counting=counting,
                place=await log_store.place(tx.conn),
            )
            made = await KINDS[ask.report.kind](scene, ask.period)
            made.checks += await _proven(scene)
            compared = await self._compared(scene)
        return _out(scene, made, compared)

    async def pages(
        self, tenant: TenantId, ask: Ask, language: Language, *, see_numbers: bool
    ) -> AsyncIterator[ReportOut]:
        """A list as a whole, page by page; other reports are one page."""
        ask = replace(ask, after=None, page=AT_ONCE)
        while True:
            page = await self.answer(tenant, ask, language, see_numbers=see_numbers)
            yield page
            if page.next is None:
                return
            ask = replace(ask, after=turning.decode(page.next))

    async def exported(
        self, principal: Principal, report: ReportOut, format: str, about: Mapping[str, str]
    ) -> None:
        """Notes in the trail that a report left the house, and with which filters."""
        details = {"rows": size_of(report), "format": format, "filters": dict(about)}
        async with self._kit.db.transaction(principal.tenant) as tx:
            await self._trail.record(tx, principal, "reports.export", report.key, details)

    async def _compared(self, scene: Scene) -> ComparedOut | None:
        earlier = _earlier(scene.ask, scene.now)
        if earlier is None:
            return None
        scene = replace(scene, ask=replace(scene.ask, period=earlier))
        made = await KINDS[scene.ask.report.kind](scene, earlier)
        return ComparedOut(
            period=_period(scene, earlier),
            totals=made.totals or {},
            rows={row.id: row.cells for row in made.rows},
        )


def size_of(report: ReportOut) -> int:
    """How many rows a report has, of a list those of all pages."""
    whole = (report.totals or {}).get("at")
    return whole if isinstance(whole, int) else len(report.rows)


def _earlier(ask: Ask, now: datetime) -> Period | None:
    """The period to compare with; beside one that is not over, only as much as has passed."""
    period = ask.period
    moved = {"previous": period.days, "week": 7, "year": YEAR}
    if ask.compare not in moved:
        return None
    earlier = period.moved(moved[ask.compare])
    if period.until <= now or now < period.since:
        return earlier
    return replace(earlier, upto=quarter_after(earlier.since + (now - period.since)))


async def _proven(scene: Scene) -> list[Check]:
    """What the nightly second counting found about the days of the period."""
    days = await proofs(scene.tx.conn, scene.ask.period.first, scene.ask.period.last)
    if not days:
        return []
    return [Check(PROVEN, len(days), sum(day["holds"] for day in days))]


def _out(scene: Scene, made: Made, compared: ComparedOut | None) -> ReportOut:
    report = scene.ask.report
    return ReportOut(
        key=report.key,
        name=WordsOut.model_validate(report.name),
        about=WordsOut.model_validate(report.about),
        period=_period(scene, scene.ask.period),
        by=[one.value for one in scene.ask.by],
        columns=[ColumnOut.model_validate(one, from_attributes=True) for one in made.columns],
        rows=[RowOut.model_validate(one, from_attributes=True) for one in made.rows[:MOST_PARTS]],
        more=made.more or len(made.rows) > MOST_PARTS,
        next=turning.encode(made.after) if made.after is not None else None,
        totals=made.totals,
        chart=_chart(report, made),
        compare=compared,
        checks=[CheckOut.model_validate(one, from_attributes=True) for one in made.checks],
        computed_at=scene.now,
    )


def _chart(report: Report, made: Made) -> ChartOut:
    series = made.series if made.series is not None else report.series
    kind = made.chart or report.chart
    return ChartOut.model_validate({"kind": kind, "x": made.x, "series": list(series)})


def _period(scene: Scene, period: Period) -> PeriodOut:
    grain: Grain | None = scene.ask.grain
    return PeriodOut(
        first=period.first,
        last=period.last,
        since=period.since,
        until=period.until,
        zone=str(period.zone),
        grain=grain.value if grain else None,
        living=period.until > scene.now,
    )
