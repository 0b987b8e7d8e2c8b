"""At midnight of the company's time zone, what is counted per day begins anew."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from lingting.acd.service.floors import Floors
from lingting.kernel.ids import TenantId
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.platform.timers import Timer, is_set
from lingting.tenancy.api import Tenancy

NEW_DAY = "acd.new_day"


class Days:
    """Keeps one stored timer per company, so that a start after midnight makes up for it."""

    def __init__(self, kit: Kit, floors: Floors, tenancy: Tenancy) -> None:
        self._kit = kit
        self._floors = floors
        self._tenancy = tenancy
        kit.timers.on(NEW_DAY, self._begin)

    async def watch(self, tenant: TenantId) -> None:
        """Sets the timer unless one is stored already."""
        async with self._kit.db.transaction(tenant) as tx:
            if not await is_set(tx, NEW_DAY, await self._midnight(tx)):
                await self._set(tx)

    async def _begin(self, tx: Transaction, timer: Timer) -> None:
        await self._floors.apply(tx, lambda core, now: core.new_day(now))
        await self._set(tx)

    async def _set(self, tx: Transaction) -> None:
        await tx.set_timer(NEW_DAY, "day", await self._midnight(tx))

    async def _midnight(self, tx: Transaction) -> datetime:
        company = await self._tenancy.by_id(tx.tenant)
        return next_midnight(tx.now, company.time_zone)


def next_midnight(now: datetime, time_zone: str) -> datetime:
    """The instant at which the next day begins there, in UTC."""
    there = now.astimezone(ZoneInfo(time_zone))
    tomorrow = datetime.combine(there.date() + timedelta(days=1), datetime.min.time())
    return tomorrow.replace(tzinfo=there.tzinfo).astimezone(UTC)
