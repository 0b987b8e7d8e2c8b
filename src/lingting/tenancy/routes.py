"""HTTP resources of the own company and its settings."""

from typing import Annotated

from fastapi import APIRouter

from lingting.platform.db import Database
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.tenancy.domain.settings import Value
from lingting.tenancy.schemas import CompanyOut, CompanyPatch, SettingsOut
from lingting.tenancy.service import TenancyService

Reader = Annotated[Principal, require("settings.read")]
Writer = Annotated[Principal, require("settings.write")]


def routes(db: Database, tenancy: TenancyService) -> APIRouter:
    """The router of this feature."""
    router = api_router(tags=["tenancy"])

    @router.get("/settings")
    async def read_settings(principal: Reader) -> SettingsOut:
        async with db.transaction(principal.tenant) as tx:
            return SettingsOut.of(await tenancy.settings(tx))

    @router.patch("/settings")
    async def change_settings(principal: Writer, values: dict[str, Value]) -> SettingsOut:
        async with db.transaction(principal.tenant) as tx:
            return SettingsOut.of(await tenancy.choose(tx, principal, values))

    @router.get("/company")
    async def read_company(principal: Reader) -> CompanyOut:
        return CompanyOut.of(await tenancy.by_id(principal.tenant))

    @router.patch("/company")
    async def change_company(principal: Writer, patch: CompanyPatch) -> CompanyOut:
        values = {k: v for k, v in patch.model_dump(exclude_unset=True).items() if v is not None}
        async with db.transaction(principal.tenant) as tx:
            await tenancy.change_company(tx, principal, values)
        return CompanyOut.of(await tenancy.by_id(principal.tenant))

    return router
