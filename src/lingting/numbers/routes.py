"""HTTP resources of access numbers."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from lingting.kernel.ids import AccessNumberId, FlowId
from lingting.numbers.domain import Kind
from lingting.numbers.schemas import (
    AccessNumberIn,
    AccessNumberOut,
    AccessNumberPatch,
    BoundNumberIn,
    BoundNumberOut,
    BoundNumberPatch,
)
from lingting.numbers.service import AccessPatch, BoundPatch, NumberService
from lingting.platform.db import Database
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.platform.http.paging import Page

Reader = Annotated[Principal, require("numbers.read")]
Writer = Annotated[Principal, require("numbers.write")]
_FIELDS = {"flow_id": "flow"}


def routes(db: Database, numbers: NumberService) -> APIRouter:
    """The router of this feature."""
    router = api_router(tags=["numbers"])
    _mount_access(router, db, numbers)
    _mount_bound(router, db, numbers)
    return router


def _mount_access(router: APIRouter, db: Database, numbers: NumberService) -> None:
    @router.get("/access-numbers")
    async def list_access_numbers(principal: Reader) -> Page[AccessNumberOut]:
        async with db.transaction(principal.tenant) as tx:
            items = [AccessNumberOut.of(one) for one in await numbers.all(tx)]
        return Page(items=items, next=None)

    @router.post("/access-numbers", status_code=201)
    async def add_access_number(principal: Writer, form: AccessNumberIn) -> AccessNumberOut:
        flow = FlowId(form.flow_id) if form.flow_id else None
        async with db.transaction(principal.tenant) as tx:
            return AccessNumberOut.of(
                await numbers.add(tx, form.number, form.label, flow, principal)
            )

    @router.patch("/access-numbers/{number}")
    async def change_access_number(
        principal: Writer, number: UUID, form: AccessNumberPatch
    ) -> AccessNumberOut:
        patch = AccessPatch(
            given=frozenset(_FIELDS.get(name, name) for name in form.model_fields_set),
            number=form.number,
            label=form.label,
            flow=FlowId(form.flow_id) if form.flow_id else None,
            active=form.active,
        )
        async with db.transaction(principal.tenant) as tx:
            return AccessNumberOut.of(
                await numbers.change(tx, principal, AccessNumberId(number), patch)
            )

    @router.delete("/access-numbers/{number}", status_code=204)
    async def remove_access_number(principal: Writer, number: UUID) -> None:
        async with db.transaction(principal.tenant) as tx:
            await numbers.remove(tx, principal, AccessNumberId(number))


def _mount_bound(router: APIRouter, db: Database, numbers: NumberService) -> None:
    @router.get("/bound-numbers")
    async def list_bound_numbers(principal: Reader) -> Page[BoundNumberOut]:
        async with db.transaction(principal.tenant) as tx:
            items = [BoundNumberOut.of(one) for one in await numbers.bound(tx)]
        return Page(items=items, next=None)

    @router.post("/bound-numbers", status_code=201)
    async def bind_number(principal: Writer, form: BoundNumberIn) -> BoundNumberOut:
        targets = [AccessNumberId(one) for one in form.access_numbers]
        async with db.transaction(principal.tenant) as tx:
            bound = await numbers.bind(
                tx, principal, form.number, Kind(form.kind), form.label, targets
            )
        return BoundNumberOut.of(bound)

    @router.patch("/bound-numbers/{number}")
    async def change_bound_number(
        principal: Writer, number: UUID, form: BoundNumberPatch
    ) -> BoundNumberOut:
        targets = form.access_numbers
        patch = BoundPatch(
            label=form.label,
            targets=None if targets is None else tuple(AccessNumberId(one) for one in targets),
        )
        async with db.transaction(principal.tenant) as tx:
            return BoundNumberOut.of(
                await numbers.rebind(tx, principal, AccessNumberId(number), patch)
            )

    @router.delete("/bound-numbers/{number}", status_code=204)
    async def unbind_number(principal: Writer, number: UUID) -> None:
        async with db.transaction(principal.tenant) as tx:
            await numbers.unbind(tx, principal, AccessNumberId(number))
