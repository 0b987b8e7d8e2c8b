"""Blind transfer: the agent sends the customer on and is free at once (SOFT-09, SOFT-11)."""

from dataclasses import replace
from functools import partial

from lingting.acd.domain.items import NewItem
from lingting.calls.domain.call import Call, Direction, LegKind
from lingting.calls.domain.machines import CallState, CallTrigger, LegState, LegTrigger
from lingting.calls.errors import NotInThisState, NumberUnusable, TargetUnusable
from lingting.calls.events import CallTransferred
from lingting.calls.service.ending import Ending
from lingting.calls.service.outside import OutsideCalls
from lingting.calls.service.permitting import Permitting
from lingting.calls.service.talking import Talking
from lingting.calls.voice import Voice
from lingting.kernel.ids import AgentId, CallId, FlowId, QueueId, WorkItemId, new_id
from lingting.kernel.phone import parse_phone
from lingting.platform.db import Transaction


class Transfer:
    """Sends the customer to a colleague, a queue, a number or a flow."""

    def __init__(
        self,
        voice: Voice,
        ending: Ending,
        talking: Talking,
        outside: OutsideCalls,
        permitting: Permitting,
    ) -> None:
        self._voice = voice
        self._ending = ending
        self._talking = talking
        self._outside = outside
        self._permitting = permitting

    async def to_agent(
        self, tx: Transaction, call: CallId, agent: AgentId, target: AgentId
    ) -> None:
        """To a colleague; when he does not take it, to the queue that the customer came from."""
        found = self._of(tx, call, agent)
        queue = found.queue
        if target == agent or queue is None or not self._voice.acd.can_take(tx.tenant, target):
            raise TargetUnusable(field="target")
        found = await self._leave(tx, found, agent, "agent", str(target))
        await self._seek(tx, found, queue, preferred=target)

    async def to_queue(self, tx: Transaction, call: CallId, agent: AgentId, queue: QueueId) -> None:
        """To a queue, where the customer waits like everybody."""
        found = self._of(tx, call, agent)
        if self._voice.acd.queue_view(tx.tenant, queue) is None:
            raise TargetUnusable(field="target")
        found = await self._leave(tx, found, agent, "queue", str(queue))
        await self._seek(tx, found, queue, preferred=None)

    async def to_number(self, tx: Transaction, call: CallId, agent: AgentId, number: str) -> None:
        """To a number outside; when nobody answers there, back to the queue.

        Raises NumberUnusable or DialRefused: the talk then goes on."""
        found = self._of(tx, call, agent)
        if not parse_phone(number).raw:
            raise NumberUnusable(field="target")
        permitted = await self._permitting.permit(tx, number, agent=agent, call=call)
        found = await self._leave(tx, found, agent, "number", parse_phone(number).key)
        found = found.moved(CallTrigger.DIAL)
        await self._outside.dial(tx, found, permitted, self._voice.rules.outside_ring)

    async def to_flow(self, tx: Transaction, call: CallId, agent: AgentId, flow: FlowId) -> None:
        """To automatic voice (转IVR)."""
        found = self._of(tx, call, agent)
        found = await self._leave(tx, found, agent, "flow", str(flow))
        found = await self._voice.live.save(tx, found.moved(CallTrigger.ENTER_FLOW))
        await self._voice.flows.arrived(tx, found, flow)

    async def back_to_queue(self, tx: Transaction, call: Call) -> None:
        """A transfer failed, or the agent did not come back: the customer waits in front."""
        if call.queue is None:
            await self._ending.end(tx, call, by="platform")
            return
        await self._seek(tx, call, call.queue, preferred=None, urgent=True)

    def _of(self, tx: Transaction, call: CallId, agent: AgentId) -> Call:
        found = self._talking.of(tx, call, agent)
        if found.state is not CallState.TALKING or found.customer_leg is None:
            raise NotInThisState()
        if found.direction is Direction.OUT:
            raise NotInThisState()
        return found

    async def _leave(
        self, tx: Transaction, call: Call, agent: AgentId, kind: str, target: str
    ) -> Call:
        call = await self._ending.end_talk(tx, call, by="transfer")
        leg = call.customer_leg
        assert leg is not None
        if leg.state is LegState.HELD:
            call = call.with_leg(leg.after(LegTrigger.RETRIEVE, tx.now))
        call = replace(call.moved(CallTrigger.TALK_END), transfers=call.transfers + 1)
        call = await self._voice.live.save(tx, call)
        tx.publish(CallTransferred(at=tx.now, call=call.id, agent=agent, kind=kind, target=target))
        tx.after_commit(partial(self._voice.switch.leave, call.bridge, leg.id))
        return call

    async def _seek(
        self,
        tx: Transaction,
        call: Call,
        queue: QueueId,
        *,
        preferred: AgentId | None,
        urgent: bool = False,
    ) -> None:
        item = WorkItemId(new_id(tx.now))
        moved = replace(call.moved(CallTrigger.ENQUEUE), queue=queue, item=item, enqueued_at=tx.now)
        await self._voice.live.save(tx, moved)
        if leg := moved.living(LegKind.CUSTOMER):
            tx.after_commit(partial(self._voice.switch.start_music, leg.id))
        new = NewItem(
            id=item,
            queue=queue,
            ref=call.id,
            priority=9 if urgent else None,
            enqueued_at=call.began_at if urgent else None,
            preferred_agent=preferred,
            directed=preferred is not None,
            data=call.data,
        )
        await self._voice.acd.enqueue(tx, new)
