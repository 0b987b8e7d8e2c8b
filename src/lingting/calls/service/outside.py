"""Calls to numbers outside: for a flow, for a transfer, for an agent's own call."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

from lingting.calls.domain.call import Call, Direction, Leg, LegKind
from lingting.calls.domain.dialling_out import LONGEST_MINUTES
from lingting.calls.domain.machines import CallTrigger, LegState, LegTrigger
from lingting.calls.events import CallConnected, OutsideConnected, OutsideDialled, OutsideFailed
from lingting.calls.ports import Dial, GoneCause, Outside, Tone
from lingting.calls.service.ending import LONGEST, Ending
from lingting.calls.service.permitting import Permitted
from lingting.calls.voice import Voice
from lingting.kernel.ids import LegId, PlayId
from lingting.numbers.api import Numbers
from lingting.platform.db import Transaction
from lingting.platform.log import get_log
from lingting.platform.timers import Timer

log = get_log(__name__)

RESULTS = {
    GoneCause.BUSY: "busy",
    GoneCause.NO_ANSWER: "no_answer",
    GoneCause.REJECTED: "busy",
}


class OutsideCalls:
    """Dials through the trunk and joins who answers with who waits in the call."""

    def __init__(self, voice: Voice, ending: Ending, numbers: Numbers) -> None:
        self._voice = voice
        self._ending = ending
        self._numbers = numbers
        voice.kit.timers.on(LONGEST, self._too_long)

    async def dial(
        self,
        tx: Transaction,
        call: Call,
        permitted: Permitted,
        ring_seconds: float,
        kind: LegKind = LegKind.OUTSIDE,
    ) -> Call:
        """Dials a further leg; the one who waits hears ringing."""
        number = permitted.number
        leg = await self._voice.new_leg(tx, kind, number=number)
        call = await self._voice.live.save(tx, call.with_leg(leg))
        tx.publish(OutsideDialled(at=tx.now, call=call.id, leg=leg.id, number=number))
        shown = call.called if call.direction is Direction.IN else None
        shown = shown or await self._numbers.outbound_caller_id(tx) or ""
        trunk = await self._numbers.trunk(tx)
        waiting = call.agent_leg if kind is LegKind.CUSTOMER else call.customer_leg
        dial = Dial(
            leg=leg.id,
            to=Outside(number, trunk.name, shown),
            ring_seconds=ring_seconds,
            wanted_by=waiting.id if waiting else None,
        )
        if waiting is not None:
            tx.after_commit(partial(self._voice.switch.stop_music, waiting.id))
            self.let_hear_ringing(tx, waiting, PlayId(leg.id), ring_seconds)
        tx.after_commit(partial(self._voice.switch.dial, dial))
        return call

    def let_hear_ringing(self, tx: Transaction, who: Leg, play: PlayId, seconds: float) -> None:
        """Until whoever is rung answers, or is given up."""
        tone = Tone("ring", seconds + 1)
        tx.after_commit(partial(self._voice.switch.play, who.id, play, (tone,)))

    async def answered(self, tx: Transaction, call: Call, leg_id: LegId) -> None:
        """The outside party picked up: join, and tell who asked for it."""
        leg = next(one for one in call.legs if one.id == leg_id)
        leg = replace(leg.after(LegTrigger.ANSWER, tx.now), joined_at=tx.now)
        first = call.connected_at or tx.now
        call = replace(call.with_leg(leg).moved(CallTrigger.CONNECT), connected_at=first)
        if call.agent_leg is not None:
            call = call.with_leg(replace(call.agent_leg, joined_at=tx.now))
        await self._voice.live.save(tx, call)
        await self._limit(tx, call)
        tx.publish(OutsideConnected(at=tx.now, call=call.id, leg=leg.id))
        tx.after_commit(partial(self._voice.switch.stop_play, PlayId(leg.id)))
        if call.direction is Direction.OUT and call.agent_leg is not None:
            again = PlayId(call.agent_leg.id)  # whose page was loaded anew hears another tone
            tx.after_commit(partial(self._voice.switch.stop_play, again))
        joined = [one.id for one in call.legs if one.is_up]
        if call.direction is Direction.OUT and call.agent is not None and call.agent_leg:
            tx.publish(
                CallConnected(
                    at=tx.now,
                    call=call.id,
                    agent=call.agent,
                    leg=call.agent_leg.id,
                    queue=None,
                    waited_seconds=0,
                )
            )
        else:
            await self._voice.flows.dialled(tx, call, "answered")
        tx.after_commit(partial(self._voice.switch.join, call.bridge, joined))

    async def _limit(self, tx: Transaction, call: Call) -> None:
        minutes = await self._voice.tenancy.get(tx, LONGEST_MINUTES)
        if minutes > 0:
            await tx.set_timer(LONGEST, call.id, tx.now + timedelta(minutes=minutes))

    async def _too_long(self, tx: Transaction, timer: Timer) -> None:
        call = self._voice.living(UUID(timer.key))
        if call is not None:
            log.warning("call to outside ended by the company's limit")
            await self._ending.end(tx, call, by="platform")
            await self._voice.flows.caller_gone(tx, call)

    async def gone(self, tx: Transaction, call: Call, leg_id: LegId, cause: GoneCause) -> None:
        """An outside leg ended, before (`ringing`) or after it was joined."""
        leg = next(one for one in call.legs if one.id == leg_id)
        was_ringing = leg.state is LegState.RINGING
        ended = replace(leg.after(LegTrigger.END, tx.now), cause=cause.value)
        call = call.with_leg(ended)
        if not was_ringing:
            call = await self._voice.live.save(tx, call.moved(CallTrigger.TALK_END))
            await self._voice.flows.talk_ended(tx, call, by="outside")
            return
        result = RESULTS.get(cause, "failed")
        tx.publish(OutsideFailed(at=tx.now, call=call.id, leg=leg.id, result=result))
        tx.after_commit(partial(self._voice.switch.stop_play, PlayId(leg.id)))
        call = await self._voice.live.save(tx, call.moved(CallTrigger.DIAL_FAILED))
        await self._voice.flows.dialled(tx, call, result)
