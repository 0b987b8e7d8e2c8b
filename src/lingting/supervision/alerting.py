"""Keeps watch over the floor, whether or not somebody looks: what is beyond its limits is kept."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta

from lingting.kernel.ids import TenantId
from lingting.platform.bus import Recorded
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.supervision import store
from lingting.supervision.domain.alerts import Alert, Judged, Key, judge
from lingting.supervision.domain.measures import Thresholds
from lingting.supervision.floor import Looking

log = get_log(__name__)

FLOOR = "floor"
LOOK_SECONDS = 1.0
AGAIN = timedelta(seconds=15)
"""Figures of the hour begin anew although nothing happens."""


class Alerting:
    """One list of open alerts per company; memory follows the table."""

    def __init__(self, kit: Kit, looking: Looking) -> None:
        self._kit = kit
        self._looking = looking
        self._open: dict[TenantId, Mapping[Key, Alert]] = {}
        self._thresholds: dict[TenantId, Thresholds] = {}
        self._due: dict[TenantId, datetime] = {}
        self._stale: set[TenantId] = set()
        kit.bus.subscribe_all(self._heard)
        looking.figures.on_counted(self._counted)

    def open(self, tenant: TenantId) -> Mapping[Key, Alert]:
        """What is beyond its limits now."""
        return self._open.get(tenant, {})

    async def thresholds(self, tx: Transaction) -> Thresholds:
        """The company's limits."""
        found = self._thresholds.get(tx.tenant)
        if found is None:
            found = self._thresholds[tx.tenant] = await store.thresholds(tx)
        return found

    def limits_changed(self, tx: Transaction) -> None:
        """The company chose other limits; they hold after the commit of `tx`."""

        async def forget() -> None:
            self._thresholds.pop(tx.tenant, None)
            self._stale.add(tx.tenant)

        tx.after_commit(forget)

    async def load(self, tenant: TenantId) -> None:
        """Takes the open alerts up from the database; call once at start."""
        async with self._kit.db.transaction(tenant) as tx:
            self._open[tenant] = await store.open_alerts(tx)
        self._stale.add(tenant)

    def start(self) -> None:
        """Begins to watch the companies that were loaded."""
        self._kit.supervisor.spawn(self._watch(), name="loop:alerts")

    async def look(self, tenant: TenantId) -> bool:
        """Judges the floor as it is now; says whether the list of alerts is another."""
        figures = await self._looking.figures.of(tenant)
        async with self._kit.db.transaction(tenant) as tx:
            floor = await self._looking.at(tx, figures)
            before = self.open(tenant)
            judged = judge(floor.readings(), await self.thresholds(tx), before, tx.now)
            await store.keep(tx, judged)
            now = tx.now
        self._open[tenant] = judged.open
        self._due[tenant] = min(judged.next_at or now + AGAIN, now + AGAIN)
        return _differs(before, judged)

    async def _watch(self) -> None:
        while True:
            await asyncio.sleep(LOOK_SECONDS)
            stale, self._stale = self._stale, set()
            now = self._kit.clock.now()
            stale |= {tenant for tenant, due in self._due.items() if due <= now}
            stale |= {tenant for tenant in self._open if self._looking.figures.is_due(tenant)}
            for tenant in stale & self._open.keys():
                await self._look_safely(tenant)

    async def _look_safely(self, tenant: TenantId) -> None:
        try:
            if await self.look(tenant):
                self._kit.hub.touch_board(tenant, FLOOR)
        except Exception as error:  # one company's trouble must not end the watch of all
            log.error("alerts not judged", tenant=str(tenant), exc_info=error)

    async def _heard(self, recorded: Recorded) -> None:
        self._stale.add(recorded.tenant)

    def _counted(self, tenant: TenantId) -> None:
        self._stale.add(tenant)


def _differs(before: Mapping[Key, Alert], judged: Judged) -> bool:
    return dict(before) != dict(judged.open)
