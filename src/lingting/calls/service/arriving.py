"""A caller is there: find the company and the flow, open the call."""

from datetime import datetime
from functools import partial

from lingting.calls import store
from lingting.calls.domain.call import Call, Direction, Leg, LegKind
from lingting.calls.domain.machines import CallState, CallTrigger, LegState
from lingting.calls.events import CallArrived
from lingting.calls.ports import GoneCause, LegArrived, LegSnapshot
from lingting.calls.service.admission import Admission
from lingting.calls.voice import Voice
from lingting.customers.api import Customers
from lingting.kernel.ids import BridgeId, CallId, TenantId, new_id
from lingting.kernel.phone import parse_phone
from lingting.numbers.api import Numbers
from lingting.numbers.domain import AccessNumber
from lingting.platform.db import Transaction
from lingting.platform.log import get_log

log = get_log(__name__)


class Arriving:
    """Opens a call for every caller on a known number (TEL-01)."""

    def __init__(
        self, voice: Voice, numbers: Numbers, customers: Customers, admission: Admission
    ) -> None:
        self._voice = voice
        self._admission = admission
        self._numbers = numbers
        self._customers = customers

    async def arrived(self, event: LegArrived) -> None:
        """Answers a caller's first sign; an unknown number is refused at once (404)."""
        voice = self._voice
        if voice.live.of_leg(event.leg) is not None:
            return
        found = await self._numbers.find(event.called)
        if found is None:
            log.warning("unknown access number", pii_called=event.called)
            await voice.switch.hang_up(event.leg, GoneCause.INVALID_NUMBER)
            return
        tenant, number = found
        if self._admission.refuses(tenant, event):
            await voice.switch.hang_up(event.leg, GoneCause.CONGESTION)
            return
        turn = partial(self._open, tenant, number, event)
        await voice.kit.mailboxes.run(tenant, turn)

    async def overlooked(self, at: datetime, line: LegSnapshot) -> None:
        """A caller is there of whom no call is known: his arrival was lost with an engine that
        died, or he should have been hung up by it."""
        found = await self._numbers.find(line.called)
        if found is not None:
            tenant, _ = found
            async with self._voice.kit.db.transaction(tenant) as tx:
                was_here = await store.knows_leg(tx, line.leg)
            if was_here:
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

    async def _open(self, tenant: TenantId, number: AccessNumber, event: LegArrived) -> None:
        voice = self._voice
        if voice.live.of_leg(event.leg) is not None:
            return
        async with voice.kit.db.transaction(tenant) as tx:
            call = await self._new_call(tx, number, event)
            call = await voice.live.save(tx, call.moved(CallTrigger.ENTER_FLOW))
            tx.publish(
                CallArrived(
                    at=tx.now,
                    call=call.id,
                    caller=call.caller.raw,
                    called=call.called,
                    access_number=number.id,
                    flow=number.flow,
                    customer=call.customer,
                    caught=event.caught,
                )
            )
            async with voice.live.written_once(tx):
                await voice.flows.arrived(tx, call, number.flow)

    async def _new_call(self, tx: Transaction, number: AccessNumber, event: LegArrived) -> Call:
        caller = parse_phone(event.calling, self._voice.kit.settings.region)
        customer = None if caller.is_anonymous else await self._customers.by_number(tx, caller.key)
        leg = Leg(
            id=event.leg,
            kind=LegKind.CUSTOMER,
            state=LegState.UP,
            began_at=event.at,
            number=caller.raw,
        )
        return Call(
            id=CallId(new_id(tx.now)),
            tenant=tx.tenant,
            direction=Direction.IN,
            state=CallState.ARRIVING,
            caller=caller,
            called=event.called,
            trunk=event.trunk,
            bridge=BridgeId(new_id(tx.now)),
            began_at=event.at,
            legs=(leg,),
            flow=number.flow,
            access_number=number.id,
            customer=customer.id if customer else None,
        )
