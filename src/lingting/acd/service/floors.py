"""The floors of all companies of this process: each input is applied, written down and carried out.

A step of a core and its rows share one transaction. When that fails after the core has moved, the
core is thrown away and taken up again from the database before anything else looks at it.
"""

import asyncio
import random
from collections.abc import Awaitable, Callable, Sequence
from datetime import datetime
from functools import partial

from sqlalchemy.exc import DBAPIError

from lingting.acd import store
from lingting.acd.domain.configuring import QUEUE_CLOSED
from lingting.acd.domain.core import Core, Told, Touched
from lingting.acd.domain.floor import Offer
from lingting.acd.domain.states import Work
from lingting.acd.events import (
    OfferExpired,
    OfferMade,
    OfferRejected,
    OfferWithdrawn,
    WorkItemOverflowed,
)
from lingting.acd.ports import Delivery, ItemDropped, OfferToDeliver
from lingting.acd.rows import (
    Row,
    agent_row,
    decision_row,
    item_row,
    offer_row,
    timeline_part,
)
from lingting.acd.service.loading import load_floor
from lingting.kernel.ids import AgentId, OfferId, TenantId, UserId, WorkItemId, new_id
from lingting.platform.db import DatabaseAway, Transaction
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.platform.timers import Timer
from lingting.tenancy.api import Tenancy

DUE = "acd.due"
AGAIN_SECONDS = 0.5
UNDELIVERABLE = "undeliverable"
ROUTER_ENDED = frozenset({"max_wait", QUEUE_CLOSED, UNDELIVERABLE})

log = get_log(__name__)

Step = Callable[[Core, datetime], Told]


class Floors:
    """Cores by company; `apply` is the only way to move one."""

    def __init__(self, kit: Kit, tenancy: Tenancy, draw: Callable[[int], int] | None = None):
        self._kit = kit
        self._tenancy = tenancy
        self._draw = draw or random.SystemRandom().randrange
        self._cores: dict[TenantId, Core] = {}
        self._stale: set[TenantId] = set()
        self._taking_up: set[TenantId] = set()
        self._shown: dict[TenantId, dict[AgentId, Row | None]] = {}
        self._due: dict[TenantId, datetime | None] = {}
        self.deliveries: dict[str, Delivery] = {}
        kit.timers.on(DUE, self._time_has_come)

    def serves(self, tenant: TenantId) -> bool:
        """Whether this process took the company up."""
        return tenant in self._cores

    def anybody_works(self) -> bool:
        """Whether any agent of any company rings, talks or wraps up."""
        agents = (one for core in self._cores.values() for one in core.floor.agents.values())
        return any(agent.work is not Work.FREE for agent in agents)

    def core(self, tenant: TenantId) -> Core:
        """The company's core for reading; raises KeyError for one that was not loaded."""
        return self._cores[tenant]

    async def load(self, tenant: TenantId) -> None:
        """Takes a company up; what became due meanwhile follows when the timers start."""
        async with self._kit.db.transaction(tenant) as tx:
            core = await self._take_up(tx)
            await self._set_timer(tx, core)

    async def apply(self, tx: Transaction, step: Step) -> Told:
        """Moves the core, writes what changed, tells it, and lets the channels deliver."""
        core = await self.living(tx)
        try:
            told = step(core, tx.now)
        except BaseException:
            if core.floor.told:
                self._forget(tx.tenant)
            raise
        # also when nothing was told: a queue or group that was put there touches no agent
        tx.on_rollback(lambda: self._forget(tx.tenant))
        touched = core.touched()
        if told or touched:
            self._write(tx, touched, told)
            for event in told:
                tx.publish(event)
            await self._set_timer(tx, core)
            await self._carry(tx, core, touched, told)
        return told

    async def choose_busy_codes(self, tx: Transaction, codes: Sequence[str]) -> None:
        """The reasons that agents may choose from now on."""
        core = await self.living(tx)
        tx.on_rollback(lambda: self._forget(tx.tenant))
        core.set_busy_codes(codes)

    async def living(self, tx: Transaction) -> Core:
        """The core, taken up anew when memory went ahead of the database."""
        core = self._cores.get(tx.tenant)
        if core is None or tx.tenant in self._stale:
            core = await self._take_up(tx)
        return core

    async def _take_up(self, tx: Transaction) -> Core:
        def new_offer_id(at: datetime) -> OfferId:
            return OfferId(new_id(at))

        tx.on_rollback(lambda: self._forget(tx.tenant))  # what this one wrote was read, too
        core = Core(new_offer_id, self._draw)
        await load_floor(tx, core, self._tenancy)
        self._cores[tx.tenant] = core
        self._stale.discard(tx.tenant)
        self._due.pop(tx.tenant, None)
        parts = {agent.id: timeline_part(agent) for agent in core.floor.agents.values()}
        self._shown[tx.tenant] = parts
        return core

    def _forget(self, tenant: TenantId) -> None:
        """Memory went ahead of the database: it is read again before the next step."""
        self._stale.add(tenant)
        if tenant in self._taking_up:
            return
        self._taking_up.add(tenant)
        self._kit.supervisor.spawn(self._take_up_again(tenant), name="acd:take-up")

    async def _take_up_again(self, tenant: TenantId) -> None:
        """As often as it takes: until then nobody's state can be trusted."""
        pause = 0.0
        try:
            while tenant in self._stale:
                try:
                    await self._kit.mailboxes.run(tenant, partial(self._load_stale, tenant))
                except (DBAPIError, DatabaseAway) as error:
                    log.warning("floor not taken up", exc_info=error)
                    await asyncio.sleep(pause)
                    pause = AGAIN_SECONDS
        finally:
            self._taking_up.discard(tenant)

    async def _load_stale(self, tenant: TenantId) -> None:
        if tenant in self._stale:
            await self.load(tenant)
            # figures may have been read from the memory that went ahead
            self._kit.hub.touch_company(tenant)

    def _write(self, tx: Transaction, touched: Touched, told: Told) -> None:
        now = tx.now
        store.save_agents(tx, map(agent_row, touched.agents))
        store.save_items(tx, (item_row(one, now) for one in touched.items))
        store.save_offers(tx, (offer_row(one, now) for one in touched.offers))
        store.add_decisions(tx, (row for one in told if (row := decision_row(one))))
        self._write_timelines(tx, touched)
        tx.after_commit(partial(self._show, tx.tenant, [one.id for one in touched.agents]))

    async def _show(self, tenant: TenantId, changed: list[AgentId]) -> None:
        """Also what is no fact, such as a wish to be idle afterwards, shows on the desk at once."""
        for agent in changed:
            self._kit.hub.touch(tenant, UserId(agent))

    def _write_timelines(self, tx: Transaction, touched: Touched) -> None:
        shown = self._shown[tx.tenant]
        for agent in touched.agents:
            part = timeline_part(agent)
            if shown.get(agent.id) != part:
                store.turn(tx, agent.id, part)
                shown[agent.id] = part

    async def _set_timer(self, tx: Transaction, core: Core) -> None:
        floor = core.floor
        due = tx.now if floor.open_items or floor.free_agents else core.next_due()
        if tx.tenant in self._due and self._due[tx.tenant] == due:
            return
        if due is None:
            await tx.cancel_timer(DUE, "floor")
        else:
            await tx.set_timer(DUE, "floor", due)
        self._due[tx.tenant] = due

    async def _time_has_come(self, tx: Transaction, timer: Timer) -> None:
        self._due.pop(tx.tenant, None)
        told = await self.apply(tx, lambda core, now: core.advance(now))
        if not told:
            await self._set_timer(tx, self._cores[tx.tenant])

    async def _carry(self, tx: Transaction, core: Core, touched: Touched, told: Told) -> None:
        known = {offer.id: offer for offer in touched.offers}
        for event in told:
            if isinstance(event, OfferMade) and event.offer in core.floor.offers:
                to_deliver = _to_deliver(known[event.offer], tx.now)
                if not await self._tell(
                    tx, partial(self.deliveries[event.channel].offer, tx, to_deliver)
                ):
                    await self._give_up(tx, event.item)
            elif isinstance(event, OfferExpired | OfferRejected | OfferWithdrawn):
                offer = known[event.offer]
                why = "expired" if isinstance(event, OfferExpired) else event.why
                delivery = self.deliveries[offer.item.channel]
                gone = _to_deliver(offer, tx.now)
                await self._tell(tx, partial(delivery.withdraw, tx, gone, why))
            elif isinstance(event, WorkItemOverflowed) and event.why in ROUTER_ENDED:
                channel = next(one.channel for one in touched.items if one.id == event.item)
                delivery = self.deliveries[channel]
                await self._tell(tx, partial(delivery.dropped, tx, _dropped(event, channel)))

    async def _tell(self, tx: Transaction, call: Callable[[], Awaitable[None]]) -> bool:
        """Whether the channel took it; its failure takes back only its own part."""
        try:
            async with tx.attempt():
                await call()
        except Exception as error:  # one customer who cannot be carried must not stop all others
            log.error("delivery failed", exc_info=error)
            return False
        return True

    async def _give_up(self, tx: Transaction, item: WorkItemId) -> None:
        await self.apply(
            tx,
            lambda core, now: core.withdraw(item, UNDELIVERABLE, now) if core.knows(item) else [],
        )


def _to_deliver(offer: Offer, now: datetime) -> OfferToDeliver:
    item, agent = offer.item, offer.agent
    return OfferToDeliver(
        offer=offer.id,
        item=item.id,
        queue=item.queue.config.id,
        agent=agent.id,
        ref=item.ref,
        channel=item.channel,
        method=agent.method.value if agent.method else "",
        expires_at=offer.expires_at,
        waited_seconds=max((now - item.enqueued_at).total_seconds(), 0.0),
        data=item.data,
    )


def _dropped(event: WorkItemOverflowed, channel: str) -> ItemDropped:
    return ItemDropped(
        item=event.item,
        queue=event.queue,
        ref=event.ref,
        channel=channel,
        why=event.why,
        enqueued_at=event.enqueued_at,
    )
