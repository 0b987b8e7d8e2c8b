"""A whole server without telephony over a real database: companies, people, HTTP clients."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

from lingting.audit import module as audit_module
from lingting.audit.service import AuditService
from lingting.customers import module as customers_module
from lingting.customers.service import CustomerService
from lingting.identity import module as identity_module
from lingting.identity.passwords import Cost, Passwords
from lingting.identity.service.founding import Founded
from lingting.identity.service.identity import IdentityService
from lingting.numbers import module as numbers_module
from lingting.numbers.service import NumberService
from lingting.platform.db import Transaction
from lingting.platform.http.app import make_app
from lingting.platform.kit import Kit, make_kit
from lingting.platform.settings import Settings
from lingting.tenancy import module as tenancy_module
from lingting.tenancy.service import TenancyService
from lingting.testing.manual_clock import ManualClock

CHEAP = Cost(passes=1, kibibytes=64)
"""Most tests found a company, and ask for something else than the price of its passwords."""
OWN_PAGE = {"x-requested-with": "lingting", "accept-language": "zh-CN"}


@dataclass
class Centre:
    """The foundation features, wired as the product wires them."""

    kit: Kit
    clock: ManualClock
    audit: AuditService
    tenancy: TenancyService
    identity: IdentityService
    numbers: NumberService
    customers: CustomerService
    founded: dict[str, Founded] = field(default_factory=dict[str, Founded])
    _clients: list[httpx.AsyncClient] = field(default_factory=list[httpx.AsyncClient])

    @cached_property
    def app(self) -> FastAPI:
        """With everything that is mounted when a test first asks for it; most never do."""
        return make_app(self.kit, self.identity.authenticate)

    async def found(self, company: str = "lingting") -> Founded:
        """Founds a company with the people that the product starts with."""
        self.founded[company] = await self.identity.found_company(company, f"{company} 公司")
        return self.founded[company]

    def client(self, address: str = "192.0.2.1") -> httpx.AsyncClient:
        """A browser that nobody is logged in with."""
        transport = httpx.ASGITransport(self.app, raise_app_exceptions=False, client=(address, 1))
        client = httpx.AsyncClient(transport=transport, base_url="http://test", headers=OWN_PAGE)
        self._clients.append(client)
        return client

    async def log_in(
        self, account: str = "admin", company: str = "lingting", address: str = "192.0.2.1"
    ) -> httpx.AsyncClient:
        """A browser where `account` is logged in."""
        if company not in self.founded:
            await self.found(company)
        client = self.client(address)
        answer = await self.try_login(
            client, account, self.founded[company].passwords[account], company
        )
        assert answer.status_code == 200, answer.text
        return client

    async def try_login(
        self,
        client: httpx.AsyncClient,
        account: str,
        password: str,
        company: str = "lingting",
        **more: Any,
    ) -> httpx.Response:
        form = {"company": company, "account": account, "password": password, **more}
        answer = await client.post("/api/auth/login", json=form)
        await self.kit.supervisor.settle()
        return answer

    @asynccontextmanager
    async def transaction(self, company: str = "lingting") -> AsyncIterator[Transaction]:
        async with self.kit.db.transaction(self.founded[company].tenant) as tx:
            yield tx

    async def close(self) -> None:
        for client in self._clients:
            await client.aclose()
        await self.kit.supervisor.stop()
        await self.kit.db.close()


@pytest.fixture
async def centre(database_url: str, tmp_path: Path) -> AsyncIterator[Centre]:
    """A server over a fresh database; its clock stands still until a test advances it."""
    made = make_centre(database_url, home=tmp_path)
    yield made
    await made.close()


def make_centre(database_url: str, **settings: Any) -> Centre:
    """The same with other settings; whoever makes it closes it."""
    clock = ManualClock()
    kit = make_kit(Settings(**settings), database_url, clock)
    audit = audit_module.wire(kit)
    tenancy = tenancy_module.wire(kit, audit)
    identity = identity_module.wire(kit, tenancy, audit, Passwords(cost=CHEAP))
    numbers = numbers_module.wire(kit, tenancy, audit)
    customers = customers_module.wire(kit, audit)
    return Centre(kit, clock, audit, tenancy, identity, numbers, customers)
