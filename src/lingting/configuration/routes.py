"""HTTP resources of the configuration text."""

from typing import Annotated

from fastapi import APIRouter, Depends, Header

from lingting.configuration.schemas import (
    ConfigurationIn,
    ConfigurationOut,
    ImportedOut,
    ImportedVersionOut,
    ImportIn,
    ImportPlanOut,
    ImportsOut,
    RollBackIn,
    Titles,
)
from lingting.configuration.service import Configuration
from lingting.configuration.text import LARGEST
from lingting.platform.aside import aside
from lingting.platform.db import Database, Transaction
from lingting.platform.http.api import api_router
from lingting.platform.http.auth import Principal, require
from lingting.platform.http.messages import Language, preferred
from lingting.tenancy.api import Tenancy

Reader = Annotated[Principal, require("configuration.read")]
Writer = Annotated[Principal, require("configuration.write")]


def _language(accept_language: Annotated[str | None, Header()] = None) -> Language:
    return preferred(accept_language)


Spoken = Annotated[Language, Depends(_language)]

LARGEST_FORM = 4 * LARGEST
"""A character takes up to three bytes, and some are written as `\\n` or `\\"`."""


def routes(db: Database, configuration: Configuration, tenancy: Tenancy) -> APIRouter:
    """The router of this feature."""
    router = api_router("/configuration", tags=["configuration"])
    _history(router, db, configuration, tenancy)

    @router.get("")
    async def export_configuration(who: Reader) -> ConfigurationOut:
        async with db.transaction(who.tenant) as tx:
            await configuration.note_export(tx, who)
            text = await configuration.export(tx)
            return ConfigurationOut(text=text, file_name=await _file_name(tx, tenancy))

    @router.post("/plan", max_body_size=LARGEST_FORM)
    async def plan_import(who: Reader, form: ConfigurationIn, language: Spoken) -> ImportPlanOut:
        async with db.transaction(who.tenant) as tx:
            plan = await configuration.plan(tx, form.request())
        # One entry may be as long as the text: shown in the loop, it stopped the engine.
        titles = Titles(configuration.sections, language)
        return await aside(ImportPlanOut.of, plan, titles, language)

    @router.post("/import", max_body_size=LARGEST_FORM)
    async def import_configuration(who: Writer, form: ImportIn, language: Spoken) -> ImportedOut:
        imported = await configuration.apply(who.tenant, who, form.request())
        return ImportedOut.of(imported, language)

    return router


def _history(
    router: APIRouter, db: Database, configuration: Configuration, tenancy: Tenancy
) -> None:
    @router.get("/history")
    async def list_imports(who: Reader) -> ImportsOut:
        async with db.transaction(who.tenant) as tx:
            found = await configuration.history(tx)
        return ImportsOut(items=[ImportedVersionOut.of(one) for one in found])

    @router.get("/history/{number}")
    async def read_text_before(who: Reader, number: int) -> ConfigurationOut:
        async with db.transaction(who.tenant) as tx:
            text = await configuration.version(tx, number)
            await configuration.note_export(tx, who, number)
            return ConfigurationOut(
                text=text, file_name=await _file_name(tx, tenancy, f"-{number}")
            )

    @router.post("/history/{number}/roll-back")
    async def roll_back(
        who: Writer, number: int, form: RollBackIn, language: Spoken
    ) -> ImportedOut:
        imported = await configuration.roll_back(who.tenant, who, number, form.digest)
        return ImportedOut.of(imported, language)


async def _file_name(tx: Transaction, tenancy: Tenancy, mark: str = "") -> str:
    company = await tenancy.by_id(tx.tenant)
    return f"{company.short_name}{mark}.yaml"
