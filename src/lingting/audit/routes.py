"""HTTP resource of the trail."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from lingting.audit.schemas import EntryOut
from lingting.audit.service import AuditService
from lingting.audit.store import Wanted
from lingting.platform.db import Database
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.platform.http.paging import Page

Reader = Annotated[Principal, require("audit.read")]


def routes(db: Database, audit: AuditService) -> APIRouter:
    """The router of this feature."""
    router = api_router(tags=["audit"])

    @router.get("/audit")
    async def read_trail(
        principal: Reader,
        since: Annotated[datetime | None, Query(alias="from")] = None,
        until: Annotated[datetime | None, Query(alias="to")] = None,
        user: UUID | None = None,
        action: Annotated[str | None, Query(max_length=100)] = None,
        cursor: UUID | None = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Page[EntryOut]:
        wanted = Wanted(since=since, until=until, user=user, action=action, before=cursor)
        async with db.transaction(principal.tenant) as tx:
            found = await audit.newest(tx, wanted, limit + 1)
        items = [EntryOut.model_validate(one, from_attributes=True) for one in found[:limit]]
        return Page(items=items, next=str(items[-1].id) if len(found) > limit else None)

    return router
