"""The hour's and the day's figures, asked for again when something was counted."""

import asyncio
from collections import defaultdict
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from lingting.kernel.ids import TenantId
from lingting.platform.bus import Recorded
from lingting.platform.kit import Kit
from lingting.supervision.domain.figures import Stretches, day_start, hour_start
from lingting.supervision.ports import DayFigures
from lingting.tenancy.api import Tenancy

RULES = ("queue.", "settings.", "company.")
"""Facts after which the same contacts are judged by other rules."""
OLDEST = timedelta(seconds=15)
EVERY_SECONDS = 0.9
"""How often they are asked for at most: once for all who look within a second."""
NONE, HOUR = timedelta(), timedelta(hours=1)


class Figures:
    """One memory per company, shared by all who look."""

    def __init__(
        self,
        kit: Kit,
        tenancy: Tenancy,
        source: DayFigures,
        every_seconds: float = EVERY_SECONDS,
    ) -> None:
        self._pause = timedelta(seconds=every_seconds)
        self._clock = kit.clock
        self._tenancy = tenancy
        self._source = source
        self._zones: dict[TenantId, ZoneInfo] = {}
        self._known: dict[TenantId, tuple[datetime, Stretches]] = {}
        self._stale: set[TenantId] = set()
        self._turns: defaultdict[TenantId, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._told: list[Callable[[TenantId], None]] = []
        kit.bus.subscribe_all(self._heard)
        source.on_counted(self._counted)

    def on_counted(self, told: Callable[[TenantId], None]) -> None:
        """Calls `told` when a company's figures are worth another look."""
        self._told.append(told)

    async def of(self, tenant: TenantId) -> Stretches:
        """The figures of the present hour and day; must be asked outside a transaction."""
        zone = await self.zone(tenant)
        async with self._turns[tenant]:  # who comes second gets what the first one reads
            return await self._of(tenant, zone)

    async def _of(self, tenant: TenantId, zone: ZoneInfo) -> Stretches:
        now = self._clock.now()
        starts = hour_start(now, zone), day_start(now, zone)
        read_at, known = self._known.get(tenant, (now, None))
        if known is not None and known.hour_since == starts[0]:
            young = timedelta(0) <= now - read_at < self._pause
            if young or not self.is_due(tenant):
                return known
        self._stale.discard(tenant)
        try:
            hour, day = await self._source.since(tenant, starts)
        except BaseException:
            self._stale.add(tenant)
            raise
        found = Stretches(hour_since=starts[0], day_since=starts[1], hour=hour, day=day)
        self._known[tenant] = (now, found)
        return found

    def known(self, tenant: TenantId) -> Stretches | None:
        """What was read last, if anything was."""
        _, found = self._known.get(tenant, (None, None))
        return found

    def is_due(self, tenant: TenantId) -> bool:
        """Whether figures may have changed since they were read."""
        read_at, found = self._known.get(tenant, (None, None))
        if read_at is None or found is None:
            return False
        now = self._clock.now()  # it may have been set back since then
        fresh = NONE <= now - read_at < OLDEST and NONE <= now - found.hour_since < HOUR
        return tenant in self._stale or not fresh

    async def zone(self, tenant: TenantId) -> ZoneInfo:
        """The company's time zone."""
        if tenant not in self._zones:
            company = await self._tenancy.by_id(tenant)
            self._zones[tenant] = ZoneInfo(company.time_zone)
        return self._zones[tenant]

    def _counted(self, tenant: TenantId) -> None:
        self._stale.add(tenant)
        for told in self._told:
            told(tenant)

    async def _heard(self, recorded: Recorded) -> None:
        name = recorded.event.name
        if name.startswith(RULES):
            self._stale.add(recorded.tenant)
        if name.startswith("company."):
            self._zones.pop(recorded.tenant, None)
