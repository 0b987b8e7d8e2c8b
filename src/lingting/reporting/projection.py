"""Brings reports up to the company's log, a batch in one transaction, from the place it stands at.

The place and what was made of the facts before it are committed together, so that a crash loses
nothing and nothing is counted twice. Building anew is the same from place 0.
"""

from collections.abc import Callable
from dataclasses import asdict, replace
from zoneinfo import ZoneInfo

from lingting.kernel.ids import TenantId
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.reporting import day_store, log_store, tables
from lingting.reporting.counted import Counted
from lingting.reporting.counting_store import starts_from
from lingting.reporting.domain.days import by_days, day_before, tomorrow
from lingting.reporting.domain.memory import Memory
from lingting.reporting.log_store import Place
from lingting.reporting.reading import Reading
from lingting.tenancy.api import Tenancy

VERSION = 1
"""Raised whenever folding or counting changes: the company's reports are built anew at start."""
BATCH = 5_000

Progress = Callable[[int, int], None]


class Projection:
    """Reads one company's log into rows and sums."""

    def __init__(self, kit: Kit, companies: Tenancy, batch: int = BATCH) -> None:
        self.counted = Counted(kit)
        self._kit = kit
        self._companies = companies
        self._batch = batch
        self._lack_days: set[TenantId] = set()
        """Companies whose sums of days do not reach back to the beginning."""
        self._memories: dict[TenantId, Memory] = {}

    async def catch_up(self, tenant: TenantId, progress: Progress | None = None) -> int:
        """Reads everything that is new; answers the number of facts that were read."""
        read = done = await self.step(tenant, progress)
        while done >= self._batch:
            done = await self.step(tenant, progress)
            read += done
        while tenant in self._lack_days:
            await self._make_day(tenant)
        return read

    async def rebuild(self, tenant: TenantId, progress: Progress | None = None) -> int:
        """Makes everything anew from the whole log."""
        async with self._kit.db.transaction(tenant) as tx:
            taken = await log_store.take_place(tx, VERSION)
            await log_store.forget_all(tx)
            await log_store.set_place(tx, Place(0, VERSION, taken.zone.key))
        return await self.catch_up(tenant, progress)

    async def step(self, tenant: TenantId, progress: Progress | None = None) -> int:
        """Reads one batch; answers how many facts it had."""
        async with self._kit.db.transaction(tenant) as tx:
            place, zone, number = await self._begun(tx)
            self._know_days(tenant, place)
            facts = await log_store.facts_after(tx.conn, place.seq, self._batch)
            if not facts:
                return 0
            memory = self._memories.get(tenant, Memory())
            if memory.place != (place.seq, number):
                memory = Memory()
            place = replace(place, seq=facts[-1][1].seq)
            reading = Reading(tx, memory, self._kit.settings.region, place.seq)
            await reading.take(facts)
            written, tally = reading.written, reading.tally
            written.put(tables.places, None, asdict(place))
            await written.add(tx, tally, starts_from(by_days(tally, zone), place.days_from))
            number = await written.write(tx, place.seq)
            newest = await log_store.last_seq(tx.conn) if progress else place.seq
        memory.learn((place.seq, number), reading.calls, reading.agents, tx.now)
        self._memories[tenant] = memory
        self.counted.upto(tenant, place.seq)
        if progress is not None:
            progress(place.seq, newest)
        return len(facts)

    async def _begun(self, tx: Transaction) -> tuple[Place, ZoneInfo, str]:
        """Where reading goes on; rows of another version, and days of another zone, are gone."""
        taken = await log_store.take_place(tx, VERSION)
        place, zone = taken.place, taken.zone
        if place.version != VERSION:
            await log_store.forget_all(tx)
            return Place(0, VERSION, zone.key), zone, ""
        if place.zone != zone.key:
            await day_store.forget(tx)
            place = replace(place, zone=zone.key, days_from=tomorrow(tx.now, zone))
            await log_store.set_place(tx, place)
        return place, zone, taken.number

    def _know_days(self, tenant: TenantId, place: Place) -> None:
        if place.days_from is None:
            self._lack_days.discard(tenant)
        else:
            self._lack_days.add(tenant)

    async def _make_day(self, tenant: TenantId) -> None:
        """Makes the newest day that is missing, if there is any.

        Reports read quarters where days are missing: nobody waits for more than one day of it.
        """
        async with self._kit.db.transaction(tenant) as tx:
            place, zone, _ = await self._begun(tx)
            self._know_days(tenant, place)
            if place.days_from is None:
                return
            start = day_before(place.days_from, zone)
            await day_store.make(tx, start, place.days_from)
            first = await day_store.oldest(tx)
            more = first is not None and first < start
            place = replace(place, days_from=start if more else None)
            await log_store.set_place(tx, place)
        self._know_days(tenant, place)
