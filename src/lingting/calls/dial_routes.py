"""HTTP resource of the numbers that were not dialled."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query
from pydantic import BaseModel

from lingting.calls import dial_store
from lingting.kernel.discretion import SEE_NUMBERS
from lingting.kernel.phone import masked, parse_phone
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.platform.http.paging import Page
from lingting.platform.kit import Kit

Reader = Annotated[Principal, require("settings.read")]


class RefusedDial(BaseModel):
    """A number that was not dialled, and why; `agent` null: a flow wanted it."""

    id: UUID
    at: datetime
    agent: UUID | None
    call: UUID | None
    number: str
    country: str
    reason: str
    address: str | None


def dial_routes(kit: Kit) -> APIRouter:
    """The router of what was refused."""
    router = api_router(tags=["calls"])

    @router.get("/refused-dials")
    async def refused_dials(
        principal: Reader,
        cursor: UUID | None = None,
        limit: Annotated[int, Query(ge=1, le=200)] = 50,
    ) -> Page[RefusedDial]:
        """The newest first."""
        async with kit.db.transaction(principal.tenant) as tx:
            found = await dial_store.refused(tx, cursor, limit + 1)
        see = principal.may(SEE_NUMBERS)
        items = [_told(one, kit.settings.region, see=see) for one in found[:limit]]
        return Page(items=items, next=str(items[-1].id) if len(found) > limit else None)

    return router


def _told(one: dial_store.Attempt, region: str, *, see: bool) -> RefusedDial:
    shown = parse_phone(one.number, region).shown
    return RefusedDial(
        id=one.id,
        at=one.at,
        agent=one.agent,
        call=one.call,
        number=shown if see else masked(shown),
        country=one.country,
        reason=one.refused or "",
        address=one.address,
    )
