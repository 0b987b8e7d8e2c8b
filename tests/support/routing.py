"""A company's router over a real database with a carrier that only notes what it is told."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pytest

from lingting.acd import module as acd_module
from lingting.acd.domain.items import NewItem
from lingting.acd.domain.queues import Member, SkillGroup
from lingting.acd.domain.states import Method
from lingting.acd.domain.views import AgentView
from lingting.acd.events import AgentPhoneFound
from lingting.acd.ports import ItemDropped, OfferToDeliver
from lingting.acd.service.acd import AcdService
from lingting.kernel.ids import (
    AgentId,
    OfferId,
    QueueId,
    SkillGroupId,
    TenantId,
    UserId,
    WorkItemId,
    new_id,
)
from lingting.platform.db import Transaction
from support.centre import Centre, make_centre

GROUP = SkillGroupId(UUID(int=0x61))
QUEUE = QueueId(UUID(int=0x91))


@dataclass
class Carrier:
    """Carries nothing; knows who rings."""

    ringing: dict[AgentId, OfferToDeliver] = field(default_factory=dict[AgentId, OfferToDeliver])
    log: list[str] = field(default_factory=list[str])
    dropped_items: list[ItemDropped] = field(default_factory=list[ItemDropped])

    async def offer(self, tx: Transaction, offer: OfferToDeliver) -> None:
        if "poison" in offer.data:
            tx.after_commit(self._effect)
            tx.publish(AgentPhoneFound(at=tx.now, agent=offer.agent))
            raise LookupError("no line to this customer")
        assert offer.agent not in self.ringing, "two offers at one agent"
        self.ringing[offer.agent] = offer
        self.log.append("offer")

    async def _effect(self) -> None:
        self.log.append("effect")

    async def withdraw(self, tx: Transaction, offer: OfferToDeliver, why: str) -> None:
        if "poison" in offer.data:
            return
        assert self.ringing.pop(offer.agent).offer == offer.offer
        self.log.append(f"withdraw {why}")

    async def dropped(self, tx: Transaction, item: ItemDropped) -> None:
        self.dropped_items.append(item)
        self.log.append(f"dropped {item.why}")


@dataclass
class Routing:
    """The router in a story: callers come, agents answer, time passes."""

    centre: Centre
    acd: AcdService
    carrier: Carrier
    tenant: TenantId
    agents: list[AgentId]

    async def turn(self, use_case: Any, *args: Any, **more: Any) -> Any:
        """Runs one use case in the company's mailbox and a transaction of its own."""

        async def run() -> Any:
            async with self.centre.kit.db.transaction(self.tenant) as tx:
                return await use_case(tx, *args, **more)

        try:
            return await self.centre.kit.mailboxes.run(self.tenant, run)
        finally:
            await self.centre.kit.supervisor.settle()

    async def run(self, seconds: float) -> None:
        """Lets time pass; what is due happens at its own instant."""
        timers, clock = self.centre.kit.timers, self.centre.clock
        end = clock.now().timestamp() + seconds
        while (due := timers.next_due()) is not None and due.timestamp() <= end:
            clock.advance(max((due - clock.now()).total_seconds(), 0))
            await timers.run_due()
            await self.centre.kit.supervisor.settle()
        clock.advance(max(end - clock.now().timestamp(), 0))

    async def ready(self, *agents: AgentId) -> None:
        for agent in agents:
            await self.turn(self.acd.log_in, agent)
            await self.turn(self.acd.sign_in, agent, Method.WEB)
            await self.turn(self.acd.phone_reachable, agent, True)
            await self.turn(self.acd.set_idle, agent)
            await self.run(1)

    async def call(self, **settings: Any) -> WorkItemId:
        now = self.centre.clock.now()
        item = WorkItemId(new_id(now))
        new = NewItem(id=item, queue=QUEUE, ref=new_id(now), **settings)
        await self.turn(self.acd.enqueue, new)
        return item

    async def accept(self, agent: AgentId) -> WorkItemId:
        """The agent answers what rings at him."""
        offer = self.carrier.ringing.pop(agent)
        await self.turn(self.acd.accept, offer.offer)
        return offer.item

    async def reject(self, agent: AgentId, why: str = "rejected") -> None:
        await self.turn(self.acd.reject, self.carrier.ringing[agent].offer, why)

    def view(self, agent: AgentId) -> AgentView:
        found = self.acd.agent_view(self.tenant, agent)
        assert found is not None
        return found

    def shown(self, agent: AgentId) -> tuple[str, str | None]:
        view = self.view(agent)
        return view.shown, view.reason

    async def configure(self, **settings: Any) -> None:
        """Changes the living queue."""
        full = {"requirements": [{"group": str(GROUP), "min_level": 1}], **settings}
        await self.turn(self.acd.admin.save_queue, QUEUE, "热线", full)

    async def rows(self, query: str) -> list[dict[str, Any]]:
        import sqlalchemy as sa

        async with self.centre.kit.db.transaction(self.tenant) as tx:
            return [dict(row) for row in (await tx.conn.execute(sa.text(query))).mappings()]

    async def restarted(self) -> Routing:
        """The same company after the process was killed and started again."""
        await self.centre.close()
        again = make_centre(str(self.centre.kit.db.engine.url.render_as_string(False)))
        again.clock.advance((self.centre.clock.now() - again.clock.now()).total_seconds())
        again.founded = self.centre.founded
        routing = wire(again, self.carrier, self.tenant, self.agents)
        await routing.acd.load(self.tenant)
        await again.kit.timers.load([self.tenant])
        return routing


@dataclass(frozen=True)
class Invented:
    """Agents whom no company employs."""

    agents: list[AgentId]

    async def account_names(self, tx: Transaction) -> dict[UserId, str]:
        return {UserId(one): str(one) for one in self.agents}


def wire(centre: Centre, carrier: Carrier, tenant: TenantId, agents: list[AgentId]) -> Routing:
    """The router wired into a centre."""
    people = Invented(agents)
    acd = acd_module.wire(centre.kit, centre.tenancy, centre.audit, people, draw=lambda n: 0)
    acd.deliver("voice", carrier)
    return Routing(centre, acd, carrier, tenant, agents)


async def make_routing(centre: Centre) -> Routing:
    """Founds a company with three agents in one queue; nobody is there yet."""
    founded = await centre.found()
    agents = [AgentId(UUID(int=0xA1 + number)) for number in range(3)]
    routing = wire(centre, Carrier(), founded.tenant, agents)
    await routing.acd.load(founded.tenant)
    await routing.turn(routing.acd.seed)
    members = tuple(Member(agent=agent) for agent in agents)
    group = SkillGroup(id=GROUP, name="客服组", members=members)
    await routing.turn(routing.acd.admin.save_group, group)
    await routing.configure(ring_seconds=20, wrap_up_seconds=30)
    return routing


@pytest.fixture
async def routing(database_url: str) -> AsyncIterator[Routing]:
    """A company's router; its clock stands still until a test advances it."""
    made = await make_routing(make_centre(database_url))
    yield made
    await made.centre.close()


def offer_of(routing: Routing, agent: AgentId) -> OfferId:
    return routing.carrier.ringing[agent].offer
