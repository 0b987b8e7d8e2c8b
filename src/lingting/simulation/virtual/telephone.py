"""Lines without telephone: calls arrive, ring at agents, are talked and end, as in `calls`.

The values, machines and outcomes are those of `calls.domain`; the order of facts is that of the
services, and a test compares the two.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Protocol

from lingting.acd.domain.items import NewItem
from lingting.acd.events import (
    OfferExpired,
    OfferMade,
    OfferRejected,
    OfferWithdrawn,
    WorkItemOverflowed,
)
from lingting.calls.domain import Call, CallState, Direction, Leg, LegKind, LegState
from lingting.calls.domain.call import outcome_of
from lingting.calls.domain.machines import CallTrigger, LegTrigger
from lingting.calls.events import CallArrived, CallConnected, CallEnded, MessageLeft, TalkEnded
from lingting.kernel.ids import (
    AgentId,
    BridgeId,
    CallId,
    LegId,
    QueueId,
    RecordingId,
    WorkItemId,
)
from lingting.kernel.phone import parse_phone
from lingting.simulation.virtual.floor import VirtualFloor
from lingting.simulation.virtual.stage import Number, Stage

LEAST_MESSAGE_SECONDS = 1
TRUNK = "demo"


class Listener(Protocol):
    """The flows, as the lines need them."""

    def arrived(self, call: Call, number: Number) -> None: ...

    def agent_answered(self, call: Call) -> None: ...

    def talk_ended(self, call: Call, by: str) -> None: ...

    def queue_closed(self, call: Call, why: str) -> None: ...

    def message_recorded(self, call: Call, recording: RecordingId, seconds: float) -> None: ...

    def caller_gone(self, call: Call) -> None: ...


class Telephone:
    """Every change of a call that people or the router bring about."""

    def __init__(self, stage: Stage, floor: VirtualFloor) -> None:
        self._stage = stage
        self._floor = floor
        self.listener: Listener | None = None

    @property
    def _flows(self) -> Listener:
        assert self.listener is not None, "a call came before there were flows"
        return self.listener

    # --- callers --------------------------------------------------------------------------

    def arrive(self, calling: str, number: Number) -> CallId:
        """A caller dials the number."""
        stage, now = self._stage, self._stage.agenda.now
        caller = parse_phone(calling, stage.company.region)
        known = None if caller.is_anonymous else stage.company.customers.get(caller.key)
        leg = Leg(
            id=LegId(stage.ids.new(now)),
            kind=LegKind.CUSTOMER,
            state=LegState.UP,
            began_at=now,
            number=caller.raw,
        )
        call = Call(
            id=CallId(stage.ids.new(now)),
            tenant=stage.company.tenant,
            direction=Direction.IN,
            state=CallState.ARRIVING,
            caller=caller,
            called=number.number,
            trunk=TRUNK,
            bridge=BridgeId(stage.ids.new(now)),
            began_at=now,
            legs=(leg,),
            flow=number.flow,
            access_number=number.id,
            customer=known.id if known else None,
        )
        call = stage.save(call.moved(CallTrigger.ENTER_FLOW))
        stage.tell(
            CallArrived(
                at=now,
                call=call.id,
                caller=caller.raw,
                called=call.called,
                access_number=number.id,
                flow=number.flow,
                customer=call.customer,
                caught=False,
            )
        )
        self._flows.arrived(call, number)
        return call.id

    def caller_leaves(self, call: Call) -> None:
        """The caller hangs up."""
        leg = call.customer_leg
        assert leg is not None
        gone = replace(
            leg.after(LegTrigger.END, self._stage.agenda.now), cause="hung_up", by="far_end"
        )
        ended = self.end(call.with_leg(gone), by="customer")
        if ended.direction is Direction.IN:
            self._flows.caller_gone(ended)

    def message_ends(self, call: Call, recording: RecordingId, seconds: float) -> None:
        """The caller has spoken; there is no sound to keep, and so no file."""
        if seconds >= LEAST_MESSAGE_SECONDS:
            call = self._stage.save(replace(call, left_message=True))
            self._stage.tell(
                MessageLeft(
                    at=self._stage.agenda.now,
                    call=call.id,
                    recording=recording,
                    path="",
                    seconds=seconds,
                )
            )
        self._flows.message_recorded(call, recording, seconds)

    # --- offers ---------------------------------------------------------------------------

    def offered(self, offer: OfferMade) -> None:
        """The agent's phone rings."""
        call = self._stage.living(CallId(offer.ref))
        if call is None:
            return
        now = self._stage.agenda.now
        leg = Leg(
            id=LegId(self._stage.ids.new(now)),
            kind=LegKind.AGENT,
            state=LegState.RINGING,
            began_at=now,
            agent=offer.agent,
            offer=offer.offer,
        )
        self._stage.save(call.with_leg(leg))

    def withdrawn(self, offer: OfferExpired | OfferRejected | OfferWithdrawn) -> None:
        """The phone stops ringing."""
        call = self._stage.calls.get(CallId(offer.ref))
        leg = next((one for one in call.legs if one.offer == offer.offer), None) if call else None
        if call is not None and leg is not None and leg.ended_at is None:
            self._stage.save(self._hung_up(call, leg))

    def dropped(self, item: WorkItemOverflowed) -> None:
        """The router gave up; the caller's flow decides what he hears now."""
        call = self._stage.living(CallId(item.ref))
        if call is None or call.item != item.item:
            return
        now = self._stage.agenda.now
        call = call.after_wait(now).moved(CallTrigger.LEAVE_QUEUE)
        call = self._stage.save(replace(call, item=None, overflowed=True))
        self._flows.queue_closed(call, item.why)

    def answer(self, call: Call, leg: Leg) -> None:
        """The agent picks up: that is the acceptance."""
        assert leg.agent is not None
        assert leg.offer is not None
        now, offer = self._stage.agenda.now, leg.offer
        up = replace(leg.after(LegTrigger.ANSWER, now), joined_at=now)
        waited = (now - (call.enqueued_at or call.began_at)).total_seconds()
        call = replace(
            call.after_wait(now).with_leg(up).moved(CallTrigger.CONNECT),
            agent=leg.agent,
            connected_at=call.connected_at or now,
            overflowed=False,
        )
        call = self._stage.save(call)
        self._stage.last_agent[call.caller.key] = leg.agent
        self._floor.apply(lambda core, now: core.accept(offer, now))
        self._stage.tell(
            CallConnected(
                at=now,
                call=call.id,
                agent=leg.agent,
                leg=leg.id,
                queue=call.queue,
                waited_seconds=waited,
            )
        )
        self._flows.agent_answered(call)

    def refuse(self, call: Call, leg: Leg) -> None:
        """The agent rejects what rings."""
        assert leg.offer is not None
        offer, now = leg.offer, self._stage.agenda.now
        gone = replace(leg.after(LegTrigger.END, now), cause="rejected", by="far_end")
        self._stage.save(call.with_leg(gone))
        if self._floor.core.is_open(offer):
            self._floor.apply(lambda core, now: core.reject(offer, "rejected", now))

    # --- queues ---------------------------------------------------------------------------

    def enqueue(
        self, call: Call, queue: QueueId, *, priority: int | None, keep_credit: bool
    ) -> None:
        """The caller stands in a queue; raises what the router refuses."""
        now = self._stage.agenda.now
        credit = call.enqueued_at if keep_credit else None
        known = None if call.caller.is_anonymous else call.caller.key
        preferred = self._stage.last_agent.get(known) if known else None
        item = WorkItemId(self._stage.ids.new(now))
        call = replace(
            call.moved(CallTrigger.ENQUEUE),
            queue=queue,
            item=item,
            enqueued_at=credit or now,
            overflowed=False,
        )
        self._stage.save(call)
        new = NewItem(
            id=item,
            queue=queue,
            ref=call.id,
            priority=priority,
            enqueued_at=credit,
            preferred_agent=preferred,
            data=call.data,
        )
        self._floor.apply(lambda core, now: core.enqueue(new, now))

    def leave_queue(self, call: Call) -> None:
        """The flow takes the caller out of his queue."""
        if call.state is not CallState.QUEUED or call.item is None:
            return
        item = call.item
        call = call.after_wait(self._stage.agenda.now).moved(CallTrigger.LEAVE_QUEUE)
        self._stage.save(replace(call, item=None, overflowed=True))
        self._withdraw(item, "overflowed")

    def seek(self, call: Call, queue: QueueId, *, preferred: AgentId | None) -> None:
        """An agent sent the caller on to a queue or a colleague."""
        now = self._stage.agenda.now
        item = WorkItemId(self._stage.ids.new(now))
        moved = replace(call.moved(CallTrigger.ENQUEUE), queue=queue, item=item, enqueued_at=now)
        self._stage.save(moved)
        new = NewItem(
            id=item,
            queue=queue,
            ref=call.id,
            preferred_agent=preferred,
            directed=preferred is not None,
            data=call.data,
        )
        self._floor.apply(lambda core, now: core.enqueue(new, now))

    # --- talks and ends -------------------------------------------------------------------

    def agent_left(self, call: Call, by: str) -> None:
        """The agent's part is over; the caller hears the flow go on."""
        now = self._stage.agenda.now
        leg = call.agent_leg
        if leg is not None and by == "agent":
            gone = replace(leg.after(LegTrigger.END, now), cause="hung_up", by="far_end")
            call = call.with_leg(gone)
        if call.direction is Direction.OUT:
            self.end(call, by=by)
            return
        call = self._back_from_hold(self.end_talk(call, by=by))
        call = self._stage.save(call.moved(CallTrigger.TALK_END))
        self._flows.talk_ended(call, by)

    def leave_for_transfer(self, call: Call) -> Call:
        """The agent gives the caller away and is free at once."""
        call = self._back_from_hold(self.end_talk(call, by="transfer"))
        call = replace(call.moved(CallTrigger.TALK_END), transfers=call.transfers + 1)
        return self._stage.save(call)

    def end_talk(self, call: Call, *, by: str) -> Call:
        """Ends the agent's part: his leg goes, he wraps up, the talk is counted once."""
        if call.agent is None or call.state not in (CallState.TALKING, CallState.DIALLING):
            return call
        now, agent, item = self._stage.agenda.now, call.agent, call.item
        last = next(leg for leg in reversed(call.legs) if leg.kind is LegKind.AGENT)
        joined = last.joined_at or now
        seconds = max(((last.ended_at or now) - joined).total_seconds(), 0.0)
        if last.ended_at is None:
            call = self._hung_up(call, last)
        talk = call.talk_seconds + seconds
        call = self._stage.save(replace(call, agent=None, item=None, talk_seconds=talk))
        self._stage.tell(
            TalkEnded(at=now, call=call.id, agent=agent, leg=last.id, by=by, seconds=seconds)
        )
        if item is None:
            self._floor.apply(lambda core, now: core.release(agent, now))
        elif self._floor.core.knows(item):
            self._floor.apply(lambda core, now: core.finish(item, now))
        return call

    def end(self, call: Call, *, by: str) -> Call:
        """Ends the call: `by` is customer, agent, platform or network."""
        now = self._stage.agenda.now
        call = self._end_search(call, "abandoned" if by == "customer" else "ended")
        call = self.end_talk(call, by=by)
        for leg in call.legs:
            if leg.ended_at is None:
                call = self._hung_up(call, leg)
        outcome = outcome_of(call, by=by)
        call = replace(call.moved(CallTrigger.END), ended_at=now, outcome=outcome, hung_up_by=by)
        self._stage.save(call)
        self._stage.tell(
            CallEnded(
                at=now,
                call=call.id,
                outcome=outcome.value,
                by=by,
                step=call.step,
                wait_seconds=call.wait_seconds,
                talk_seconds=call.talk_seconds,
            )
        )
        return call

    def _end_search(self, call: Call, why: str) -> Call:
        if call.state is not CallState.QUEUED or call.item is None:
            return call
        item = call.item
        call = replace(call.after_wait(self._stage.agenda.now), item=None)
        self._stage.save(call)
        self._withdraw(item, why)
        return self._stage.calls.get(call.id) or call

    def _withdraw(self, item: WorkItemId, why: str) -> None:
        if self._floor.core.knows(item):
            self._floor.apply(lambda core, now: core.withdraw(item, why, now))

    def _back_from_hold(self, call: Call) -> Call:
        leg = call.customer_leg
        if leg is None or leg.state is not LegState.HELD:
            return call
        return call.with_leg(leg.after(LegTrigger.RETRIEVE, self._stage.agenda.now))

    def _hung_up(self, call: Call, leg: Leg) -> Call:
        return call.with_leg(leg.after(LegTrigger.END, self._stage.agenda.now))
