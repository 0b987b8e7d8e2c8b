"""What stands in the address of a report, made into a question."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Annotated, Literal
from uuid import UUID
from zoneinfo import ZoneInfo

from fastapi import Query

from lingting.kernel.ids import TenantId
from lingting.platform.kit import Kit
from lingting.reporting.domain.asking import Ask, fit_by, fit_columns, fit_period
from lingting.reporting.domain.catalogue import REPORTS, Dimension
from lingting.reporting.domain.periods import Grain, Period
from lingting.reporting.errors import ReportUnknown
from lingting.reporting.reports.schemas import DimensionName, GrainName
from lingting.tenancy.api import Tenancy

Compare = Literal["previous", "week", "year"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """The address as it came; days are those of the company."""

    first: date | None
    last: date | None
    grain: GrainName | None
    by: list[DimensionName]
    queue: list[UUID]
    agent: list[UUID]
    flow: list[UUID]
    metrics: list[str]
    compare: Compare | None


def wish(
    first: Annotated[date | None, Query(alias="from")] = None,
    last: Annotated[date | None, Query(alias="to")] = None,
    grain: GrainName | None = None,
    by: Annotated[list[DimensionName] | None, Query(max_length=6)] = None,
    queue: Annotated[list[UUID] | None, Query(max_length=100)] = None,
    agent: Annotated[list[UUID] | None, Query(max_length=100)] = None,
    flow: Annotated[list[UUID] | None, Query(max_length=100)] = None,
    metrics: Annotated[list[str] | None, Query(max_length=60)] = None,
    compare: Compare | None = None,
) -> Wish:
    """Days are the company's; without any, it is today. Lists repeat their name."""
    return Wish(
        first=first,
        last=last,
        grain=grain,
        by=by or [],
        queue=queue or [],
        agent=agent or [],
        flow=flow or [],
        metrics=metrics or [],
        compare=compare,
    )


class Asking:
    """Makes questions of wishes."""

    def __init__(self, kit: Kit, companies: Tenancy) -> None:
        self._kit = kit
        self._companies = companies

    async def ask(self, tenant: TenantId, key: str, wanted: Wish) -> Ask:
        """Raises ReportUnknown, ReportAskUnfit or PeriodUnfit."""
        report = REPORTS.get(key)
        if report is None:
            raise ReportUnknown()
        zone = ZoneInfo((await self._companies.by_id(tenant)).time_zone)
        today = self._kit.clock.now().astimezone(zone).date()
        last = wanted.last or wanted.first or today
        period = Period(wanted.first or last, last, zone)
        by = fit_by(report, wanted.by)
        grain = Grain(wanted.grain) if wanted.grain else report.default_grain
        return Ask(
            report=report,
            period=fit_period(period, grain, by),
            grain=grain if Dimension.TIME in by else None,
            by=by,
            columns=fit_columns(report, wanted.metrics),
            queues=tuple(wanted.queue) if "queue" in report.filters else (),
            agents=tuple(wanted.agent) if "agent" in report.filters else (),
            flows=tuple(wanted.flow) if "flow" in report.filters else (),
            compare=wanted.compare if report.compares else None,
        )


def part_at(at: datetime, grain: Grain, period: Period) -> tuple[datetime, datetime]:
    """The part of the period that begins at an instant, as far as it lies in the period."""
    parts = period.parts(grain)
    later = [one for one in parts if one > at]
    return max(at, period.since), min(later[0] if later else period.until, period.until)
