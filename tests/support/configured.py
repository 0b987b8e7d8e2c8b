"""A whole company whose configuration is read and changed as one text."""

from __future__ import annotations

from dataclasses import dataclass

import httpx
import pytest
import yaml

from lingting.configuration import module as configuration_module
from lingting.configuration.module import ConfigurationText
from lingting.configuration.plan import Plan
from lingting.configuration.service import Imported, Request
from lingting.identity.api import NewPerson
from lingting.kernel.ids import TenantId
from lingting.main.sections import config_sections
from support.flow_centre import FlowCentre
from support.flow_centre import flow_centre as flow_centre

ADMINISTRATOR = NewPerson("admin", "管理员", "administrator")


@dataclass
class Configured:
    """A company with agents, seats, a skill group, a queue, two flows and a number."""

    centre: FlowCentre
    configuration: ConfigurationText
    tenant: TenantId

    async def text(self, tenant: TenantId | None = None) -> str:
        """The configuration as it is."""
        async with self.centre.voice.centre.kit.db.transaction(tenant or self.tenant) as tx:
            return await self.configuration.service.export(tx)

    async def document(self, tenant: TenantId | None = None) -> dict:  # type: ignore[type-arg]
        """The same as data."""
        return yaml.safe_load(await self.text(tenant))

    async def plan(self, text: str, *, prune: bool = False) -> Plan:
        async with self.centre.voice.centre.kit.db.transaction(self.tenant) as tx:
            return await self.configuration.service.plan(tx, Request(text=text, prune=prune))

    async def apply(
        self, text: str, *, prune: bool = False, tenant: TenantId | None = None
    ) -> Imported:
        """Imports as the command line does."""
        request = Request(text=text, prune=prune)
        imported = await self.configuration.service.apply(tenant or self.tenant, None, request)
        await self.centre.voice.settle()
        return imported

    async def roll_back(self, number: int) -> Imported:
        imported = await self.configuration.service.roll_back(self.tenant, None, number)
        await self.centre.voice.settle()
        return imported

    async def empty_company(self, short_name: str = "empty") -> TenantId:
        """A company as founding leaves it: an administrator, the shipped roles, busy reasons."""
        voice = self.centre.voice
        founded = await voice.centre.identity.found_company(short_name, "空", [ADMINISTRATOR])
        voice.centre.founded[short_name] = founded
        await voice.acd.load(founded.tenant)
        async with voice.centre.kit.db.transaction(founded.tenant) as tx:
            await voice.acd.seed(tx)
        return founded.tenant

    async def log_in(self, account: str = "admin", company: str = "lingting") -> httpx.AsyncClient:
        return await self.centre.voice.centre.log_in(account, company)


@pytest.fixture
async def configured(flow_centre: FlowCentre) -> Configured:
    """The company of the flow tests, with the configuration text on top."""
    voice, centre = flow_centre.voice, flow_centre.voice.centre
    sections = config_sections(
        centre.tenancy,
        centre.identity,
        flow_centre.media,
        voice.acd,
        flow_centre.flows.editing,
        centre.numbers,
    )
    text = configuration_module.wire(centre.kit, centre.audit, centre.tenancy, sections)
    async with centre.kit.db.transaction(voice.tenant) as tx:
        number = (await centre.numbers.all(tx))[0]
        await centre.numbers.remove(tx, None, number.id)
        await centre.numbers.add(tx, number.number, number.label, flow_centre.inbound)
    return Configured(flow_centre, text, voice.tenant)


def changed(text: str, *replacements: tuple[str, str]) -> str:
    """The text with each first piece in place of the second."""
    for old, new in replacements:
        assert old in text, old
        text = text.replace(old, new, 1)
    return text


def body(text: str) -> str:
    """The text without its heading, which names the company."""
    return "".join(line for line in text.splitlines(keepends=True) if not line.startswith("#"))
