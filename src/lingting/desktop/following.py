"""What makes a person's state stale: facts touch people, queue figures once a second at most."""

import asyncio
from collections.abc import Callable, Iterable
from functools import partial

from lingting.calls.events import CallEnded
from lingting.calls.module import Calls
from lingting.kernel.events import Event
from lingting.kernel.ids import AgentId, CallId, TenantId, UserId
from lingting.platform.bus import Recorded
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.platform.patch import State

QUEUE_SECONDS = 1.0
LONGEST_QUEUE_SECONDS = 3.0
QUEUE_FRAMES = 100
"""How many frames with figures of queues may go out in a second: with more pages open each gets
them less often, so that calls need not wait behind them."""
OF_QUEUES = (
    "work_item.", "offer.", "presence.", "sign_in.", "work.", "queue.", "skill_group.",
    "agent_phone.", "listening.",
)  # fmt: skip

OF_PERMISSIONS = ("role.changed", "user.changed")
"""They decide whether a page shows numbers."""


class Following:
    """Hears every committed fact and touches the pages that may show it."""

    def __init__(
        self,
        kit: Kit,
        calls: Calls,
        queues: Callable[[TenantId], State],
        page_opened: Callable[[TenantId, UserId], None],
    ) -> None:
        self._kit = kit
        self._calls = calls
        self._queues = queues
        self._page_opened = page_opened
        self._stale_queues: set[TenantId] = set()
        self._switch = self._how_the_switch_stands()
        self._ended: dict[CallId, set[AgentId]] = {}
        """Who was in a call that is gone from memory when its last facts are told."""
        kit.bus.write_with(CallEnded, self._ends)
        kit.bus.subscribe_all(self._heard)
        kit.hub.on_pages_changed = self._pages_changed

    def start(self) -> None:
        """Begins to refresh queue figures."""
        self._kit.supervisor.spawn(self._refresh_queues(), name="loop:queue-figures")

    async def _heard(self, recorded: Recorded) -> None:
        for agent in self._agents_of(recorded.event):
            self._kit.hub.touch(recorded.tenant, UserId(agent))
        if recorded.event.name in OF_PERMISSIONS:
            self._kit.hub.touch_all(recorded.tenant)
        if recorded.event.name.startswith(OF_QUEUES):
            self._stale_queues.add(recorded.tenant)
        if isinstance(recorded.event, CallEnded):
            self._told(recorded.event.call)

    def _ends(self, tx: Transaction, event: CallEnded) -> None:
        self._ended[event.call] = self._in_call(event.call)
        tx.on_rollback(partial(self._told, event.call))

    def _told(self, call: CallId) -> None:
        self._ended.pop(call, None)

    def _agents_of(self, event: Event) -> Iterable[AgentId]:
        agent, listener = getattr(event, "agent", None), getattr(event, "listener", None)
        for one in (agent, listener):
            if one is not None:
                yield one
        call = getattr(event, "call", None)
        if call is not None:
            yield from (self._ended.get(call) or self._in_call(call)) - {agent}

    def _in_call(self, call: CallId) -> set[AgentId]:
        """Everybody who was rung for it, or spoke in it."""
        found = self._calls.live.get(call)
        return {leg.agent for leg in found.legs if leg.agent is not None} if found else set()

    async def _refresh_queues(self) -> None:
        while True:
            await asyncio.sleep(queue_pause(self._kit.hub.open_pages()))
            self._look_at_switch()
            stale, self._stale_queues = self._stale_queues, set()
            for tenant in stale:
                self._kit.hub.amend(tenant, self._queues(tenant))

    def _look_at_switch(self) -> None:
        now = self._how_the_switch_stands()
        if now != self._switch:
            self._switch = now
            self._stale_queues |= self._kit.hub.companies()

    def _how_the_switch_stands(self) -> tuple[bool, int]:
        """Also how often it came back: a page may be drawn while it is away for a moment."""
        door = self._calls.door
        return door.connected, door.connections

    def _pages_changed(self, tenant: TenantId, user: UserId, pages: int) -> None:
        if pages:
            self._stale_queues.add(tenant)
            self._page_opened(tenant, user)
            return

        async def gone() -> None:
            if self._kit.hub.pages(tenant, user) == 0:
                async with self._kit.db.transaction(tenant) as tx:
                    await self._calls.rejoining.page_gone(tx, AgentId(user))

        self._calls.backlog.page_gone(tenant, AgentId(user))
        self._kit.supervisor.spawn(self._kit.insist(tenant, gone), name="page-gone")


def queue_pause(pages: int) -> float:
    """Seconds between two refreshes of queue figures while so many pages are open."""
    return min(max(pages / QUEUE_FRAMES, QUEUE_SECONDS), LONGEST_QUEUE_SECONDS)
