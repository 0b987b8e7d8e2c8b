"""A caller who left before an engine had taken him: a contact with its true outcome."""

from functools import partial

from lingting.calls import store
from lingting.calls.domain.call import Call, outcome_of
from lingting.calls.past import add_ended
from lingting.calls.ports import CallerMissed, GoneCause, HungUpBy, LegArrived
from lingting.calls.service.arriving import Arriving
from lingting.calls.service.ending import end_of
from lingting.calls.service.opening import arrival, unserved
from lingting.calls.service.refusals import Refusals
from lingting.calls.voice import Voice
from lingting.kernel.ids import TenantId
from lingting.numbers.api import Numbers
from lingting.numbers.domain import AccessNumber
from lingting.platform.clock import as_of
from lingting.platform.log import get_log

log = get_log(__name__)

_BY = {HungUpBy.FAR_END: "customer", HungUpBy.US: "platform", HungUpBy.NETWORK: "network"}


class Missing:
    """Writes missed callers down as calls that arrived and ended; no flow runs for them."""

    def __init__(
        self, voice: Voice, numbers: Numbers, arriving: Arriving, refusals: Refusals
    ) -> None:
        self._voice = voice
        self._numbers = numbers
        self._arriving = arriving
        self._refusals = refusals

    async def missed(self, event: CallerMissed) -> None:
        """Writes him down once, however often he is told of, unless he is known already."""
        if self._refusals.knows(event.leg):  # told again, should that not be written
            return
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
                if not await store.knows_leg(tx, event.leg):
                    came = await self._arriving.new_call(tx, number, _arrival_of(event))
                    call = _ended(came, event)
                    await add_ended(tx, [call])
                    tx.publish(arrival(call, event.came_at, caught=True))
                    tx.publish(end_of(call))
        self._arriving.over(event.leg)


def _arrival_of(event: CallerMissed) -> LegArrived:
    return LegArrived(
        at=event.came_at,
        leg=event.leg,
        calling=event.calling,
        called=event.called,
        trunk=event.trunk,
        caught=True,
    )


def _ended(call: Call, event: CallerMissed) -> Call:
    by = _BY[event.by]
    cause = GoneCause.FAILED if event.by is HungUpBy.NETWORK else GoneCause.HUNG_UP
    outcome = outcome_of(call, by=by)
    return unserved(call, event.at, cause=cause, by=event.by, outcome=outcome, hung_up_by=by)
