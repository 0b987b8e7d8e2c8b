"""The whole product as `main` wires it, with a fake switch, calls to play and people to log in."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest

from lingting.acd.domain.queues import Member, SkillGroup
from lingting.calls.domain import Call
from lingting.calls.module import Calls
from lingting.flows.events import KeysEntered
from lingting.identity import catalogue
from lingting.identity.api import NewPerson
from lingting.kernel.ids import AgentId, FlowId, QueueId, SkillGroupId, new_id
from lingting.main.wiring import Product, app_of, wire
from lingting.platform.db import Transaction
from lingting.platform.kit import make_kit
from lingting.platform.settings import Settings
from lingting.testing.fake_speech import FakeSpeech
from lingting.testing.fake_switch import FakeSwitch
from lingting.testing.manual_clock import MONDAY_MORNING, ManualClock
from support.centre import Centre
from support.voice import NUMBER, PEOPLE, PlainFlow, Voice

ADMINISTRATOR = NewPerson("admin", "管理员", "administrator", "A009", "1009")


class AskingFlow(PlainFlow):
    """The plain flow, after the caller typed something that is kept with the call."""

    def __init__(self, calls: Calls, queue: QueueId) -> None:
        super().__init__(calls, queue)
        self.typed = ""

    async def arrived(self, tx: Transaction, call: Call, flow: FlowId | None) -> None:
        if self.typed:
            await self.calls.control.set_data(tx, call.id, {"号码": self.typed})
            tx.publish(KeysEntered(at=tx.now, call=call.id, node="ask", keys=self.typed))
        await super().arrived(tx, call, flow)


@dataclass
class Whole:
    """A product with the company of `support.voice`, and its people's browsers."""

    product: Product
    voice: Voice
    flow: AskingFlow
    home: Path
    named: int = 0

    async def log_in(self, account: str = "admin") -> httpx.AsyncClient:
        return await self.voice.centre.log_in(account)

    async def only(self, account: str, without: str) -> None:
        """Lets a person do everything that there is but one thing."""
        self.named += 1
        admin = await self.log_in()
        rights = sorted(set(catalogue.permissions()) - {without})
        form = {"name": f"没有 {without} {self.named}", "layer": "platform", "permissions": rights}
        role = (await admin.post("/api/roles", json=form)).json()["id"]
        user = self.voice.centre.founded["lingting"].users[account]
        changed = await admin.patch(f"/api/users/{user}", json={"roles": [role]})
        assert changed.status_code == 200, changed.text
        await self.voice.settle()


@pytest.fixture
async def whole(database_url: str, tmp_path: Path) -> AsyncIterator[Whole]:
    """Three agents and an administrator; nobody is there yet."""
    clock = ManualClock(MONDAY_MORNING)
    settings = Settings(home=tmp_path, sounds_dir=tmp_path / "sounds")
    kit = make_kit(settings, database_url, clock)
    switch = FakeSwitch(clock)
    product = wire(kit, switch, FakeSpeech())
    people = (*PEOPLE, ADMINISTRATOR)
    founded = await product.identity.found_company("lingting", "聆听", people)
    tenant, now = founded.tenant, clock.now()
    agents = [AgentId(founded.users[person.account]) for person in PEOPLE]
    group, queue = SkillGroupId(new_id(now)), QueueId(new_id(now))
    await product.acd.load(tenant)
    async with kit.db.transaction(tenant) as tx:
        await product.acd.seed(tx)
        await product.flows.editing.seed(tx, queue)
        await product.numbers.add(tx, NUMBER, "热线")
        members = tuple(Member(agent=agent) for agent in agents)
        await product.acd.admin.save_group(tx, SkillGroup(id=group, name="客服组", members=members))
        wanted = {"requirements": [{"group": str(group), "min_level": 1}], "ring_seconds": 20}
        await product.acd.admin.save_queue(tx, queue, "客户服务", wanted)
    flow = AskingFlow(product.calls, queue)
    product.calls.listen(flow)
    switch.take_events()
    centre = Centre(
        kit,
        clock,
        product.audit,
        product.tenancy,
        product.identity,
        product.numbers,
        product.customers,
        {"lingting": founded},
    )
    centre.app = app_of(product)
    voice = Voice(centre, switch, product.acd, product.calls, flow, tenant, agents, queue)
    yield Whole(product, voice, flow, tmp_path)
    await centre.close()
