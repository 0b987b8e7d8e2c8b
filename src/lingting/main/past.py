"""Gives a company a past: days lived in virtual time, written as if they had happened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import sqlalchemy as sa

from lingting.acd.domain.core import Core, Touched
from lingting.acd.past import PastFloor
from lingting.calls.domain import Call
from lingting.calls.events import CallArrived, CallDialled
from lingting.calls.past import PastCalls
from lingting.flows.domain import effects as fx
from lingting.flows.domain.session import Session
from lingting.flows.past import PastSessions
from lingting.kernel.events import Event
from lingting.kernel.ids import AgentId, CallId, FlowSessionId, TenantId
from lingting.main.virtual_company import company_of, voice_of
from lingting.main.wiring import Product
from lingting.platform.bulk import append_past
from lingting.platform.db import Transaction
from lingting.platform.tables import event_log
from lingting.simulation.domain.arrivals import ArrivalPattern
from lingting.simulation.domain.world import World
from lingting.simulation.virtual.journal import Journal
from lingting.simulation.virtual.life import Cast, Life
from lingting.surveys.events import RatingGiven
from lingting.surveys.past import PastRatings

LAST_CALL = timedelta(minutes=50)
"""How long before the present the last caller of the past dials."""
FIRST_SERIAL = 10_000_001
"""Callers of the past have numbers of their own, so that the living never repeat them."""
PEAK_PER_HOUR = 36.0
"""About 300 calls on a working day: what the cast answers well, but not always at once."""


class NotEmpty(Exception):
    """The company has lived already; a past cannot be put before what happened."""


@dataclass(frozen=True, slots=True)
class Written:
    """What was written; `complete` is false when it was stopped before its end."""

    days: int
    contacts: int
    facts: int
    complete: bool


Told = Callable[[date, int, int], None]
"""Hears each day that was written, with the number of days and contacts so far."""


class Past(Journal):
    """Keeps what a life tells, until it is written."""

    def __init__(self) -> None:
        self.contacts = 0
        self.facts = 0
        self._events: list[Event] = []
        self._floor = PastFloor()
        self._calls = PastCalls()
        self._sessions = PastSessions()
        self._ratings = PastRatings()

    async def write(self, tx: Transaction) -> None:
        """Writes what is over, in one transaction with its facts."""
        self.facts += len(self._events)
        await append_past(tx, self._events)
        self._events.clear()
        await self._calls.write(tx)
        await self._floor.write(tx)
        await self._sessions.write(tx)
        await self._ratings.write(tx)

    # --- Journal --------------------------------------------------------------------------

    def fact(self, event: Event) -> None:
        self._events.append(event)
        if isinstance(event, CallArrived | CallDialled):
            self.contacts += 1
            self._calls.began(event.call)
        elif isinstance(event, RatingGiven):
            self._ratings.given(event)

    def floor_moved(self, core: Core, touched: Touched, told: list[Event], now: datetime) -> None:
        self._floor.moved(touched, told, now)

    def call_ended(self, call: Call) -> None:
        self._calls.ended(call)

    def session_began(
        self, id: FlowSessionId, call: CallId, session: Session, now: datetime
    ) -> None:
        self._sessions.began(id, call, session, now)

    def session_noted(
        self, id: FlowSessionId, call: CallId, effect: fx.Effect, now: datetime
    ) -> None:
        self._sessions.noted(id, call, effect, now)

    def session_saved(self, id: FlowSessionId, session: Session) -> None:
        self._sessions.saved(id, session)

    def note_saved(
        self, call: CallId, agent: AgentId, disposition: str | None, now: datetime
    ) -> None:
        self._calls.noted(call, agent, disposition, now)


async def write_past(
    product: Product,
    tenant: TenantId,
    cast: Cast,
    *,
    days: int,
    seed: int,
    peak_per_hour: float = PEAK_PER_HOUR,
    told: Told | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Written:
    """Writes the days up to now, each in a transaction of its own; raises NotEmpty.

    When it is stopped, the day under way is brought to its end, so that nothing stays open.
    """
    now, world = product.kit.clock.now(), World(seed)
    if not product.acd.serves(tenant):
        await product.acd.load(tenant)
    async with product.kit.db.transaction(tenant) as tx:
        if await has_lived(tx):
            raise NotEmpty
        company = await company_of(product, tx, world)
        seconds = await voice_of(product, tx)
    zone = ZoneInfo(company.zone)
    today = datetime.combine(now.astimezone(zone).date(), datetime.min.time(), zone)
    begins = (today - timedelta(days=days)).astimezone(now.tzinfo)
    pattern = ArrivalPattern(peak_per_hour=peak_per_hour, zone=zone)
    past, lived = Past(), 0
    life = Life(world, company, cast, begins, past, seconds, pattern)
    complete = True
    for day in life.live(max(now - LAST_CALL, begins), FIRST_SERIAL):
        await _write(product, tenant, past)
        lived += 1
        if told is not None:
            told(day, lived, past.contacts)
        if stopped():
            complete = False
            break
    life.wind_down(now)
    await _write(product, tenant, past)
    return Written(lived, past.contacts, past.facts, complete)


async def has_lived(tx: Transaction) -> bool:
    """Whether anybody called or worked in the company."""
    names = event_log.c.name
    lived = names.in_(("call.arrived", "call.dialled", "sign_in.changed"))
    return (await tx.conn.execute(sa.select(names).where(lived).limit(1))).first() is not None


async def _write(product: Product, tenant: TenantId, past: Past) -> None:
    async with product.kit.db.transaction(tenant) as tx:
        await past.write(tx)
