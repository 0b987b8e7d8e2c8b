"""Two whole companies in one installation, and everybody who might try what he may not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
from fastapi import FastAPI

from lingting.acd.domain.states import Method
from lingting.identity.service.founding import Founded
from lingting.kernel.ids import AgentId, SessionId, TenantId
from lingting.main.furnishing import furnish
from lingting.main.wiring import Product, app_of, wire
from lingting.platform.http.auth import COOKIE, Principal
from lingting.platform.http.doors import Door, doors
from lingting.platform.kit import make_kit
from lingting.platform.settings import Settings
from lingting.testing.fake_speech import FakeSpeech
from lingting.testing.fake_switch import FakeSwitch
from lingting.testing.manual_clock import ManualClock

OWN_PAGE = {"x-requested-with": "lingting", "accept-language": "en"}
NUMBERS = {"one": "01055550000", "two": "02166660000"}
CALLER = "13800138000"


@dataclass
class Company:
    """A company with its people, and one id of every kind of thing that it has."""

    founded: Founded
    ids: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def tenant(self) -> TenantId:
        return self.founded.tenant

    def person(
        self, account: str, permissions: frozenset[str], *, seated: bool = True
    ) -> Principal:
        """Somebody of this company with just these permissions."""
        return Principal(
            tenant=self.tenant,
            user=self.founded.users[account],
            session=SessionId(uuid4()),
            account=account,
            name=account,
            permissions=permissions,
            seat_number="A010" if seated else None,
            extension="1010" if seated else None,
        )


@dataclass
class Attacked:
    """The product on a fake switch with two companies that must not feel each other."""

    product: Product
    app: FastAPI
    switch: FakeSwitch
    clock: ManualClock
    companies: dict[str, Company] = field(default_factory=dict[str, Company])
    _known: dict[str, Principal] = field(default_factory=dict[str, Principal])
    _clients: list[httpx.AsyncClient] = field(default_factory=list[httpx.AsyncClient])

    def doors(self) -> Iterator[Door]:
        return doors(self.app)

    def browser(self, who: Principal | None = None) -> httpx.AsyncClient:
        """A browser of `who`; of a stranger for None."""
        transport = httpx.ASGITransport(
            self.app, raise_app_exceptions=False, client=("127.0.0.1", 1)
        )
        client = httpx.AsyncClient(transport=transport, base_url="http://test", headers=OWN_PAGE)
        if who is not None:
            self._known[str(who.session)] = who
            client.cookies.set(COOKIE, str(who.session))
        self._clients.append(client)
        return client

    async def authenticate(self, cookie: str | None, *, active: bool = False) -> Principal | None:
        """The people that a test made up, then those with a session."""
        found = self._known.get(cookie or "")
        return found or await self.product.identity.authenticate(cookie, active=active)

    async def log_in(self, account: str, company: str = "one") -> httpx.AsyncClient:
        """A browser with a session of the product."""
        founded = self.companies[company].founded
        async with self.product.kit.db.transaction(founded.tenant) as tx:
            cookie, _ = await self.product.identity.sessions.start(tx, founded.users[account], None)
        client = self.browser()
        client.cookies.set(COOKIE, cookie)
        return client

    async def settle(self) -> None:
        for event in self.switch.take_events():
            await self.product.calls.door.enter(event)
        await self.product.kit.timers.run_due()
        await self.product.kit.supervisor.settle()

    async def close(self) -> None:
        for client in self._clients:
            await client.aclose()
        await self.product.kit.supervisor.stop()
        await self.product.kit.db.close()


@asynccontextmanager
async def attacked(url: str, home: Path, **settings: Any) -> AsyncIterator[Attacked]:
    """The installation; both companies have one of everything, and a call that goes on."""
    clock = ManualClock()
    kit = make_kit(Settings(home=home, sip_ws_url="ws://127.0.0.1:9/", **settings), url, clock)
    switch = FakeSwitch(clock, write_files=True)
    product = wire(kit, switch, FakeSpeech())
    made = Attacked(product, app_of(product), switch, clock)
    made.app.state.authenticate = made.authenticate
    for name, number in NUMBERS.items():
        made.companies[name] = Company(await product.identity.found_company(name, name))
        await furnish(product, made.companies[name].founded.tenant, number)
        await product.load(made.companies[name].tenant)
        await _fill(made, made.companies[name], number)
    yield made
    await made.close()


async def _fill(made: Attacked, company: Company, number: str) -> None:
    """Makes one of every kind of thing that a route names by its id."""
    ids, founded = company.ids, company.founded
    admin = made.browser(company.person("leader", frozenset({"*"})))

    async def add(path: str, body: dict[str, Any], key: str = "id") -> str:
        answer = await admin.post(f"/api{path}", json=body)
        assert answer.is_success, answer.text
        return str(answer.json()[key])

    async def first(path: str, key: str = "id") -> str:
        answer = await admin.get(f"/api{path}")
        rows = answer.json()
        return str((rows["items"] if isinstance(rows, dict) else rows)[0][key])

    ids["user"] = ids["agent"] = str(founded.users["agent1"])
    ids["role"] = await add(
        "/roles", {"name": "own", "layer": "platform", "permissions": [], "menus": []}
    )
    ids["seat"] = await first("/seats")
    ids["group"] = await first("/skill-groups")
    ids["queue"] = await first("/queues")
    ids["flow"] = await first("/flows")
    ids["number"] = await first("/access-numbers")
    ids["bound"] = await add(
        "/bound-numbers",
        {"number": f"400{number[-7:]}", "kind": "400", "access_numbers": [ids["number"]]},
    )
    ids["customer"] = await add("/customers", {"name": "somebody", "numbers": [CALLER]})
    ids["report"] = await add(
        "/saved-reports",
        {"name": "mine", "shared": True, "definition": {"report": "traffic", "period": "today"}},
    )
    ids["key"] = await add("/prompts", {"key": f"own-{number}", "name": "own", "zh": "您好"}, "key")
    ids["code"] = f"only_{number}"
    named = await admin.put(f"/api/busy-reasons/{ids['code']}", json={"zh": "独有", "en": "own"})
    assert named.is_success, named.text
    await _one_talk(made, company, number)


async def _one_talk(made: Attacked, company: Company, number: str) -> None:
    """A caller talks with the first agent, who has raised his hand and got a tip."""
    product, tenant = made.product, company.tenant
    agent = AgentId(company.founded.users["agent1"])

    async def turn(use: Any, *given: Any) -> None:
        async def run() -> None:
            async with product.kit.db.transaction(tenant) as tx:
                await use(tx, agent, *given)

        await product.kit.mailboxes.run(tenant, run)
        await made.settle()

    await turn(product.acd.log_in)
    await turn(product.acd.sign_in, Method.WEB)
    await product.calls.phones.provision(tenant, agent)
    made.switch.phone_registers(f"a{agent.hex}")
    await made.settle()
    await turn(product.acd.set_idle)
    made.switch.call_in(CALLER, number)
    view = None
    while view is None or view.offer is None:
        await made.settle()
        made.clock.advance(1)
        view = product.acd.agent_view(tenant, agent)
    company.ids["offer"] = str(view.offer)
    made.switch.far_end_answers(made.switch.leg_of(f"a{agent.hex}").id)
    await made.settle()
    (call,) = [one for one in product.calls.live.all() if one.tenant == tenant]
    company.ids["call"] = str(call.id)
    company.ids["recording"] = str(next(leg.recording for leg in call.legs if leg.recording))
    hands, leader = product.leading.hands, company.founded.users["leader"]
    await turn(hands.raise_hand, "help")
    await turn(hands.tip, leader, "slower")
    company.ids["hand"] = str(hands.up(tenant)[0].id)
    company.ids["tip"] = str(hands.tips_of(tenant, agent)[0].id)
