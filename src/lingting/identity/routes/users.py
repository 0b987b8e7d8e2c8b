"""HTTP resources of users."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, File, Query, Response, UploadFile

from lingting.identity.domain.users import account_key
from lingting.identity.photos import LARGEST_FILE
from lingting.identity.schemas import (
    PasswordIn,
    PasswordOut,
    UserAdded,
    UserIn,
    UserOut,
    UserPatchIn,
)
from lingting.identity.service.identity import IdentityService
from lingting.identity.service.users import NewUser, UserPatch
from lingting.identity.store import seats as seat_store
from lingting.identity.store import users as store
from lingting.kernel.errors import NotFound
from lingting.kernel.ids import RoleId, UserId
from lingting.platform.db import Database
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, Someone, require
from lingting.platform.http.paging import Page

Reader = Annotated[Principal, require("users.read")]
Writer = Annotated[Principal, require("users.write")]


def routes(db: Database, identity: IdentityService) -> APIRouter:
    """The router of users."""
    router = api_router("/users", tags=["users"])
    _mount_changes(router, db, identity)
    _mount_photos(router, db, identity)

    @router.get("")
    async def list_users(
        principal: Reader,
        q: Annotated[str | None, Query(max_length=64)] = None,
        cursor: Annotated[str | None, Query(max_length=64)] = None,
        limit: Annotated[int, Query(ge=1, le=500)] = 200,
    ) -> Page[UserOut]:
        async with db.transaction(principal.tenant) as tx:
            found = await store.found(tx.conn, q, cursor, limit + 1)
            seats = {seat.user: seat for seat in await seat_store.every(tx.conn)}
        items = [UserOut.of(user, seats.get(user.id)) for user in found[:limit]]
        more = len(found) > limit
        return Page(items=items, next=account_key(items[-1].account) if more else None)

    @router.get("/{user}")
    async def read_user(principal: Reader, user: UUID) -> UserOut:
        async with db.transaction(principal.tenant) as tx:
            person = await identity.accounts.get(tx, UserId(user))
        return UserOut.of(person.user, person.seat)

    return router


def _mount_changes(router: APIRouter, db: Database, identity: IdentityService) -> None:
    @router.post("", status_code=201)
    async def add_user(principal: Writer, form: UserIn) -> UserAdded:
        new = NewUser(
            account=form.account,
            name=form.name,
            email=form.email,
            started_on=form.started_on,
            language=form.language,
            roles=tuple(RoleId(role) for role in form.roles),
            password=form.password,
        )
        async with db.transaction(principal.tenant) as tx:
            user, password = await identity.accounts.add(tx, principal, new)
        return UserAdded(user=UserOut.of(user, None), password=password)

    @router.patch("/{user}")
    async def change_user(principal: Writer, user: UUID, form: UserPatchIn) -> UserOut:
        roles = None if form.roles is None else tuple(RoleId(role) for role in form.roles)
        patch = UserPatch(
            name=form.name,
            email=form.email,
            started_on=form.started_on if "started_on" in form.model_fields_set else ...,
            language=form.language,
            active=form.active,
            roles=roles,
        )
        async with db.transaction(principal.tenant) as tx:
            person = await identity.accounts.change(tx, principal, UserId(user), patch)
        return UserOut.of(person.user, person.seat)

    @router.delete("/{user}", status_code=204)
    async def remove_user(principal: Writer, user: UUID) -> None:
        async with db.transaction(principal.tenant) as tx:
            await identity.accounts.remove(tx, principal, UserId(user))

    @router.post("/{user}/password")
    async def reset_password(principal: Writer, user: UUID, form: PasswordIn) -> PasswordOut:
        async with db.transaction(principal.tenant) as tx:
            made_up = await identity.accounts.reset_password(
                tx, principal, UserId(user), form.password
            )
        return PasswordOut(password=made_up)


def _mount_photos(router: APIRouter, db: Database, identity: IdentityService) -> None:
    @router.get("/{user}/photo", response_class=Response)
    async def read_photo(principal: Someone, user: UUID) -> Response:
        async with db.transaction(principal.tenant) as tx:
            photo = await store.photo(tx.conn, UserId(user))
        if photo is None:
            raise NotFound()
        return Response(photo, media_type="image/jpeg")

    @router.put("/{user}/photo", status_code=204, max_body_size=LARGEST_FILE + 64_000)
    async def set_photo(
        principal: Writer, user: UUID, photo: Annotated[UploadFile, File()]
    ) -> None:
        file = await photo.read(LARGEST_FILE + 1)
        async with db.transaction(principal.tenant) as tx:
            await identity.accounts.set_photo(tx, principal, UserId(user), file)

    @router.delete("/{user}/photo", status_code=204)
    async def remove_photo(principal: Writer, user: UUID) -> None:
        async with db.transaction(principal.tenant) as tx:
            await identity.accounts.set_photo(tx, principal, UserId(user), None)
