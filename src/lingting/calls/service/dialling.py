"""An agent's own outbound call (外呼): first his phone, then the customer's."""

from lingting.calls.domain.call import Call, Direction, Leg, LegKind
from lingting.calls.domain.machines import CallState, LegState, LegTrigger
from lingting.calls.errors import NumberUnusable
from lingting.calls.events import CallDialled
from lingting.calls.service.delivery import VoiceDelivery
from lingting.calls.service.outside import OutsideCalls
from lingting.calls.service.permitting import Permitted, Permitting
from lingting.calls.voice import Voice
from lingting.customers.api import Customers
from lingting.kernel.ids import AgentId, BridgeId, CallId, CustomerId, PlayId, new_id
from lingting.kernel.phone import parse_phone
from lingting.platform.db import Transaction

AGENT_RING_SECONDS = 15


class Dialling:
    """Makes outbound calls for agents."""

    def __init__(
        self,
        voice: Voice,
        delivery: VoiceDelivery,
        outside: OutsideCalls,
        customers: Customers,
        permitting: Permitting,
    ) -> None:
        self._voice = voice
        self._delivery = delivery
        self._outside = outside
        self._customers = customers
        self._permitting = permitting

    async def dial(self, tx: Transaction, agent: AgentId, number: str) -> CallId:
        """Rings the agent's own phone, which picks up by itself; then dials `number`.

        Raises NumberUnusable or DialRefused."""
        region = self._voice.kit.settings.region
        wanted = parse_phone(number, region)
        if wanted.is_anonymous or wanted.is_erased:
            raise NumberUnusable(field="number")
        await self._permitting.permit(tx, number, agent=agent)
        call_id = CallId(new_id(tx.now))
        await self._voice.acd.engage(tx, agent, call_id)
        customer = await self._customers.by_number(tx, wanted.key)
        call = Call(
            id=call_id,
            tenant=tx.tenant,
            direction=Direction.OUT,
            state=CallState.DIALLING,
            caller=wanted,
            called=wanted.raw,
            trunk="",
            bridge=BridgeId(new_id(tx.now)),
            began_at=tx.now,
            agent=agent,
            customer=customer.id if customer else None,
        )
        leg = await self._voice.new_leg(tx, LegKind.AGENT, agent=agent)
        call = await self._voice.live.save(tx, call.with_leg(leg))
        tx.publish(CallDialled(at=tx.now, call=call.id, agent=agent, number=wanted.raw))
        headers = {"X-Call-Ref": str(call.id), "X-Auto-Answer": str(call.id)}
        await self._delivery.dial_agent(tx, call, leg, AGENT_RING_SECONDS, headers)
        return call.id

    async def number_of(self, tx: Transaction, customer: CustomerId, place: int) -> str | None:
        """A customer's number by its place in his list."""
        found = await self._customers.by_id(tx, customer)
        numbers = found.numbers if found else ()
        return numbers[place].raw if place < len(numbers) else None

    async def agent_there(self, tx: Transaction, call: Call, leg: Leg) -> None:
        """The agent's phone is up: dial the customer; one who rings already, for an agent whose
        page was loaded anew, or has answered meanwhile, is waited for or joined."""
        up = leg.after(LegTrigger.ANSWER, tx.now)
        call = await self._voice.live.save(tx, call.with_leg(up))
        self._delivery.recording_started(tx, call, up)
        customer = call.customer_leg
        if customer is not None and customer.state is LegState.RINGING:
            seconds = self._voice.rules.outside_ring
            self._outside.let_hear_ringing(tx, up, PlayId(up.id), seconds)
            return
        if customer is not None:
            self._delivery.join(tx, call)
            return
        permitted = Permitted(call.called)
        await self._outside.dial(
            tx, call, permitted, self._voice.rules.outside_ring, LegKind.CUSTOMER
        )
