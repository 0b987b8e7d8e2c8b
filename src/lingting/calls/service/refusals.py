"""Callers who were turned away: kept in memory, and written down many at a time.

Each leaves what a call leaves that ended as it began: a row with its outcome, and one fact that
tells why. All of a fifth of a second go into one transaction, since writing them one by one would
take what is missing just then.
"""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict, deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from lingting.calls.domain.call import Call, Outcome
from lingting.calls.domain.refusing import Refusal, Why
from lingting.calls.events import CallersRefused, CallRefused
from lingting.calls.past import add_ended, refused_since
from lingting.calls.ports import GoneCause, HungUpBy, LegArrived
from lingting.calls.service.opening import opened, unserved
from lingting.kernel.ids import LegId, TenantId
from lingting.numbers.domain import AccessNumber
from lingting.platform.db import DatabaseAway, Transaction
from lingting.platform.kit import Kit
from lingting.platform.log import get_log

log = get_log(__name__)

GATHER_SECONDS = 0.2
MOST_AT_ONCE = 1_000
MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Refused:
    """A caller who was turned away. Nothing is reckoned about him before he is written down."""

    at: datetime
    number: AccessNumber
    event: LegArrived
    refusal: Refusal


class Refusals:
    """Writes refused callers down, and knows how many there were in the last minute."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._waiting: defaultdict[TenantId, list[Refused]] = defaultdict(list)
        self._recent: deque[tuple[datetime, TenantId, Why]] = deque()
        self._began: dict[Why, datetime] = {}
        self._last: dict[Why, datetime] = {}
        self._writer: asyncio.Task[None] | None = None

    def add(self, tenant: TenantId, one: Refused) -> None:
        """He was turned away; he is written down at once, or when the database is back."""
        self._waiting[tenant].append(one)
        self._count(one.at, tenant, one.refusal.why)
        self._forget_old(one.at)
        if self._writer is None or self._writer.done():
            self._writer = self._kit.supervisor.spawn(self._write_soon(), name="refused callers")

    def knows(self, leg: LegId) -> bool:
        """Whether this line was turned away just now and is not written down yet."""
        return any(one.event.leg == leg for waiting in self._waiting.values() for one in waiting)

    def in_last_minute(self, tenant: TenantId | None = None) -> Counter[Why]:
        """How many were turned away in the last minute, of one company or of all, by reason."""
        since = self._kit.clock.now() - MINUTE
        return Counter(
            why for at, whose, why in self._recent if at > since and tenant in (None, whose)
        )

    async def load(self, tx: Transaction) -> None:
        """Takes the last minute of a company up from the database."""
        for at, why in await refused_since(tx, tx.now - MINUTE):
            self._count(at, tx.tenant, Why(why))

    def since(self, why: Why) -> datetime:
        """When it began that callers are refused for this reason, without a quiet minute."""
        return self._began[why]

    def _count(self, at: datetime, tenant: TenantId, why: Why) -> None:
        self._recent.append((at, tenant, why))
        last = self._last.get(why)
        if last is None or at - last >= MINUTE:
            self._began[why] = at
        self._last[why] = at

    def _forget_old(self, now: datetime) -> None:
        while self._recent and self._recent[0][0] <= now - MINUTE:
            self._recent.popleft()

    async def _write_soon(self) -> None:
        try:
            await asyncio.sleep(GATHER_SECONDS)
            while waiting := next(((t, w) for t, w in self._waiting.items() if w), None):
                await self._kit.db.insist(partial(self._write_some, *waiting))
        except asyncio.CancelledError:  # the process stops: this is the last chance
            with suppress(DatabaseAway):
                for tenant, waiting in list(self._waiting.items()):
                    while waiting:
                        await self._write_some(tenant, waiting)
            raise

    async def _write_some(self, tenant: TenantId, waiting: list[Refused]) -> None:
        some = waiting[:MOST_AT_ONCE]
        await self._write(tenant, some)
        del waiting[: len(some)]

    async def _write(self, tenant: TenantId, some: Sequence[Refused]) -> None:
        """One transaction; one who cannot be written keeps no other from being written."""
        try:
            async with self._kit.db.transaction(tenant) as tx:
                await self._write_in(tx, some)
        except DatabaseAway:
            raise
        except Exception as error:
            if len(some) == 1:
                log.error("refused caller not written", exc_info=error)
                return
            half = len(some) // 2
            await self._write(tenant, some[:half])
            await self._write(tenant, some[half:])

    async def _write_in(self, tx: Transaction, some: Sequence[Refused]) -> None:
        calls = [_ended(tx, one, self._kit.settings.region) for one in some]
        await add_ended(tx, calls)
        for call, one in zip(calls, some, strict=True):
            tx.publish(_fact(call, one))
        for why, count in Counter(one.refusal.why for one in some).items():
            log.warning("callers refused", why=why.value, count=count)
            tx.publish(CallersRefused(at=tx.now, since=some[0].at, why=why.value, count=count))


def _ended(tx: Transaction, one: Refused, region: str) -> Call:
    return unserved(
        opened(tx.tenant, one.number, one.event, region, one.at),
        one.at,
        cause=GoneCause.CONGESTION,
        by=HungUpBy.US,
        outcome=Outcome.REFUSED,
        hung_up_by="platform",
    )


def _fact(call: Call, one: Refused) -> CallRefused:
    return CallRefused(
        at=one.at,
        call=call.id,
        caller=call.caller.raw,
        called=call.called,
        access_number=one.number.id,
        flow=one.number.flow,
        why=one.refusal.why.value,
        measured=one.refusal.measured,
        limit=one.refusal.limit,
    )
