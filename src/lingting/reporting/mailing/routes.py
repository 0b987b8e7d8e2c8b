"""HTTP resources of mailed reports."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.reporting.mailing.schedules import Schedules
from lingting.reporting.mailing.schemas import RecipientsOut, ScheduleIn, SchedulingOut

Keeper = Annotated[Principal, require("reports.save")]


def routes(schedules: Schedules) -> APIRouter:
    """The router of schedules."""
    router = api_router(tags=["reports"])

    @router.get("/report-recipients")
    async def list_report_recipients(who: Keeper) -> RecipientsOut:
        """Whom reports may be mailed to."""
        return await schedules.recipients(who)

    @router.get("/saved-reports/{report}/schedule")
    async def read_report_schedule(who: Keeper, report: UUID) -> SchedulingOut:
        """When a report is mailed, and what became of the newest mails."""
        return await schedules.read(who, report)

    @router.put("/saved-reports/{report}/schedule")
    async def set_report_schedule(who: Keeper, report: UUID, body: ScheduleIn) -> SchedulingOut:
        return await schedules.set(who, report, body.wanted())

    @router.delete("/saved-reports/{report}/schedule", status_code=204)
    async def remove_report_schedule(who: Keeper, report: UUID) -> None:
        await schedules.remove(who, report)

    @router.post("/saved-reports/{report}/schedule/pause")
    async def pause_report_schedule(who: Keeper, report: UUID) -> SchedulingOut:
        return await schedules.pause(who, report)

    @router.post("/saved-reports/{report}/schedule/resume")
    async def resume_report_schedule(who: Keeper, report: UUID) -> SchedulingOut:
        """Also starts one that the product stopped; what was missed is not sent."""
        return await schedules.resume(who, report)

    @router.post("/saved-reports/{report}/schedule/send")
    async def send_report_now(who: Keeper, report: UUID) -> SchedulingOut:
        return await schedules.send_now(who, report)

    return router
