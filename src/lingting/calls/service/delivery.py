"""Carries offers to agents by telephone: their phone rings, the answer is the acceptance."""

from dataclasses import replace
from functools import partial

from lingting.acd.ports import ItemDropped, OfferToDeliver
from lingting.calls.domain.call import Call, Direction, Leg, LegKind
from lingting.calls.domain.machines import CallTrigger, LegTrigger
from lingting.calls.events import AgentRejoined, CallConnected, RecordingStarted
from lingting.calls.ports import Dial, GoneCause, Phone
from lingting.calls.service.ending import Ending
from lingting.calls.voice import Voice
from lingting.kernel.ids import AgentId, CallId, LegId, UserId
from lingting.kernel.phone import masked
from lingting.platform.db import Transaction


class VoiceDelivery:
    """Implements `acd.ports.Delivery` for the channel `voice`."""

    def __init__(self, voice: Voice, ending: Ending) -> None:
        self._voice = voice
        self._ending = ending

    async def offer(self, tx: Transaction, offer: OfferToDeliver) -> None:
        """Rings the agent's phone; the customer goes on hearing what he hears."""
        call = self._voice.living(offer.ref)
        if call is None:
            return
        leg = await self._voice.new_leg(tx, LegKind.AGENT, agent=offer.agent, offer=offer.offer)
        await self._voice.live.save(tx, call.with_leg(leg))
        seconds = (offer.expires_at - tx.now).total_seconds()
        headers = {"X-Call-Ref": str(call.id), "X-Offer-Ref": str(offer.offer)}
        await self.dial_agent(tx, call, leg, seconds + 1, headers)

    async def withdraw(self, tx: Transaction, offer: OfferToDeliver, why: str) -> None:
        """Stops the ringing."""
        call = self._voice.live.get(offer.ref)
        leg = self._leg_of(call, offer) if call else None
        if call is not None and leg is not None:
            await self._voice.live.save(tx, self._voice.hang_up_leg(tx, call, leg))

    async def dropped(self, tx: Transaction, item: ItemDropped) -> None:
        """The router gave up; the caller's flow decides what he hears now."""
        call = self._voice.living(CallId(item.ref))
        if call is None or call.item != item.item:
            return
        call = call.after_wait(tx.now).moved(CallTrigger.LEAVE_QUEUE)
        call = replace(call, item=None, overflowed=True)
        call = await self._voice.live.save(tx, call)
        await self._voice.flows.queue_closed(tx, call, item.why)

    async def answered(self, tx: Transaction, call: Call, leg: Leg) -> None:
        """The agent picked up an offer: accept it, and let the two speak."""
        assert leg.offer is not None
        assert leg.agent is not None
        up = replace(leg.after(LegTrigger.ANSWER, tx.now), joined_at=tx.now)
        waited = (tx.now - (call.enqueued_at or call.began_at)).total_seconds()
        call = replace(
            call.after_wait(tx.now).with_leg(up).moved(CallTrigger.CONNECT),
            agent=leg.agent,
            connected_at=call.connected_at or tx.now,
            overflowed=False,
        )
        call = await self._voice.live.save(tx, call)
        await self._voice.acd.accept(tx, leg.offer)
        _connected(tx, call, leg.id, leg.agent, waited)
        self.recording_started(tx, call, up)
        await self._voice.flows.agent_answered(tx, call)
        self.join(tx, call)

    async def rejoined(self, tx: Transaction, call: Call, leg: Leg) -> None:
        """The agent's page is back and its phone picked up by itself: go on speaking."""
        assert leg.agent is not None
        lost_at = call.reconnect_by or tx.now
        away = self._voice.rules.rejoin_grace - (lost_at - tx.now).total_seconds()
        call, up = await self._back(tx, call, leg)
        tx.publish(AgentRejoined(at=tx.now, call=call.id, agent=leg.agent, seconds=max(away, 0.0)))
        self.recording_started(tx, call, up)
        self.join(tx, call)

    async def taken_over(self, tx: Transaction, call: Call, leg: Leg) -> None:
        """Whoever took the call over picked up: his talk begins, the customer waited for nobody."""
        assert leg.agent is not None
        call, up = await self._back(tx, call, leg)
        _connected(tx, call, leg.id, leg.agent, 0.0)
        self.recording_started(tx, call, up)
        self.join(tx, call)

    async def _back(self, tx: Transaction, call: Call, leg: Leg) -> tuple[Call, Leg]:
        """Whoever was rung for a caller on music has picked up; nobody is waited for any more."""
        up = replace(leg.after(LegTrigger.ANSWER, tx.now), joined_at=tx.now)
        call = replace(call.with_leg(up).moved(CallTrigger.AGENT_BACK), reconnect_by=None)
        call = await self._voice.live.save(tx, call)
        await tx.cancel_timer("calls.rejoin", call.id)
        return call, up

    async def dial_agent(
        self, tx: Transaction, call: Call, leg: Leg, seconds: float, headers: dict[str, str]
    ) -> None:
        """Rings an agent's phone after the commit, recorded from its answer on.

        The phone shows the customer's number as its agent may see it (SEC-01).
        """
        assert leg.agent is not None
        path = self._voice.recording_path(call, leg) if leg.recording else None
        number = call.caller.raw if call.direction is Direction.IN else call.called
        sees = await self._voice.sight.sees_numbers(tx, UserId(leg.agent))
        dial = Dial(
            leg=leg.id,
            to=Phone(self._voice.phones.of_agent(leg.agent)),
            ring_seconds=seconds,
            wanted_by=call.customer_leg.id if call.customer_leg else None,
            caller_number=number if sees else masked(number),
            headers=headers,
            record_to=path,
        )
        tx.after_commit(partial(self._voice.switch.dial, dial))

    def join(self, tx: Transaction, call: Call) -> None:
        """Puts customer and agent into the call's bridge after the commit."""
        legs = [leg.id for leg in (call.customer_leg, call.agent_leg) if leg is not None]
        tx.after_commit(partial(self._voice.switch.join, call.bridge, legs))

    def recording_started(self, tx: Transaction, call: Call, leg: Leg) -> None:
        """Says that a leg that just went up is recorded, and where."""
        if leg.recording is not None:
            tx.publish(
                RecordingStarted(
                    at=tx.now,
                    call=call.id,
                    recording=leg.recording,
                    leg=leg.id,
                    agent=leg.agent,
                    path=str(self._voice.recording_path(call, leg)),
                )
            )

    async def refused(self, tx: Transaction, call: Call, leg: Leg, cause: GoneCause) -> None:
        """The phone rejected, or could not be reached: the item goes back to its place."""
        assert leg.offer is not None
        await self._voice.live.save(tx, call)
        rejected = cause in (GoneCause.REJECTED, GoneCause.BUSY)
        await self._voice.acd.reject(tx, leg.offer, "rejected" if rejected else "unreachable")

    @staticmethod
    def _leg_of(call: Call, offer: OfferToDeliver) -> Leg | None:
        leg = next((one for one in call.legs if one.offer == offer.offer), None)
        return leg if leg is not None and leg.ended_at is None else None


def _connected(tx: Transaction, call: Call, leg: LegId, agent: AgentId, waited: float) -> None:
    fact = CallConnected(
        at=tx.now,
        call=call.id,
        agent=agent,
        leg=leg,
        queue=call.queue,
        waited_seconds=waited,
    )
    tx.publish(fact)
