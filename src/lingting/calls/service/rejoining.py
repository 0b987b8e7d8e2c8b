"""The call survives the agent's page: music for the customer, a new leg for the agent."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from uuid import UUID

from lingting.calls.domain.call import Call, Direction, LegKind
from lingting.calls.domain.machines import CallState, CallTrigger, LegState, LegTrigger
from lingting.calls.errors import NotInThisState
from lingting.calls.events import AgentLost
from lingting.calls.service.delivery import VoiceDelivery
from lingting.calls.service.ending import Ending
from lingting.calls.service.talking import Talking
from lingting.calls.service.transfer import Transfer
from lingting.calls.voice import Voice
from lingting.kernel.ids import AgentId, TenantId
from lingting.platform.db import Transaction
from lingting.platform.timers import Timer

REJOIN_RING_SECONDS = 10


class Rejoining:
    """Agents whose page or phone went away in a talk, and how they come back."""

    def __init__(
        self,
        voice: Voice,
        ending: Ending,
        delivery: VoiceDelivery,
        talking: Talking,
        transfer: Transfer,
    ) -> None:
        self._voice = voice
        self._ending = ending
        self._delivery = delivery
        self._talking = talking
        self._transfer = transfer
        voice.kit.timers.on("calls.unreachable", self._still_unreachable)
        voice.kit.timers.on("calls.rejoin", self._grace_over)

    async def phone_gone(self, tx: Transaction, agent: AgentId, *, page_open: bool) -> None:
        """The agent's phone cannot be reached. With the page gone too, nobody is there: music at
        once. With the page still open it may be a broken socket over which speech goes on: wait.
        While the customer whom he calls is rung he has his time to come back."""
        call = self._call_with(agent)
        if call is None:
            return
        if call.state is CallState.DIALLING:
            await self._look_in(tx, call, self._voice.rules.rejoin_grace)
        elif page_open:
            await self._look_in(tx, call, self._voice.rules.unreachable_grace)
        else:
            await self.lost(tx, call)

    async def phone_gone_unseen(self, tx: Transaction, agent: AgentId) -> None:
        """It cannot be reached after a start: his page may be coming back with it, or not."""
        call = self._call_with(agent)
        if call is not None:
            await self._look_in(tx, call, self._voice.rules.restart_grace)

    async def phone_back(self, tx: Transaction, agent: AgentId) -> None:
        """The phone is reachable again before anybody noticed."""
        call = self._voice.live.of_agent(agent)
        if call is not None:
            await tx.cancel_timer("calls.unreachable", call.id)

    async def page_gone(self, tx: Transaction, agent: AgentId) -> None:
        """The agent's last page closed while his phone was already suspect."""
        call = self._voice.live.of_agent(agent)
        registered = await self._voice.switch.is_registered(self._voice.phones.of_agent(agent))
        if call is not None and call.agent == agent and not registered:
            await self.phone_gone(tx, agent, page_open=False)

    async def lost(self, tx: Transaction, call: Call) -> None:
        """The customer hears music while the agent has some seconds to come back."""
        agent = call.agent
        assert agent is not None
        due = tx.now + timedelta(seconds=self._voice.rules.rejoin_grace)
        seconds = self._ending.talk_of(call, tx.now)
        call = self._without_line(tx, call)
        call = replace(
            call.moved(CallTrigger.AGENT_LOST),
            reconnect_by=due,
            talk_seconds=call.talk_seconds + seconds,
        )
        leg = call.customer_leg
        if leg is not None and leg.state is LegState.HELD:
            call = call.with_leg(leg.after(LegTrigger.RETRIEVE, tx.now))
        await self._voice.live.save(tx, call)
        await tx.cancel_timer("calls.unreachable", call.id)
        await tx.set_timer("calls.rejoin", call.id, due)
        tx.publish(AgentLost(at=tx.now, call=call.id, agent=agent))
        if leg is not None:
            tx.after_commit(partial(self._voice.switch.leave, call.bridge, leg.id))
            tx.after_commit(partial(self._voice.switch.start_music, leg.id))

    async def rejoin(self, tx: Transaction, agent: AgentId) -> None:
        """The agent's page is back and its phone registered: ring it, it answers by itself."""
        call = self._voice.live.of_agent(agent)
        if call is None or call.agent != agent:
            raise NotInThisState()
        if call.state is CallState.DIALLING and call.direction is Direction.OUT:
            await self._ring(tx, self._without_line(tx, call))
            return
        if call.state is CallState.TALKING:
            await self.lost(tx, call)
            call = self._voice.live.get(call.id)
        if call is None or call.state is not CallState.RECONNECTING:
            raise NotInThisState()
        if call.agent_leg is None:
            await self._ring(tx, call)

    async def _ring(self, tx: Transaction, call: Call) -> None:
        assert call.agent is not None
        leg = await self._voice.new_leg(tx, LegKind.AGENT, agent=call.agent)
        call = await self._voice.live.save(tx, call.with_leg(leg))
        headers = {"X-Call-Ref": str(call.id), "X-Auto-Answer": str(call.id)}
        await self._delivery.dial_agent(tx, call, leg, REJOIN_RING_SECONDS, headers)

    async def _still_unreachable(self, tx: Transaction, timer: Timer) -> None:
        """Nobody is there to speak with a customer: who is rung is left alone, who speaks waits."""
        call = self._call_of(tx.tenant, timer)
        if call is None or call.agent is None or not _needs_its_agent(call):
            return
        phone = self._voice.phones.of_agent(call.agent)
        if await self._voice.switch.is_registered(phone):
            return
        if call.state is CallState.DIALLING:
            await self._ending.end(tx, call, by="network")
        else:
            await self.lost(tx, call)

    async def _grace_over(self, tx: Transaction, timer: Timer) -> None:
        """He did not come back: the customer goes to the head of the queue, never hung up on."""
        call = self._call_of(tx.tenant, timer)
        if call is None or call.state is not CallState.RECONNECTING:
            return
        if call.queue is None or call.customer_leg is None:
            await self._talking.agent_left(tx, call, by="network")
            return
        call = await self._ending.end_talk(tx, call, by="network")
        call = await self._voice.live.save(tx, call.moved(CallTrigger.TALK_END))
        await self._transfer.back_to_queue(tx, call)

    def _without_line(self, tx: Transaction, call: Call) -> Call:
        """The agent's line is gone with its page, whatever the switch believes."""
        old = call.agent_leg
        if old is not None:
            self._ending.recording_ended(tx, call, old)
        return self._voice.hang_up_leg(tx, call, old)

    async def _look_in(self, tx: Transaction, call: Call, seconds: float) -> None:
        due = tx.now + timedelta(seconds=seconds)
        await tx.set_timer("calls.unreachable", call.id, due, {"agent": str(call.agent)})

    def _call_with(self, agent: AgentId) -> Call | None:
        """The call in which a customer speaks with him, or is rung for him."""
        call = self._voice.live.of_agent(agent)
        there = call is not None and call.agent == agent and _needs_its_agent(call)
        return call if there else None

    def _call_of(self, tenant: TenantId, timer: Timer) -> Call | None:
        found = self._voice.living(UUID(timer.key))
        return found if found is not None and found.tenant == tenant else None


def _needs_its_agent(call: Call) -> bool:
    rings = call.state is CallState.DIALLING and call.direction is Direction.OUT
    return rings or call.state is CallState.TALKING
