"""Stored timers: what is due runs in the company's mailbox, also after a restart."""

import asyncio
import heapq
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa

from lingting.kernel.clock import Clock
from lingting.kernel.ids import TenantId
from lingting.platform.db import Database, Transaction
from lingting.platform.mailbox import Mailboxes
from lingting.platform.supervisor import TaskSupervisor
from lingting.platform.tables import timers as table
from lingting.platform.timer_rows import Changes


@dataclass(frozen=True, slots=True)
class Timer:
    """A timer that is due; `data` is what was stored with it."""

    kind: str
    key: str
    due: datetime
    data: Mapping[str, Any]


async def is_set(tx: Transaction, kind: str, latest: datetime) -> bool:
    """Whether the company has a stored timer of this kind that is due by then: one that is due
    later was set by a clock that was ahead, and would keep everybody waiting for that day."""
    query = sa.select(table.c.key).where(table.c.kind == kind, table.c.due_at <= latest)
    return (await tx.conn.execute(query)).first() is not None


Fire = Callable[[Transaction, Timer], Awaitable[None]]
_Entry = tuple[datetime, TenantId, str, str, datetime]
"""When to fire, whose, kind, key, and the due time that the row has."""
LONGEST_PAUSE_SECONDS = 60


class Timers:
    """Keeps due times in memory; a row that was cancelled or moved does not fire."""

    def __init__(
        self, db: Database, mailboxes: Mailboxes, clock: Clock, supervisor: TaskSupervisor
    ) -> None:
        self._db = db
        self._mailboxes = mailboxes
        self._clock = clock
        self._supervisor = supervisor
        self._heap: list[_Entry] = []
        self._fire: dict[str, Fire] = {}
        self._failed: Counter[tuple[TenantId, str, str, datetime]] = Counter()
        self._changed = asyncio.Event()
        self._going = asyncio.Event()
        self._going.set()
        db.timers_changed = self._note

    def on(self, kind: str, fire: Fire) -> None:
        """Says what to do when a timer of this kind is due, in a transaction of its own."""
        if kind in self._fire:
            raise ValueError(f"two owners for timers of kind {kind}")
        self._fire[kind] = fire

    async def load(self, tenants: Iterable[TenantId]) -> None:
        """Takes up what was stored before this process started."""
        for tenant in tenants:
            async with self._db.transaction(tenant) as tx:
                rows = await tx.conn.execute(sa.select(table.c.kind, table.c.key, table.c.due_at))
                stored = rows.all()
            for kind, key, due in stored:
                heapq.heappush(self._heap, (due, tenant, kind, key, due))
            self._db.timer_rows.take_up(tenant, ((kind, key) for kind, key, _ in stored))

    def start(self) -> None:
        """Fires timers by the clock until the supervisor stops."""
        self._supervisor.spawn(self._loop(), name="loop:timers")

    @property
    def going(self) -> bool:
        """Whether timers that are due fire."""
        return self._going.is_set()

    def pause(self) -> None:
        """Fires nothing until `go_on`: what happened before must be written down first."""
        self._going.clear()

    def go_on(self) -> None:
        """Fires again, first what fell due meanwhile."""
        self._going.set()

    def look_again(self) -> None:
        """The clock was set."""
        self._changed.set()

    async def run_due(self) -> int:
        """Fires everything that is due now, in order; answers how many fired."""
        fired = 0
        while self._heap and self._heap[0][0] <= self._clock.now():
            fired += await self._run(heapq.heappop(self._heap))
        return fired

    def next_due(self) -> datetime | None:
        """When the next timer may fire (for virtual time)."""
        return self._heap[0][0] if self._heap else None

    async def _loop(self) -> None:
        while True:
            self._changed.clear()
            while self._heap and self._heap[0][0] <= self._clock.now():
                entry = heapq.heappop(self._heap)
                self._supervisor.spawn(self._run(entry), name=f"timer:{entry[2]}")
            wait = None
            if self._heap:
                wait = max((self._heap[0][0] - self._clock.now()).total_seconds(), 0)
            try:
                async with asyncio.timeout(wait):
                    await self._changed.wait()
            except TimeoutError:
                continue

    async def _run(self, entry: _Entry) -> int:
        _, tenant, kind, key, due = entry

        rows = self._db.timer_rows

        async def turn() -> int:
            if not rows.may_be(tenant, (kind, key)):
                return 0  # most timers are cancelled before they are due
            seen = rows.seen(tenant, [(kind, key)])
            async with self._db.transaction(tenant) as tx:
                taken = await self._take(tx, kind, key, due)
                if taken is None:
                    return 0
                await self._fire[kind](tx, taken)
            rows.removed(tenant, seen)
            return 1

        async def when_going() -> int:
            await self._going.wait()
            return await self._mailboxes.run(tenant, turn)

        try:
            fired = await self._db.insist(when_going)
        except Exception:
            self._try_again(entry)
            raise
        self._failed.pop(entry[1:], None)
        return fired

    def _try_again(self, entry: _Entry) -> None:
        """What failed is still stored: it fires again, later and later."""
        times = self._failed[entry[1:]]
        self._failed[entry[1:]] += 1
        pause = timedelta(seconds=min(2.0**times, LONGEST_PAUSE_SECONDS))
        heapq.heappush(self._heap, (self._clock.now() + pause, *entry[1:]))
        self._changed.set()

    @staticmethod
    async def _take(tx: Transaction, kind: str, key: str, due: datetime) -> Timer | None:
        gone = (
            table.delete()
            .where(table.c.kind == kind, table.c.key == key, table.c.due_at == due)
            .returning(table.c.data)
        )
        row = (await tx.conn.execute(gone)).first()
        return Timer(kind, key, due, row.data) if row else None

    def _note(self, tenant: TenantId, changes: Changes) -> None:
        for (kind, key), due in changes.items():
            if due is not None:
                heapq.heappush(self._heap, (due.at, tenant, kind, key, due.at))
        self._changed.set()
