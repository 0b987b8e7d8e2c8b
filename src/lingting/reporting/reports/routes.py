"""HTTP resources of reports and metrics."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import AwareDatetime

from lingting.kernel.discretion import SEE_NUMBERS
from lingting.kernel.errors import Forbidden
from lingting.platform.aside import aside
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.platform.http.messages import Language, preferred
from lingting.reporting.domain.asking import MOST_DAYS, PAGE
from lingting.reporting.domain.catalogue import ALL_METRICS, REPORTS, Dimension, Report
from lingting.reporting.domain.periods import Grain
from lingting.reporting.reader import CallReader
from lingting.reporting.reports.asks import Asking, Wish, wish
from lingting.reporting.reports.behind import Cell
from lingting.reporting.reports.engine import Reports
from lingting.reporting.reports.files import csv_pages, joined, whole, xlsx_of
from lingting.reporting.reports.opening import Opening
from lingting.reporting.reports.schemas import (
    CatalogueOut,
    MetricOut,
    MetricsOut,
    ReportEntryOut,
    ReportOut,
    WordsOut,
)
from lingting.reporting.reports.turning import turned
from lingting.reporting.schemas import LogOut

SEE = "reports.see"
CSV = "text/csv; charset=utf-8"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
Viewer = Annotated[Principal, require(SEE)]
Exporter = Annotated[Principal, require("reports.export")]
Wished = Annotated[Wish, Depends(wish)]


def _cell(
    column: Annotated[str, Query(max_length=60)],
    time: AwareDatetime | None = None,
    hour_of_day: Annotated[int | None, Query(ge=0, le=23)] = None,
    weekday: Annotated[int | None, Query(ge=1, le=7)] = None,
    step: Annotated[str | None, Query(max_length=200)] = None,
    target: Annotated[str | None, Query(max_length=200)] = None,
    wait_over: Annotated[int | None, Query(ge=0)] = None,
    wait_upto: Annotated[int | None, Query(ge=0)] = None,
) -> tuple[Cell, datetime | None]:
    """The column and the row's keys; queue, agent and flow are filters anyway."""
    cell = Cell(
        column=column,
        hour_of_day=hour_of_day,
        weekday=weekday,
        step=step,
        target=target,
        wait_over=wait_over,
        wait_upto=wait_upto,
    )
    return cell, time


Pointed = Annotated[tuple[Cell, datetime | None], Depends(_cell)]


def routes(asking: Asking, reports: Reports, opening: Opening) -> APIRouter:
    """The router of reports."""
    router = api_router(tags=["reports"])

    @router.get("/metrics")
    async def list_metrics(principal: Viewer) -> MetricsOut:
        """Every number of reports with its definition."""
        return MetricsOut(items=[_metric(key) for key in ALL_METRICS])

    @router.get("/reports")
    async def list_reports(principal: Viewer) -> CatalogueOut:
        return CatalogueOut(items=[_entry(report) for report in REPORTS.values()])

    @router.get("/reports/{key}")
    async def read_report(
        request: Request,
        principal: Viewer,
        key: str,
        wanted: Wished,
        limit: Annotated[int, Query(ge=1, le=1000)] = PAGE,
        cursor: Annotated[str | None, Query(max_length=200)] = None,
    ) -> ReportOut:
        """A report; numbers are brought up to the newest fact before. `limit` and `cursor` turn
        the pages of a list of contacts.
        """
        ask = turned(await asking.ask(principal.tenant, key, wanted), cursor, limit)
        language = preferred(request.headers.get("accept-language"))
        see = principal.may(SEE_NUMBERS)
        return await reports.answer(principal.tenant, ask, language, see_numbers=see)

    @router.get("/reports/{key}/export", response_class=Response)
    async def export_report(
        request: Request,
        principal: Exporter,
        key: str,
        wanted: Wished,
        format: Literal["xlsx", "csv"] = "xlsx",
        language: Language | None = None,
    ) -> Response:
        """The report as a file, a list as a whole; a link cannot send a header, so it names the
        language. CSV comes page by page and has no end that a list could reach.
        """
        ask = await asking.ask(principal.tenant, key, wanted)
        spoken = language or preferred(request.headers.get("accept-language"))
        see = principal.may(SEE_NUMBERS)
        pages = reports.pages(principal.tenant, ask, spoken, see_numbers=see)
        name = f"{key}_{ask.period.first}_{ask.period.last}.{format}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        if format == "xlsx":
            report = await whole(pages)
            await reports.exported(principal, report, format, request.query_params)
            book = await aside(xlsx_of, report, spoken)
            return Response(book, media_type=XLSX, headers=headers)
        first = await anext(pages)
        await reports.exported(principal, first, format, request.query_params)
        return StreamingResponse(
            csv_pages(joined(first, pages), spoken), media_type=CSV, headers=headers
        )

    @router.get("/reports/{key}/contacts")
    async def list_contacts(
        reader: CallReader,
        key: str,
        wanted: Wished,
        pointed: Pointed,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
        cursor: Annotated[str | None, Query(max_length=200)] = None,
    ) -> LogOut:
        """The contacts that a cell counts, as the call log shows them."""
        if not reader.principal.may(SEE) or reader.only_of is not None:
            raise Forbidden()
        ask = await asking.ask(reader.tenant, key, wanted)
        cell, time = pointed
        return await opening.page(reader, ask, cell, time, limit, cursor)

    return router


def _metric(key: str) -> MetricOut:
    metric = ALL_METRICS[key]
    return MetricOut(
        key=key,
        name=WordsOut.model_validate(metric.name),
        definition=WordsOut.model_validate(metric.definition),
        formula=metric.formula,
        unit=metric.unit.value,
        source=metric.source.value,
        less_is_better=metric.less_is_better,
    )


def _entry(report: Report) -> ReportEntryOut:
    assert report.source is not None or not report.metrics
    prefix = report.source.value if report.source else ""
    return ReportEntryOut.model_validate(
        {
            "key": report.key,
            "name": WordsOut.model_validate(report.name),
            "about": WordsOut.model_validate(report.about),
            "group": report.group,
            "by": [one.value for one in report.by],
            "default_by": [one.value for one in report.default_by],
            "grains": [grain.value for grain in Grain] if Dimension.TIME in report.by else [],
            "default_grain": report.default_grain.value if report.default_grain else None,
            "filters": list(report.filters),
            "metrics": list(report.offered),
            "default_metrics": [f"{prefix}.{column}" for column in report.metrics],
            "compares": report.compares,
            "most_days": MOST_DAYS,
        }
    )
