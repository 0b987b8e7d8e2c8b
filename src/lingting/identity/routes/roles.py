"""HTTP resources of roles, permissions and menus."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter

from lingting.identity import catalogue
from lingting.identity.domain.roles import Layer
from lingting.identity.schemas import MenuOut, PermissionOut, RoleIn, RoleOut, RolePatchIn
from lingting.identity.service.identity import IdentityService
from lingting.identity.service.roles import RolePatch
from lingting.identity.store import roles as store
from lingting.kernel.ids import RoleId
from lingting.platform.db import Database
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, Someone, require
from lingting.platform.http.paging import Page

Reader = Annotated[Principal, require("roles.read")]
Writer = Annotated[Principal, require("roles.write")]


def routes(db: Database, identity: IdentityService) -> APIRouter:
    """The router of roles."""
    router = api_router(tags=["roles"])
    _mount_changes(router, db, identity)

    @router.get("/roles")
    async def list_roles(principal: Reader) -> Page[RoleOut]:
        async with db.transaction(principal.tenant) as tx:
            heads = await store.head_counts(tx.conn)
            found = (await store.every(tx.conn)).values()
        items = [RoleOut.of(role, heads.get(role.id, 0)) for role in found]
        return Page(items=items, next=None)

    @router.get("/permissions")
    async def list_permissions(principal: Someone) -> Page[PermissionOut]:
        items = [
            PermissionOut(name=one.name, layer=one.layer.value, zh=one.zh, en=one.en)
            for one in catalogue.permissions().values()
        ]
        return Page(items=items, next=None)

    @router.get("/menus")
    async def list_menus(principal: Someone) -> Page[MenuOut]:
        items = [
            MenuOut(
                name=one.name,
                layer=one.layer.value,
                zh=one.zh,
                en=one.en,
                permissions=sorted(one.permissions),
            )
            for one in catalogue.menus().values()
        ]
        return Page(items=items, next=None)

    return router


def _mount_changes(router: APIRouter, db: Database, identity: IdentityService) -> None:
    @router.post("/roles", status_code=201)
    async def add_role(principal: Writer, form: RoleIn) -> RoleOut:
        async with db.transaction(principal.tenant) as tx:
            role = await identity.roles.add(
                tx, principal, form.name, Layer(form.layer), form.permissions, form.menus
            )
        return RoleOut.of(role, 0)

    @router.patch("/roles/{role}")
    async def change_role(principal: Writer, role: UUID, form: RolePatchIn) -> RoleOut:
        patch = RolePatch(
            given=frozenset(form.model_dump(exclude_none=True)),
            name=form.name or "",
            permissions=None if form.permissions is None else frozenset(form.permissions),
            menus=None if form.menus is None else frozenset(form.menus),
        )
        async with db.transaction(principal.tenant) as tx:
            changed = await identity.roles.change(tx, principal, RoleId(role), patch)
            heads = await store.head_counts(tx.conn)
        return RoleOut.of(changed, heads.get(changed.id, 0))

    @router.delete("/roles/{role}", status_code=204)
    async def remove_role(principal: Writer, role: UUID) -> None:
        async with db.transaction(principal.tenant) as tx:
            await identity.roles.remove(tx, principal, RoleId(role))
