"""HTTP resources of the call log."""

from dataclasses import replace
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import AwareDatetime

from lingting.kernel.discretion import asks_for_digits
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.platform.http.messages import Language
from lingting.reporting.domain.wanted import Wanted, number_wanted
from lingting.reporting.export import CallExport
from lingting.reporting.reader import EXPORT, READ_ALL, CallReader, Reader
from lingting.reporting.schemas import ChoicesOut, Direction, LogOut, Outcome, StoryOut
from lingting.reporting.service import CallLog

MOST = 200
Chooser = Annotated[Principal, require(READ_ALL, "reports.see")]


async def _wanted(
    reader: CallReader,
    since: Annotated[AwareDatetime | None, Query(alias="from")] = None,
    until: Annotated[AwareDatetime | None, Query(alias="to")] = None,
    number: Annotated[str | None, Query(max_length=40)] = None,
    agent: UUID | None = None,
    queue: UUID | None = None,
    direction: Direction | None = None,
    outcome: Outcome | None = None,
    has_recording: bool | None = None,
    text: Annotated[str | None, Query(max_length=100)] = None,
) -> Wanted:
    """The filters of the address, with what the reader may not see left out."""
    looked_for = number_wanted(number, parts=reader.see_numbers) if number else None
    if text and not reader.see_numbers and asks_for_digits(text):
        looked_for, text = number_wanted(text, parts=False), None
    return Wanted(
        since=since,
        until=until,
        number=looked_for,
        agent=agent,
        queue=queue,
        direction=direction,
        outcome=outcome,
        has_recording=has_recording,
        text=text.strip() if text else None,
        only_of=reader.only_of,
    )


Filters = Annotated[Wanted, Depends(_wanted)]


async def _exporter(
    reader: CallReader, _: Annotated[Principal, require(EXPORT)], language: Language | None = None
) -> Reader:
    """Who may export; a link cannot send a header, so it names the language."""
    return replace(reader, language=language or reader.language)


Exporter = Annotated[Reader, Depends(_exporter)]


def routes(log: CallLog, export: CallExport) -> APIRouter:
    """The router of this feature."""
    router = api_router(tags=["calls"])

    @router.get("/calls")
    async def list_calls(
        reader: CallReader,
        wanted: Filters,
        limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
        cursor: Annotated[str | None, Query(max_length=200)] = None,
    ) -> LogOut:
        return await log.page(reader, wanted, limit, cursor)

    @router.get("/calls/export", response_class=Response)
    async def export_calls(request: Request, reader: Exporter, wanted: Filters) -> Response:
        """The filtered log as a CSV file."""
        text = await export.file(reader, wanted, request.query_params)
        headers = {"Content-Disposition": 'attachment; filename="calls.csv"'}
        return Response(text, media_type="text/csv; charset=utf-8", headers=headers)

    @router.get("/choices")
    async def list_choices(principal: Chooser) -> ChoicesOut:
        """The agents, queues and flows that the log and reports can be narrowed to."""
        return await log.choices(principal.tenant)

    @router.get("/calls/{call}")
    async def read_call(reader: CallReader, call: UUID) -> StoryOut:
        return await log.story(reader, call)

    return router
