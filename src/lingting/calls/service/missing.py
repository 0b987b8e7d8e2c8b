"""A caller who came and left while no engine was there: a contact with its true outcome."""

from dataclasses import replace
from functools import partial

from lingting.calls import store
from lingting.calls.domain.call import outcome_of
from lingting.calls.domain.machines import CallTrigger, LegTrigger
from lingting.calls.events import CallArrived, CallEnded
from lingting.calls.past import add_ended
from lingting.calls.ports import CallerMissed, GoneCause, HungUpBy, LegArrived
from lingting.calls.service.opening import opened
from lingting.calls.voice import Voice
from lingting.customers.api import Customers
from lingting.kernel.ids import TenantId
from lingting.numbers.api import Numbers
from lingting.numbers.domain import AccessNumber
from lingting.platform.clock import as_of
from lingting.platform.log import get_log

log = get_log(__name__)


class Missing:
    """Writes missed callers down as calls that arrived and ended; no flow runs for them."""

    def __init__(self, voice: Voice, numbers: Numbers, customers: Customers) -> None:
        self._voice = voice
        self._numbers = numbers
        self._customers = customers

    async def missed(self, event: CallerMissed) -> None:
        """Writes him down once, however often he is told of."""
        found = await self._numbers.find(event.called)
        if found is None:
            log.warning("unknown access number", pii_called=event.called)
        elif self._voice.live.of_leg(event.leg) is None:
            tenant, number = found
            await self._voice.kit.mailboxes.run(tenant, partial(self._write, tenant, number, event))
        await self._voice.switch.forget_missed(event.leg)

    async def _write(self, tenant: TenantId, number: AccessNumber, event: CallerMissed) -> None:
        with as_of(event.at):
            async with self._voice.kit.db.transaction(tenant) as tx:
                if await store.knows_leg(tx, event.leg):
                    return
                arrived = LegArrived(
                    at=event.came_at,
                    leg=event.leg,
                    calling=event.calling,
                    called=event.called,
                    trunk=event.trunk,
                    caught=True,
                )
                region = self._voice.kit.settings.region
                call = opened(tx.tenant, number, arrived, region, event.came_at)
                if not call.caller.is_anonymous:
                    customer = await self._customers.by_number(tx, call.caller.key)
                    call = replace(call, customer=customer.id if customer else None)
                by = "customer" if event.by is HungUpBy.FAR_END else "platform"
                (leg,) = call.legs
                gone = replace(
                    leg.after(LegTrigger.END, event.at),
                    cause=GoneCause.HUNG_UP.value,
                    by=event.by.value,
                )
                call = replace(
                    call.with_leg(gone).moved(CallTrigger.END),
                    ended_at=event.at,
                    outcome=outcome_of(call, by=by),
                    hung_up_by=by,
                )
                await add_ended(tx, [call])
                tx.publish(
                    CallArrived(
                        at=event.came_at,
                        call=call.id,
                        caller=call.caller.raw,
                        called=call.called,
                        access_number=number.id,
                        flow=number.flow,
                        customer=call.customer,
                        caught=True,
                    )
                )
                assert call.outcome is not None
                tx.publish(
                    CallEnded(
                        at=event.at,
                        call=call.id,
                        outcome=call.outcome.value,
                        by=by,
                        step=None,
                        wait_seconds=0.0,
                        talk_seconds=0.0,
                    )
                )
