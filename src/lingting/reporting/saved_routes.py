"""HTTP resources of saved reports."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.reporting.saved import SavedReports
from lingting.reporting.saved_schemas import (
    SavedReportChange,
    SavedReportIn,
    SavedReportOut,
    SavedReportsOut,
)

Viewer = Annotated[Principal, require("reports.see")]
Keeper = Annotated[Principal, require("reports.save")]


def routes(saved: SavedReports) -> APIRouter:
    """The router of saved reports."""
    router = api_router("/saved-reports", tags=["reports"])

    @router.get("", operation_id="list_saved_reports")
    async def list_saved(who: Viewer) -> SavedReportsOut:
        """One's own reports and those that are shared with the company."""
        return SavedReportsOut(items=await saved.visible(who))

    @router.post("", status_code=201, operation_id="save_report")
    async def save(who: Keeper, body: SavedReportIn) -> SavedReportOut:
        return await saved.save(who, body)

    @router.get("/{report}", operation_id="read_saved_report")
    async def read(who: Viewer, report: UUID) -> SavedReportOut:
        return await saved.read(who, report)

    @router.patch("/{report}", operation_id="change_saved_report")
    async def change(who: Keeper, report: UUID, body: SavedReportChange) -> SavedReportOut:
        return await saved.change(who, report, body)

    @router.delete("/{report}", status_code=204, operation_id="delete_saved_report")
    async def remove(who: Keeper, report: UUID) -> None:
        await saved.remove(who, report)

    return router
