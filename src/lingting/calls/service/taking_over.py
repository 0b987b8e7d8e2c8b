"""A supervisor takes a customer from an agent (接管): one talk ends, his own begins."""

from dataclasses import replace
from datetime import timedelta
from functools import partial

from lingting.calls.domain.call import Call, LegKind
from lingting.calls.domain.machines import CallState, CallTrigger, LegState, LegTrigger
from lingting.calls.errors import CallNotFound, NotInThisState
from lingting.calls.events import CallTransferred
from lingting.calls.service.ending import Ending
from lingting.calls.service.listening import ListeningIn
from lingting.calls.service.rejoining import Rejoining
from lingting.calls.voice import Voice
from lingting.kernel.ids import AgentId, CallId
from lingting.platform.db import Transaction

TAKEOVER = "takeover"


class TakingOver:
    """The customer hears music until the supervisor's telephone has picked up by itself.

    When it never does, he waits in front of his queue, like a customer whose agent was lost.
    """

    def __init__(
        self, voice: Voice, ending: Ending, rejoining: Rejoining, listening: ListeningIn
    ) -> None:
        self._voice = voice
        self._ending = ending
        self._rejoining = rejoining
        self._listening = listening

    async def take_over(self, tx: Transaction, taker: AgentId, call: CallId) -> None:
        """The call is the taker's from now on; his already is no error.

        Raises CallNotFound, NotInThisState, NotSignedIn, AgentEngaged.
        """
        found = self._voice.living(call)
        if found is None:
            raise CallNotFound()
        if found.agent == taker:
            return
        agent = found.agent
        if found.state is not CallState.TALKING or found.customer_leg is None or agent is None:
            raise NotInThisState()
        await self._listening.leave(tx, taker, "taken_over")
        await self._voice.acd.engage(tx, taker, found.id, item=found.item)
        taken = await self._leave(tx, found, taker)
        fact = CallTransferred(at=tx.now, call=call, agent=agent, kind=TAKEOVER, target=str(taker))
        tx.publish(fact)
        leg = taken.customer_leg
        assert leg is not None
        tx.after_commit(partial(self._voice.switch.leave, taken.bridge, leg.id))
        tx.after_commit(partial(self._voice.switch.start_music, leg.id))
        await self._rejoining.rejoin(tx, taker)

    async def _leave(self, tx: Transaction, call: Call, taker: AgentId) -> Call:
        """Ends the agent's part; what he was given to do is the taker's already."""
        item = call.item
        call = await self._ending.end_talk(tx, replace(call, item=None), by=TAKEOVER)
        leg = call.living(LegKind.CUSTOMER)
        if leg is not None and leg.state is LegState.HELD:
            call = call.with_leg(leg.after(LegTrigger.RETRIEVE, tx.now))
        due = tx.now + timedelta(seconds=self._voice.rules.rejoin_grace)
        call = replace(
            call.moved(CallTrigger.TAKE_OVER),
            agent=taker,
            item=item,
            reconnect_by=due,
            transfers=call.transfers + 1,
        )
        await tx.set_timer("calls.rejoin", call.id, due)
        return await self._voice.live.save(tx, call)
