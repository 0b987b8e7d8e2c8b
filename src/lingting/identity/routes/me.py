"""HTTP resources of the person who is logged in."""

from fastapi import APIRouter

from lingting.identity.schemas import Me, MePatch, PasswordChange, SeatTaking
from lingting.identity.service.identity import IdentityService
from lingting.identity.service.users import UserPatch
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Someone
from lingting.platform.kit import Kit
from lingting.tenancy.api import Tenancy


def routes(kit: Kit, identity: IdentityService, tenancy: Tenancy) -> APIRouter:
    """The router of the own account; everybody who is logged in may use it."""
    router = api_router("/me", tags=["me"], at_once=True)

    async def me(principal: Someone) -> Me:
        async with kit.db.transaction(principal.tenant) as tx:
            person = await identity.accounts.get(tx, principal.user)
        return Me.of(person, await tenancy.by_id(principal.tenant))

    @router.get("")
    async def read_me(principal: Someone) -> Me:
        return await me(principal)

    @router.patch("")
    async def change_me(principal: Someone, patch: MePatch) -> Me:
        async with kit.db.transaction(principal.tenant) as tx:
            wanted = UserPatch(language=patch.language)
            await identity.accounts.change(tx, principal, principal.user, wanted)
        return await me(principal)

    @router.post("/password", status_code=204)
    async def change_password(principal: Someone, form: PasswordChange) -> None:
        async with kit.db.transaction(principal.tenant) as tx:
            await identity.accounts.change_own_password(tx, principal, form.old, form.new)

    @router.post("/seat")
    async def take_seat(principal: Someone, form: SeatTaking) -> Me:
        async with kit.db.transaction(principal.tenant) as tx:
            await identity.places.take(tx, principal, form.number, form.password)
        return await me(principal)

    @router.delete("/seat")
    async def leave_seat(principal: Someone) -> Me:
        async with kit.db.transaction(principal.tenant) as tx:
            await identity.places.leave(tx, principal)
        return await me(principal)

    return router
