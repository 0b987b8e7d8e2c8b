"""Distribution as upper features see it: each use case is one step of the company's core."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from lingting.acd import config_store, store
from lingting.acd.domain import views
from lingting.acd.domain.busy_reasons import STANDARD, BusyReason
from lingting.acd.domain.errors import ChannelUnknown
from lingting.acd.domain.floor import Item, Status
from lingting.acd.domain.items import NewItem
from lingting.acd.domain.queues import QueueConfig, SkillGroup
from lingting.acd.domain.states import Method
from lingting.acd.domain.views import AgentView, Availability, ItemView, Position, QueueView
from lingting.acd.events import Reason
from lingting.acd.ports import Delivery
from lingting.acd.service.admin import Administration
from lingting.acd.service.days import Days
from lingting.acd.service.floors import Floors
from lingting.acd.service.reasons import Reasons
from lingting.acd.service.settings import defaults_of
from lingting.kernel.clock import Clock
from lingting.kernel.ids import AgentId, OfferId, QueueId, SkillGroupId, TenantId, WorkItemId
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.tenancy.api import Tenancy


class AcdService:
    """Implements `api.Acd`."""

    def __init__(
        self,
        floors: Floors,
        admin: Administration,
        days: Days,
        tenancy: Tenancy,
        reasons: Reasons,
        clock: Clock,
    ) -> None:
        self.admin = admin
        self._reasons = reasons
        self._floors = floors
        self._days = days
        self._tenancy = tenancy
        self._clock = clock

    def deliver(self, channel: str, delivery: Delivery) -> None:
        self._floors.deliveries[channel] = delivery

    async def load(self, tenant: TenantId) -> None:
        await self._floors.load(tenant)
        await self._days.watch(tenant)

    async def watch_day(self, tenant: TenantId) -> None:
        await self._days.watch(tenant)

    def serves(self, tenant: TenantId) -> bool:
        return self._floors.serves(tenant)

    def anybody_works(self) -> bool:
        return self._floors.anybody_works()

    async def seed(self, tx: Transaction) -> None:
        for position, reason in enumerate(STANDARD):
            await config_store.save_busy_reason(tx, reason, position)
        codes = [reason.code for reason in STANDARD if not reason.system]
        await self._floors.choose_busy_codes(tx, codes)

    async def busy_reasons(self, tx: Transaction) -> list[BusyReason]:
        return await self._reasons.of(tx)

    # agents ------------------------------------------------------------------------------------

    async def log_in(self, tx: Transaction, agent: AgentId) -> None:
        await self._floors.apply(tx, lambda core, now: core.log_in(agent, now))

    async def log_out(self, tx: Transaction, agent: AgentId, *, forced: bool = False) -> None:
        await self._floors.apply(tx, lambda core, now: core.log_out(agent, now, forced=forced))

    async def sign_in(self, tx: Transaction, agent: AgentId, method: Method) -> None:
        await self._floors.apply(tx, lambda core, now: core.sign_in(agent, method, now))

    async def sign_out(self, tx: Transaction, agent: AgentId, *, by: str = "agent") -> None:
        await self._floors.apply(tx, lambda core, now: core.sign_out(agent, now, by))

    async def set_busy(
        self, tx: Transaction, agent: AgentId, reason: str, *, by: str = "agent"
    ) -> None:
        await self._floors.apply(tx, lambda core, now: core.set_busy(agent, reason, now, by))

    async def set_idle(self, tx: Transaction, agent: AgentId, *, by: str = "agent") -> None:
        await self._floors.apply(tx, lambda core, now: core.set_idle(agent, now, by))

    async def set_do_not_disturb(self, tx: Transaction, agent: AgentId) -> None:
        await self._floors.apply(tx, lambda core, now: core.set_do_not_disturb(agent, now))

    async def set_auto_idle(self, tx: Transaction, agent: AgentId, on: bool) -> None:
        await self._floors.apply(tx, lambda core, now: core.set_auto_idle(agent, on, now))

    async def be_sure(self, tx: Transaction) -> None:
        await self._floors.living(tx)

    async def phone_reachable(self, tx: Transaction, agent: AgentId, yes: bool) -> None:
        await self._floors.apply(tx, lambda core, now: core.phone_reachable(agent, yes, now))

    async def set_aside(self, tx: Transaction, agent: AgentId) -> None:
        await self._floors.apply(tx, lambda core, now: core.set_aside(agent, now))

    async def come_back(self, tx: Transaction, agent: AgentId) -> None:
        await self._floors.apply(tx, lambda core, now: core.come_back(agent, now))

    async def engage(
        self,
        tx: Transaction,
        agent: AgentId,
        ref: UUID,
        *,
        item: WorkItemId | None = None,
        wrap_up_seconds: int | None = None,
    ) -> None:
        seconds = wrap_up_seconds
        if seconds is None:
            seconds = (await defaults_of(tx, self._tenancy))["wrap_up_seconds"]
        await self._floors.apply(
            tx, lambda core, now: core.engage(agent, ref, now, item=item, wrap_seconds=seconds)
        )

    async def release(self, tx: Transaction, agent: AgentId) -> None:
        await self._floors.apply(tx, lambda core, now: core.release(agent, now))

    async def extend_wrap_up(self, tx: Transaction, agent: AgentId, seconds: int) -> None:
        await self._floors.apply(tx, lambda core, now: core.extend_wrap_up(agent, seconds, now))

    async def finish_wrap_up(self, tx: Transaction, agent: AgentId) -> None:
        await self._floors.apply(tx, lambda core, now: core.finish_wrap_up(agent, now))

    async def assign(
        self,
        tx: Transaction,
        agent: AgentId,
        groups: Mapping[SkillGroupId, int],
        by: Principal | None = None,
    ) -> None:
        await self.admin.assign(tx, agent, groups, by)

    # work items and offers ---------------------------------------------------------------------

    async def enqueue(self, tx: Transaction, new: NewItem) -> WorkItemId:
        if new.channel not in self._floors.deliveries:
            raise ChannelUnknown(field="channel", channel=new.channel)
        await self._floors.apply(tx, lambda core, now: core.enqueue(new, now))
        return new.id

    async def withdraw(self, tx: Transaction, item: WorkItemId, why: str) -> None:
        await self._floors.apply(
            tx, lambda core, now: core.withdraw(item, why, now) if core.knows(item) else []
        )

    async def accept(self, tx: Transaction, offer: OfferId) -> None:
        await self._floors.apply(tx, lambda core, now: core.accept(offer, now))

    async def reject(self, tx: Transaction, offer: OfferId, why: str = "rejected") -> None:
        await self._floors.apply(
            tx, lambda core, now: core.reject(offer, why, now) if core.is_open(offer) else []
        )

    async def finish(self, tx: Transaction, item: WorkItemId) -> None:
        await self._floors.apply(
            tx, lambda core, now: core.finish(item, now) if core.knows(item) else []
        )

    # reads -------------------------------------------------------------------------------------

    def agent_view(self, tenant: TenantId, agent: AgentId) -> AgentView | None:
        found = self._floors.core(tenant).agent(agent)
        return views.agent_view(found) if found else None

    def agents(self, tenant: TenantId) -> list[AgentView]:
        return [views.agent_view(one) for one in self._floors.core(tenant).floor.agents.values()]

    def can_take(self, tenant: TenantId, agent: AgentId) -> bool:
        found = self._floors.core(tenant).agent(agent)
        return found is not None and found.status is Status.READY

    def queue_view(self, tenant: TenantId, queue: QueueId) -> QueueView | None:
        floor = self._floors.core(tenant).floor
        found = floor.queues.get(queue)
        return views.queue_view(floor, found, self._clock.now()) if found else None

    def queues(self, tenant: TenantId) -> list[QueueView]:
        floor, now = self._floors.core(tenant).floor, self._clock.now()
        found = sorted(floor.queues.values(), key=lambda queue: queue.config.name)
        return [views.queue_view(floor, queue, now) for queue in found]

    def queue_config(self, tenant: TenantId, queue: QueueId) -> QueueConfig | None:
        found = self._floors.core(tenant).floor.queues.get(queue)
        return found.config if found else None

    def groups(self, tenant: TenantId) -> list[SkillGroup]:
        return list(self._floors.core(tenant).floor.groups.values())

    async def queue_names(self, tx: Transaction) -> dict[QueueId, str]:
        return {QueueId(row["id"]): row["name"] for row in await config_store.queues(tx)}

    def item_view(self, tenant: TenantId, item: WorkItemId) -> ItemView | None:
        found = self._item(tenant, item)
        return views.item_view(found) if found else None

    def position(self, tenant: TenantId, item: WorkItemId) -> Position | None:
        found = self._item(tenant, item)
        return views.position(found, self._clock.now()) if found else None

    def availability(self, tenant: TenantId, queue: QueueId) -> Availability:
        return views.availability(self._floors.core(tenant).queue(queue))

    def why_waiting(self, tenant: TenantId, item: WorkItemId) -> Reason | None:
        found = self._item(tenant, item)
        floor = self._floors.core(tenant).floor
        return views.why_waiting(floor, found, self._clock.now()) if found else None

    async def decisions(self, tx: Transaction, item: WorkItemId) -> Sequence[dict[str, Any]]:
        return await store.decisions(tx, item=item)

    async def decisions_of(self, tx: Transaction, ref: UUID) -> Sequence[dict[str, Any]]:
        return await store.decisions(tx, ref=ref)

    async def timeline(
        self, tx: Transaction, agent: AgentId, limit: int = 200
    ) -> Sequence[dict[str, Any]]:
        return await store.timeline(tx, agent, limit)

    def _item(self, tenant: TenantId, item: WorkItemId) -> Item | None:
        return self._floors.core(tenant).floor.items.get(item)
