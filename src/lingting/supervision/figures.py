"""The hour's and the day's figures, asked for again when something was counted."""

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from lingting.kernel.ids import TenantId
from lingting.platform.bus import Recorded
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.supervision.domain.figures import Stretches, day_start, hour_start
from lingting.supervision.ports import DayFigures
from lingting.tenancy.api import Tenancy
from lingting.tenancy.events import CompanyChanged, SettingsChanged

COUNTED = ("work_item.", "call.", "talk.")
SETTLES = timedelta(seconds=2)
"""Whoever counts hears of a fact when we do, and needs a moment to have it in his tables."""
OLDEST = timedelta(seconds=15)


class Figures:
    """One memory per company, shared by all who look."""

    def __init__(self, kit: Kit, tenancy: Tenancy, source: DayFigures) -> None:
        self._clock = kit.clock
        self._tenancy = tenancy
        self._source = source
        self._zones: dict[TenantId, ZoneInfo] = {}
        self._known: dict[TenantId, tuple[datetime, Stretches]] = {}
        self._settles_at: dict[TenantId, datetime] = {}
        kit.bus.subscribe_all(self._heard)
        for changed in (CompanyChanged, SettingsChanged):
            kit.bus.subscribe(changed, self._forget)

    async def of(self, tx: Transaction) -> Stretches:
        """The figures of the present hour and day."""
        zone = await self.zone(tx.tenant)
        hour, day = hour_start(tx.now, zone), day_start(tx.now, zone)
        _, known = self._known.get(tx.tenant, (None, None))
        if known is not None and known.hour_since == hour and not self.is_due(tx.tenant):
            return known
        return await self._read(tx, hour, day)

    def is_due(self, tenant: TenantId) -> bool:
        """Whether figures may have changed since they were read."""
        read_at, _ = self._known.get(tenant, (None, None))
        if read_at is None:
            return False
        settles_at = self._settles_at.get(tenant, read_at)
        return read_at < settles_at or self._clock.now() - read_at >= OLDEST

    async def _read(self, tx: Transaction, hour: datetime, day: datetime) -> Stretches:
        found = Stretches(
            hour_since=hour,
            day_since=day,
            hour=await self._source.of(tx, hour, tx.now),
            day=await self._source.of(tx, day, tx.now),
        )
        self._known[tx.tenant] = (tx.now, found)
        return found

    async def zone(self, tenant: TenantId) -> ZoneInfo:
        """The company's time zone."""
        if tenant not in self._zones:
            company = await self._tenancy.by_id(tenant)
            self._zones[tenant] = ZoneInfo(company.time_zone)
        return self._zones[tenant]

    async def _heard(self, recorded: Recorded) -> None:
        if recorded.event.name.startswith(COUNTED):
            self._settles_at[recorded.tenant] = self._clock.now() + SETTLES

    async def _forget(self, tenant: TenantId, _: object) -> None:
        self._zones.pop(tenant, None)
        self._known.pop(tenant, None)
