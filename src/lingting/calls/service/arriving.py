"""A caller is there: find the company and the flow, open the call."""

from dataclasses import replace
from datetime import datetime
from functools import partial

from lingting.calls import store
from lingting.calls.domain.call import Call
from lingting.calls.domain.machines import CallTrigger
from lingting.calls.ports import GoneCause, LegArrived, LegSnapshot
from lingting.calls.service.admission import Admission
from lingting.calls.service.opening import arrival, opened
from lingting.calls.service.refusals import Refusals
from lingting.calls.voice import Voice
from lingting.customers.api import Customers
from lingting.kernel.ids import AccessNumberId, LegId, TenantId
from lingting.numbers.api import Numbers
from lingting.numbers.domain import AccessNumber
from lingting.platform.db import Transaction
from lingting.platform.log import get_log

log = get_log(__name__)

MOST_OVER = 10_000


class Arriving:
    """Opens a call for every caller on a known number (TEL-01)."""

    def __init__(
        self, voice: Voice, numbers: Numbers, customers: Customers, refusals: Refusals
    ) -> None:
        self._voice = voice
        self.admission = Admission(voice.kit, voice.live, refusals)
        self._refusals = refusals
        self._numbers = numbers
        self._customers = customers
        self._over: dict[LegId, None] = {}
        self._queue_at_once: set[AccessNumberId] = set()
        """The numbers whose last caller was in a queue by the end of his first turn."""

    async def arrived(self, event: LegArrived) -> None:
        """Answers a caller's first sign; an unknown number is refused at once (404)."""
        voice = self._voice
        if voice.live.of_leg(event.leg) is not None or event.leg in self._over:
            return
        found = await self._numbers.find(event.called)
        if found is None:
            log.warning("unknown access number", pii_called=event.called)
            await voice.switch.hang_up(event.leg, GoneCause.INVALID_NUMBER)
            return
        tenant, number = found
        if self.admission.refuses(tenant, number, event):
            await voice.switch.hang_up(event.leg, GoneCause.CONGESTION)
            return
        turn = partial(self._open, tenant, number, event)
        await voice.kit.mailboxes.run(tenant, turn)

    async def overlooked(self, at: datetime, line: LegSnapshot) -> None:
        """A caller is there of whom no call is known: his arrival was lost with an engine that
        died, or he should have been hung up by it."""
        if await self.knew(line.called, line.leg):
            await self._voice.switch.hang_up(line.leg)
            return
        await self.arrived(
            LegArrived(
                at=at,
                leg=line.leg,
                calling=line.calling,
                called=line.called,
                trunk=line.trunk,
                caught=True,
            )
        )

    def over(self, leg: LegId) -> None:
        """He is written down as gone: his arrival may still be under way."""
        self._over[leg] = None
        if len(self._over) > MOST_OVER:
            del self._over[next(iter(self._over))]

    async def knew(self, called: str, leg: LegId) -> bool:
        """Whether a caller on this number was brought in, or refused, some time ago."""
        if self._refusals.knows(leg):
            return True
        found = await self._numbers.find(called)
        if found is None:
            return False
        async with self._voice.kit.db.transaction(found[0]) as tx:
            return await store.knows_leg(tx, leg)

    async def _open(self, tenant: TenantId, number: AccessNumber, event: LegArrived) -> None:
        voice = self._voice
        if voice.live.of_leg(event.leg) is not None:
            return
        async with voice.kit.db.transaction(tenant) as tx:
            call = await self.new_call(tx, number, event)
            call = await voice.live.save(tx, call.moved(CallTrigger.ENTER_FLOW))
            tx.publish(arrival(call, tx.now, caught=event.caught))
            await voice.flows.arrived(tx, call, number.flow)
            now = voice.living(call.id)
            if now is not None and now.item is not None:
                self._queue_at_once.add(number.id)
            else:
                self._queue_at_once.discard(number.id)

    async def new_call(self, tx: Transaction, number: AccessNumber, event: LegArrived) -> Call:
        """The call of a caller who is there, with the customer whose number he has."""
        call = opened(tx.tenant, number, event, self._voice.kit.settings.region, tx.now)
        if call.caller.is_anonymous:
            return call
        if number.id in self._queue_at_once:
            store.expect_last_agent(tx, call.caller.key)
        customer = await self._customers.by_number(tx, call.caller.key)
        return replace(call, customer=customer.id if customer else None)
