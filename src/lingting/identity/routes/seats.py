"""HTTP resources of seats."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from lingting.identity.domain.seats import Seat
from lingting.identity.schemas import SeatIn, SeatOut, SeatPatchIn
from lingting.identity.service.identity import IdentityService
from lingting.identity.service.seats import SeatPatch
from lingting.identity.store import seats as store
from lingting.identity.store import users as user_store
from lingting.kernel.ids import SeatId, UserId
from lingting.platform.db import Database, Transaction
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.platform.http.paging import Page

Reader = Annotated[Principal, require("seats.read")]
Writer = Annotated[Principal, require("seats.write")]
_FIELDS = {"user_id": "user"}


def routes(db: Database, identity: IdentityService) -> APIRouter:
    """The router of seats."""
    router = api_router("/seats", tags=["seats"])

    @router.get("")
    async def list_seats(principal: Reader) -> Page[SeatOut]:
        async with db.transaction(principal.tenant) as tx:
            users = {user.id: user for user in await user_store.found(tx.conn)}
            seats = await store.every(tx.conn)
        items = [SeatOut.of(seat, users.get(seat.user) if seat.user else None) for seat in seats]
        return Page(items=items, next=None)

    @router.post("", status_code=201)
    async def add_seat(principal: Writer, form: SeatIn) -> SeatOut:
        user = UserId(form.user_id) if form.user_id else None
        async with db.transaction(principal.tenant) as tx:
            seat = await identity.places.add(
                tx, principal, form.number, form.extension, user, form.password
            )
            return await _shown(tx, seat)

    @router.patch("/{seat}")
    async def change_seat(principal: Writer, seat: UUID, form: SeatPatchIn) -> SeatOut:
        patch = SeatPatch(
            given=frozenset(_FIELDS.get(name, name) for name in form.model_fields_set),
            number=form.number,
            extension=form.extension,
            user=UserId(form.user_id) if form.user_id else None,
            password=form.password,
        )
        async with db.transaction(principal.tenant) as tx:
            changed = await identity.places.change(tx, principal, SeatId(seat), patch)
            return await _shown(tx, changed)

    @router.delete("/{seat}", status_code=204)
    async def remove_seat(principal: Writer, seat: UUID) -> None:
        async with db.transaction(principal.tenant) as tx:
            await identity.places.remove(tx, principal, SeatId(seat))

    return router


async def _shown(tx: Transaction, seat: Seat) -> SeatOut:
    user = await user_store.by_id(tx.conn, seat.user) if seat.user else None
    return SeatOut.of(seat, user)
