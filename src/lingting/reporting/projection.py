"""Brings reports up to the company's log, a batch in one transaction, from the place it stands at.

The place and what was made of the facts before it are committed together, so that a crash loses
nothing and nothing is counted twice. Building anew is the same from place 0.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from lingting.kernel.ids import TenantId
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.reporting import day_store, fact_store, log_store, sum_store
from lingting.reporting.counted import Counted
from lingting.reporting.domain.contact import fold
from lingting.reporting.domain.counting import Tally
from lingting.reporting.domain.days import by_days, day_before, tomorrow
from lingting.reporting.domain.fact import Fact
from lingting.reporting.domain.rows import ContactRows, Span, Visit
from lingting.reporting.domain.spans import OF_AGENTS, follow
from lingting.reporting.log_store import Place
from lingting.tenancy.api import Tenancy

log = get_log(__name__)

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
        zone = await self._zone(tenant)
        async with self._kit.db.transaction(tenant) as tx:
            await log_store.take_place(tx, VERSION, zone.key)
            await log_store.forget_all(tx)
            await log_store.set_place(tx, Place(0, VERSION, zone.key))
        return await self.catch_up(tenant, progress)

    async def step(self, tenant: TenantId, progress: Progress | None = None) -> int:
        """Reads one batch; answers how many facts it had."""
        zone = await self._zone(tenant)
        async with self._kit.db.transaction(tenant) as tx:
            place = await self._begun(tx, zone)
            self._know_days(tenant, place)
            facts = await log_store.facts_after(tx.conn, place.seq, self._batch)
            if not facts:
                return 0
            place = replace(place, seq=facts[-1][1].seq)
            tally = await self._take(tx, facts, place.seq)
            await sum_store.add_sums(tx, tally)
            await sum_store.add_days(tx, by_days(tally, zone), place.days_from)
            await log_store.set_place(tx, place)
            await self.counted.tell(tx, place.seq)
            newest = await log_store.last_seq(tx.conn) if progress else place.seq
        if progress is not None:
            progress(place.seq, newest)
        return len(facts)

    async def _begun(self, tx: Transaction, zone: ZoneInfo) -> Place:
        """Where reading goes on; rows of another version, and days of another zone, are gone."""
        place = await log_store.take_place(tx, VERSION, zone.key)
        if place.version != VERSION:
            await log_store.forget_all(tx)
            return Place(0, VERSION, zone.key)
        if place.zone != zone.key:
            await day_store.forget(tx)
            place = replace(place, zone=zone.key, days_from=tomorrow(tx.now, zone))
            await log_store.set_place(tx, place)
        return place

    def _know_days(self, tenant: TenantId, place: Place) -> None:
        if place.days_from is None:
            self._lack_days.discard(tenant)
        else:
            self._lack_days.add(tenant)

    async def _make_day(self, tenant: TenantId) -> None:
        """Makes the newest day that is missing, if there is any.

        Reports read quarters where days are missing: nobody waits for more than one day of it.
        """
        zone = await self._zone(tenant)
        async with self._kit.db.transaction(tenant) as tx:
            place = await self._begun(tx, zone)
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

    async def _zone(self, tenant: TenantId) -> ZoneInfo:
        return ZoneInfo((await self._companies.by_id(tenant)).time_zone)

    async def _take(
        self, tx: Transaction, facts: Sequence[tuple[UUID | None, Fact]], upto: int
    ) -> Tally:
        """Writes the rows that these facts change; answers what that changes in sums."""
        tally = Tally()
        await fact_store.put_nodes(tx, [fact for _, fact in facts if fact.name == "node.entered"])
        wrapped = await self._agents(tx, [fact for _, fact in facts], tally)
        calls = {call for call, _ in facts if call is not None}
        before = await fact_store.contacts_of(tx.conn, calls)
        stories = await log_store.stories(tx.conn, calls, upto)
        region = self._kit.settings.region
        folded = {call: rows for call in calls if (rows := _folded(call, stories[call], region))}
        items = {visit.id for rows in folded.values() for visit in rows.visits}
        wraps = await fact_store.wraps_of(tx.conn, items | wrapped)
        made = {call: _with_wraps(rows, wraps) for call, rows in folded.items()}
        for rows in before.values():
            tally.contact(rows, -1)
        for rows in made.values():
            tally.contact(rows)
        await fact_store.replace_contacts(tx, list(before), made.values())
        await self._late_wraps(tx, wrapped - items, wraps, tally)
        return tally

    @staticmethod
    async def _agents(tx: Transaction, facts: Sequence[Fact], tally: Tally) -> set[UUID]:
        """Follows agents through the batch; answers the passages whose wrap-up went on."""
        told: defaultdict[UUID, list[Fact]] = defaultdict(list)
        for fact in facts:
            if fact.name in OF_AGENTS and (agent := fact.id("agent")) is not None:
                told[agent].append(fact)
        if not told:
            return set()
        states = await fact_store.attending(tx.conn, told.keys())
        ended: list[Span] = []
        going_on: list[Span] = []
        for agent, those in told.items():
            states[agent], spans, last = follow(agent, states[agent], those)
            ended += spans
            going_on += [last] if last is not None else []
        for span in ended:
            tally.span(span)
        await fact_store.replace_spans(tx, told.keys(), ended, going_on)
        await fact_store.put_attending(tx, states)
        return {span.item for span in ended if span.item and span.kind.value == "wrapping"}

    @staticmethod
    async def _late_wraps(
        tx: Transaction, items: set[UUID], wraps: Mapping[UUID, int], tally: Tally
    ) -> None:
        """Wrap-ups that ended when nothing else of their contact happened any more."""
        changed: list[Visit] = []
        for visit in await fact_store.visits_by_id(tx.conn, items) if items else ():
            tally.visit(visit, -1)
            changed.append(replace(visit, wrap_ms=wraps.get(visit.id)))
            tally.visit(changed[-1])
        await fact_store.put_wraps(tx, changed)


def _folded(call: UUID, facts: Sequence[Fact], region: str) -> ContactRows | None:
    """The call's rows; one that cannot be read must not keep all others from being counted."""
    try:
        return fold(call, facts, region)
    except Exception as error:
        log.error("contact not counted", call=str(call), exc_info=error)
        return None


def _with_wraps(rows: ContactRows, wraps: Mapping[UUID, int]) -> ContactRows:
    visits = tuple(replace(visit, wrap_ms=wraps.get(visit.id)) for visit in rows.visits)
    return replace(rows, visits=visits)
