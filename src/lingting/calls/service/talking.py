"""What an agent does with the call he is in: hold, mute, keys, hang up."""

from dataclasses import replace
from functools import partial

from lingting.calls.domain.call import Call, Direction, Leg
from lingting.calls.domain.machines import CallState, CallTrigger, LegState, LegTrigger
from lingting.calls.errors import CallNotFound, NotInThisState, NotYourCall
from lingting.calls.events import CallHeld, CallMuted, CallRetrieved, CallUnmuted
from lingting.calls.service.ending import Ending
from lingting.calls.voice import Voice
from lingting.kernel.ids import AgentId, CallId
from lingting.platform.db import Transaction


class Talking:
    """Commands of the telephone bar; pressing a button twice is harmless."""

    def __init__(self, voice: Voice, ending: Ending) -> None:
        self._voice = voice
        self._ending = ending

    def of(self, tx: Transaction, call: CallId, agent: AgentId) -> Call:
        """The living call in which this agent is; raises CallNotFound or NotYourCall."""
        found = self._voice.living(call)
        if found is None or found.tenant != tx.tenant:
            raise CallNotFound()
        if found.agent != agent:
            raise NotYourCall()
        return found

    async def hold(self, tx: Transaction, call: CallId, agent: AgentId) -> None:
        """The customer hears music (保持)."""
        found, leg = self._customer_of(tx, call, agent)
        if leg.state is LegState.HELD:
            return
        found = found.with_leg(leg.after(LegTrigger.HOLD, tx.now))
        await self._voice.live.save(tx, found)
        tx.publish(CallHeld(at=tx.now, call=call, agent=agent))
        tx.after_commit(partial(self._voice.switch.hold, found.bridge, leg.id))

    async def retrieve(self, tx: Transaction, call: CallId, agent: AgentId) -> None:
        """The customer is back in the talk (接回)."""
        found, leg = self._customer_of(tx, call, agent)
        if leg.state is not LegState.HELD:
            return
        seconds = (tx.now - (leg.held_at or tx.now)).total_seconds()
        found = found.with_leg(leg.after(LegTrigger.RETRIEVE, tx.now))
        await self._voice.live.save(tx, found)
        tx.publish(CallRetrieved(at=tx.now, call=call, agent=agent, seconds=seconds))
        tx.after_commit(partial(self._voice.switch.retrieve, found.bridge, leg.id))

    async def mute(self, tx: Transaction, call: CallId, agent: AgentId, *, muted: bool) -> None:
        """The customer does not hear the agent (静音)."""
        found = self.of(tx, call, agent)
        leg = found.agent_leg
        if leg is None or leg.state is LegState.RINGING:
            raise NotInThisState()
        if leg.muted == muted:
            return
        await self._voice.live.save(tx, found.with_leg(replace(leg, muted=muted)))
        fact = CallMuted if muted else CallUnmuted
        tx.publish(fact(at=tx.now, call=call, agent=agent))
        tx.after_commit(partial(self._voice.switch.mute, leg.id, muted=muted))

    async def digits(self, tx: Transaction, call: CallId, agent: AgentId, digits: str) -> None:
        """Sends keys to the customer's side."""
        _, leg = self._customer_of(tx, call, agent)
        tx.after_commit(partial(self._voice.switch.send_digits, leg.id, digits))

    async def hang_up(self, tx: Transaction, call: CallId, agent: AgentId) -> None:
        """The agent leaves (挂断); the customer stays for what the flow does next (TEL-18)."""
        await self.agent_left(tx, self.of(tx, call, agent), by="agent")

    async def agent_left(self, tx: Transaction, call: Call, *, by: str) -> None:
        """The agent's part is over; a customer who is still there hears the flow go on."""
        if call.direction is Direction.OUT or call.customer_leg is None:
            await self._ending.end(tx, call, by=by)
            return
        call = await self._ending.end_talk(tx, call, by=by)
        leg = call.customer_leg
        if leg is not None and leg.state is LegState.HELD:
            call = call.with_leg(leg.after(LegTrigger.RETRIEVE, tx.now))
        call = await self._voice.live.save(tx, call.moved(CallTrigger.TALK_END))
        if leg is not None:
            tx.after_commit(partial(self._voice.switch.leave, call.bridge, leg.id))
        await self._voice.flows.talk_ended(tx, call, by=by)

    def _customer_of(self, tx: Transaction, call: CallId, agent: AgentId) -> tuple[Call, Leg]:
        found = self.of(tx, call, agent)
        leg = found.customer_leg
        if found.state is not CallState.TALKING or leg is None:
            raise NotInThisState()
        return found, leg
