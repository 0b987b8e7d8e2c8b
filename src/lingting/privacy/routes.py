"""HTTP resources of personal data; a number goes in the body, never in an address."""

from datetime import datetime
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import FileResponse
from pydantic import BaseModel, Field
from starlette.background import BackgroundTask

from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.privacy.service import Named, PrivacyService

Keeper = Annotated[Principal, require("privacy.act")]


class PersonIn(BaseModel):
    """A customer's record, or a number that has none."""

    customer: UUID | None = None
    number: Annotated[str, Field(max_length=40)] | None = None

    def named(self) -> Named:
        return Named(self.customer, self.number)


class ErasureIn(PersonIn):
    """Whose data are deleted, and why."""

    reason: Annotated[str, Field(min_length=2, max_length=300)]


class PersonOut(BaseModel):
    """What is kept, by kind; `others` have one of the numbers too and keep what is theirs;
    `unstored` recordings are not in the file yet."""

    customer: UUID | None
    counts: dict[str, int]
    unstored: int
    others: int
    talking: bool


class ErasureOut(BaseModel):
    """A deletion, how far it is, and what it waits for: the worker, or the end of a call."""

    id: UUID
    reason: str
    asked_by: UUID
    asked_at: datetime
    calls_total: int
    calls_done: int
    done_at: datetime | None
    waits_for: Literal["worker", "call"] | None


class AskedOut(BaseModel):
    """The deletion that was asked for."""

    id: UUID


def routes(service: PrivacyService) -> APIRouter:
    """The router of this feature."""
    router = api_router("/privacy", tags=["privacy"])

    @router.post("/person")
    async def view_person(who: Keeper, form: PersonIn) -> PersonOut:
        found = await service.preview(who, form.named())
        return PersonOut(
            customer=found.person.customer,
            counts=found.counts,
            unstored=found.unstored,
            others=found.others,
            talking=found.talking,
        )

    @router.post("/file", response_class=FileResponse)
    async def export_person(who: Keeper, form: PersonIn) -> FileResponse:
        """Everything about the person as a ZIP file: data and sounds."""
        path = await service.file(who, form.named())
        gone = BackgroundTask(path.unlink, missing_ok=True)
        return FileResponse(
            path, media_type="application/zip", filename="person.zip", background=gone
        )

    @router.post("/erasures", status_code=202)
    async def erase_person(who: Keeper, form: ErasureIn) -> AskedOut:
        return AskedOut(id=await service.ask(who, form.named(), form.reason))

    @router.get("/erasures")
    async def list_erasures(who: Keeper) -> list[ErasureOut]:
        return [ErasureOut(**one) for one in await service.newest(who)]

    return router
