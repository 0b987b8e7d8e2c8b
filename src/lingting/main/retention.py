"""What a company does not want to keep is forgotten by night, in whole months of its time zone.

A month goes as a whole: calls with everything that was stored about them, their facts in the log,
and the sums of its days. So reports that are built anew from the log come out the same. A call of
which a recording is still kept stays with its facts; recordings have a rule of their own, and so
has the trail, which the database itself guards.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from lingting.acd.past import forget_items, forget_timelines
from lingting.audit.api import Audit
from lingting.calls.past import calls_before, forget_attempts, forget_calls
from lingting.flows.past import forget_sessions
from lingting.kernel.ids import CallId, TenantId
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.platform.tables import event_log
from lingting.platform.timers import Timer, is_set
from lingting.recordings.past import (
    Sounds,
    forget_left,
    forget_recordings,
    forget_sounds,
    with_sound,
)
from lingting.reporting.forgetting import forget_contacts, forget_days
from lingting.supervision.past import forget_floor
from lingting.surveys.past import forget_ratings
from lingting.tenancy.api import Tenancy
from lingting.tenancy.domain.defaults import (
    KEEP_AUDIT_MONTHS,
    KEEP_CONTACTS_MONTHS,
    KEEP_RECORDINGS_MONTHS,
)
from lingting.tenancy.domain.settings import Setting

log = get_log(__name__)

NIGHTLY = "retention.nightly"
JOB = "retention.forget"
HOUR, MINUTE = 3, 20
BATCH = 500
MOST_LATE = timedelta(days=3)
"""A night that comes later may be that of a clock that is years ahead: what it forgets is gone. Who
was off for so long forgets a night later."""
AGENTS_KNOWN_SINCE = timedelta(days=1)
"""Facts of agents stay so much longer, for what they were doing when the kept time begins."""


def first_kept(now: datetime, months: int, zone: ZoneInfo) -> datetime:
    """The beginning of the oldest month that is kept: so many whole ones before the present."""
    local = now.astimezone(zone)
    place = local.year * 12 + local.month - 1 - months
    return datetime(place // 12, place % 12 + 1, 1, tzinfo=zone).astimezone(now.tzinfo)


def next_night(now: datetime, zone: ZoneInfo) -> datetime:
    """When it is done next: at an hour at which few call."""
    local = now.astimezone(zone)
    tonight = local.replace(hour=HOUR, minute=MINUTE, second=0, microsecond=0)
    if tonight <= local:
        tonight = (tonight.replace(tzinfo=None) + timedelta(days=1)).replace(tzinfo=zone)
    return tonight.astimezone(now.tzinfo)


class Retention:
    """A stored timer per company asks the worker every night."""

    def __init__(self, kit: Kit, companies: Tenancy, trail: Audit, sounds: Sounds) -> None:
        self._kit = kit
        self._companies = companies
        self._trail = trail
        self._kept = sounds
        kit.timers.on(NIGHTLY, self._night)
        kit.jobs.register(JOB, self.forget)

    async def watch(self, tenant: TenantId) -> None:
        """Sets the company's timer unless it is stored already."""
        async with self._kit.db.transaction(tenant) as tx:
            if not await is_set(tx, NIGHTLY, await self._coming(tx)):
                await self._set(tx)

    async def forget(self, tenant: TenantId) -> None:
        """Forgets what is too old, a few hundred calls in one transaction; may be repeated."""
        await self._sounds(tenant)
        await self._trail_of(tenant)
        before = await self._first_kept(tenant, KEEP_CONTACTS_MONTHS)
        if before is None:
            return
        forgotten, stay = 0, set[CallId]()
        while calls := await self._some(tenant, before, stay):
            forgotten += len(calls)
        async with self._kit.db.transaction(tenant) as tx:
            facts = await self._days(tx, before)
            if forgotten or facts:
                details = {"before": before.isoformat(), "contacts": forgotten}
                await self._trail.record(tx, None, "contact.forget", "contacts", details)

    async def _some(
        self, tenant: TenantId, before: datetime, stay: set[CallId]
    ) -> Sequence[CallId]:
        async with self._kit.db.transaction(tenant) as tx:
            old = await calls_before(tx, before, BATCH + len(stay))
            stay |= await with_sound(tx, old)
            calls = [one for one in old if one not in stay]
            await forget_recordings(tx, calls)
            await forget_items(tx, calls)
            await forget_sessions(tx, calls)
            await forget_ratings(tx, calls)
            await forget_contacts(tx, calls)
            await forget_calls(tx, calls)
            await tx.conn.execute(event_log.delete().where(event_log.c.call_id.in_(calls)))
            return calls

    @staticmethod
    async def _days(tx: Transaction, before: datetime) -> int:
        await forget_timelines(tx, before)
        await forget_attempts(tx, before)
        await forget_days(tx, before)
        await forget_floor(tx, before)
        of_nobody = event_log.c.call_id.is_(None)
        old = event_log.c.at < before - AGENTS_KNOWN_SINCE
        return (await tx.conn.execute(event_log.delete().where(of_nobody, old))).rowcount

    async def _sounds(self, tenant: TenantId) -> None:
        await self._left_sounds(tenant)
        before = await self._first_kept(tenant, KEEP_RECORDINGS_MONTHS)
        removed, some = 0, 1
        while before is not None and some:
            async with self._kit.db.transaction(tenant) as tx:
                some = await forget_sounds(tx, self._kept, before, BATCH)
            removed += some
        if removed and before is not None:
            async with self._kit.db.transaction(tenant) as tx:
                details = {"before": before.isoformat(), "recordings": removed}
                await self._trail.record(tx, None, "recording.forget", "recordings", details)

    async def _left_sounds(self, tenant: TenantId) -> None:
        last = None
        while True:
            async with self._kit.db.transaction(tenant) as tx:
                last = await forget_left(tx, self._kept, last, BATCH)
            if last is None:
                return

    async def _trail_of(self, tenant: TenantId) -> None:
        before = await self._first_kept(tenant, KEEP_AUDIT_MONTHS)
        if before is not None:
            async with self._kit.db.transaction(tenant) as tx:
                await self._trail.forget(tx, before)

    async def _first_kept(self, tenant: TenantId, kept: Setting[int]) -> datetime | None:
        async with self._kit.db.transaction(tenant) as tx:
            months = await self._companies.get(tx, kept)
            zone = ZoneInfo((await self._companies.by_id(tenant)).time_zone)
            return first_kept(tx.now, months, zone) if months > 0 else None

    async def _night(self, tx: Transaction, timer: Timer) -> None:
        late = tx.now - timer.due
        if late <= MOST_LATE:
            tx.defer(JOB)
        else:
            log.warning("nothing is forgotten this night: the last one is long ago", days=late.days)
        await self._set(tx)

    async def _set(self, tx: Transaction) -> None:
        await tx.set_timer(NIGHTLY, "night", await self._coming(tx))

    async def _coming(self, tx: Transaction) -> datetime:
        zone = ZoneInfo((await self._companies.by_id(tx.tenant)).time_zone)
        return next_night(tx.now, zone)
