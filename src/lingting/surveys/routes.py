"""HTTP resources of satisfaction."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from lingting.kernel.ids import CallId
from lingting.platform.db import Database
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.surveys.schemas import RatingOut, RatingsOut
from lingting.surveys.service import SurveyService

Reader = Annotated[Principal, require("calls.read")]


def routes(db: Database, surveys: SurveyService) -> APIRouter:
    """The router of this feature."""
    router = api_router(tags=["surveys"])

    @router.get("/calls/{call}/ratings")
    async def read_ratings(principal: Reader, call: UUID) -> RatingsOut:
        async with db.transaction(principal.tenant) as tx:
            found = await surveys.for_call(tx, CallId(call))
        return RatingsOut(items=[RatingOut.of(rating) for rating in found])

    return router
