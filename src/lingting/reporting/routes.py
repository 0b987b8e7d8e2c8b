"""HTTP resources of the call log."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Query
from pydantic import AwareDatetime

from lingting.reporting.domain.wanted import Wanted, number_wanted
from lingting.reporting.reader import CallReader
from lingting.reporting.schemas import Direction, LogOut, Outcome, StoryOut
from lingting.reporting.service import CallLog

MOST = 200


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


def routes(log: CallLog) -> APIRouter:
    """The router of this feature."""
    router = APIRouter(tags=["calls"])

    @router.get("/calls")
    async def list_calls(
        reader: CallReader,
        wanted: Filters,
        limit: Annotated[int, Query(ge=1, le=MOST)] = 50,
        cursor: Annotated[str | None, Query(max_length=200)] = None,
    ) -> LogOut:
        return await log.page(reader, wanted, limit, cursor)

    @router.get("/calls/{call}")
    async def read_call(reader: CallReader, call: UUID) -> StoryOut:
        return await log.story(reader, call)

    return router
