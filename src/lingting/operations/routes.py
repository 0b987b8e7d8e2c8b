"""HTTP resources of the operator's view."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from lingting.operations.schemas import (
    BanOut,
    CheckRunOut,
    FailedJobOut,
    LastChecksOut,
    OverviewOut,
    RetriedOut,
    RetryIn,
)
from lingting.operations.service import OperationsService
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.platform.http.paging import Page

Seer = Annotated[Principal, require("operations.see")]
Operator = Annotated[Principal, require("operations.act")]


def routes(operations: OperationsService) -> APIRouter:
    """The router of this feature."""
    router = api_router("/operations", tags=["operations"])

    @router.get("")
    async def see_operations(_: Seer) -> OverviewOut:
        return OverviewOut.of(await operations.overview())

    @router.get("/checks")
    async def last_checks(_: Seer) -> LastChecksOut:
        run = await operations.checks()
        return LastChecksOut(run=None if run is None else CheckRunOut.of(run))

    @router.post("/checks", status_code=202)
    async def run_checks(principal: Operator) -> CheckRunOut:
        """Begins a run; ask for the last one to see how far it is."""
        return CheckRunOut.of(await operations.start_checks(principal))

    @router.get("/failed-jobs")
    async def failed_jobs(_: Seer) -> Page[FailedJobOut]:
        found = await operations.failed_jobs()
        items = [FailedJobOut.model_validate(one, from_attributes=True) for one in found]
        return Page(items=items, next=None)

    @router.post("/failed-jobs/retry")
    async def retry_jobs(principal: Operator, form: RetryIn) -> RetriedOut:
        return RetriedOut(count=await operations.retry(principal, form.job))

    @router.get("/bans")
    async def bans(_: Seer) -> Page[BanOut]:
        """Addresses that are refused at SIP for now."""
        items = [BanOut.model_validate(one, from_attributes=True) for one in operations.bans()]
        return Page(items=items, next=None)

    @router.delete("/bans/{ban}", status_code=204)
    async def lift_ban(principal: Operator, ban: UUID) -> None:
        await operations.lift(principal, ban)

    return router
