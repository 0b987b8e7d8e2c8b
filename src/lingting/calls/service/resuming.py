"""After the switch was away, or the engine: what was commanded meanwhile may have been lost.

Everybody in a call is put where he belongs once more, and his flow goes on; repeats are harmless.
"""

from functools import partial

from lingting.calls.domain.call import Call, LegKind
from lingting.calls.domain.machines import CallState, LegState
from lingting.calls.voice import Voice
from lingting.kernel.ids import CallId
from lingting.platform.db import Transaction


class Resuming:
    """Goes through the living calls."""

    def __init__(self, voice: Voice) -> None:
        self._voice = voice

    async def all(self) -> None:
        """Every living call, each in a turn of its own."""
        for call in self._voice.live.all():
            await self._voice.kit.mailboxes.run(call.tenant, partial(self._one, call.id))

    async def _one(self, call_id: CallId) -> None:
        call = self._voice.living(call_id)
        if call is None:
            return
        async with self._voice.kit.db.transaction(call.tenant) as tx:
            self._put_lines(tx, call)
            await self._voice.flows.resumed(tx, call)

    def _put_lines(self, tx: Transaction, call: Call) -> None:
        switch, customer = self._voice.switch, call.customer_leg
        if customer is None or customer.state is LegState.RINGING:
            return
        if call.answered_at is not None:
            tx.after_commit(partial(switch.answer, customer.id))
        if call.state is CallState.TALKING:
            self._join(tx, call)
        elif call.state is not CallState.DIALLING:
            tx.after_commit(partial(switch.leave, call.bridge, customer.id))
        if call.state in (CallState.QUEUED, CallState.RECONNECTING):
            tx.after_commit(partial(switch.start_music, customer.id))

    def _join(self, tx: Transaction, call: Call) -> None:
        switch = self._voice.switch
        there = [call.customer_leg, call.agent_leg, call.living(LegKind.OUTSIDE)]
        legs = [leg for leg in there if leg is not None and leg.state is not LegState.RINGING]
        talking = [leg.id for leg in legs if leg.state is LegState.UP]
        tx.after_commit(partial(switch.join, call.bridge, talking))
        for leg in legs:
            if leg.state is LegState.HELD:
                tx.after_commit(partial(switch.hold, call.bridge, leg.id))
            if leg.muted:
                tx.after_commit(partial(switch.mute, leg.id, muted=True))
