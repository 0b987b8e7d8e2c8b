"""Every night the numbers of the day before are counted a second time and compared."""

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from lingting.kernel.ids import TenantId
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.platform.timers import Timer, is_set
from lingting.reporting import proof_store
from lingting.reporting.domain.periods import Period
from lingting.reporting.domain.proof import differences, lost_time, open_endings
from lingting.reporting.projection import Projection
from lingting.tenancy.api import Tenancy

log = get_log(__name__)

PROVE = "reporting.prove"
NIGHT = "reporting.night"
AFTER_MIDNIGHT = timedelta(minutes=30)
"""Calls that began before midnight are over then, but for very few; a later night counts those."""


class Proving:
    """A stored timer per company asks the worker, so that the engine waits for no counting."""

    def __init__(self, kit: Kit, projection: Projection, companies: Tenancy) -> None:
        self._kit = kit
        self._projection = projection
        self._companies = companies
        kit.timers.on(NIGHT, self._night)
        kit.jobs.register(PROVE, self.prove)

    async def watch(self, tenant: TenantId) -> None:
        """Sets the timer for the coming night; one that was missed meanwhile fires at once."""
        async with self._kit.db.transaction(tenant) as tx:
            due, _ = await self._coming(tx)
            if not await is_set(tx, NIGHT, due):
                await self._set(tx)

    async def prove(self, tenant: TenantId, day: str) -> None:
        """Counts a day twice; what differs is kept, logged, and shown on reports of the day."""
        await self._projection.catch_up(tenant)
        zone = ZoneInfo((await self._companies.by_id(tenant)).time_zone)
        that = date.fromisoformat(day)
        period = Period(that, that, zone)
        async with self._kit.db.transaction(tenant) as tx:
            findings = await self._findings(tx, period)
            await proof_store.keep(tx, that, findings)
        for one in findings:
            log.error("report does not add up", day=day, **one)

    @staticmethod
    async def _findings(tx: Transaction, period: Period) -> list[dict[str, Any]]:
        span = (period.since, period.until)
        sums = await proof_store.queue_sums(tx.conn, *span)
        rows = await proof_store.queue_rows(tx.conn, *span)
        names = (*proof_store.COUNTED, *proof_store.SUMMED)
        found = [*differences(rows, sums, "queue", names), *open_endings(sums)]
        times = await proof_store.agent_sums(tx.conn, *span)
        found += lost_time(await proof_store.agent_rows(tx.conn, *span), times)
        missed = await proof_store.calls_missed(tx.conn, *span)
        return [*found, {"what": "calls", "expected": 0, "found": missed}] if missed else found

    async def _night(self, tx: Transaction, timer: Timer) -> None:
        tx.defer(PROVE, day=timer.data["day"])
        await self._set(tx)

    async def _coming(self, tx: Transaction) -> tuple[datetime, date]:
        """The coming night, and the day that is proved in it."""
        zone = ZoneInfo((await self._companies.by_id(tx.tenant)).time_zone)
        today = tx.now.astimezone(zone).date()
        return Period(today, today, zone).until + AFTER_MIDNIGHT, today

    async def _set(self, tx: Transaction) -> None:
        due, today = await self._coming(tx)
        await tx.set_timer(NIGHT, "day", due, {"day": today.isoformat()})
