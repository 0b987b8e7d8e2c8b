"""Calls that agents make themselves, without telephone: as in `calls.service.dialling`."""

from __future__ import annotations

from dataclasses import replace

from lingting.calls.domain import Call, CallState, Direction, Leg, LegKind, LegState
from lingting.calls.domain.machines import CallTrigger, LegTrigger
from lingting.calls.events import CallConnected, CallDialled, OutsideConnected, OutsideDialled
from lingting.kernel.ids import AgentId, BridgeId, CallId, LegId
from lingting.kernel.phone import parse_phone
from lingting.simulation.virtual.floor import VirtualFloor
from lingting.simulation.virtual.stage import Stage
from lingting.simulation.virtual.telephone import Telephone

BUSY, NO_ANSWER = "busy", "no_answer"
"""Why somebody was not reached; `calls.ports.GoneCause` has these words."""


class OwnCalls:
    """The agent's phone picks up by itself, then the customer's rings."""

    def __init__(self, stage: Stage, floor: VirtualFloor, telephone: Telephone) -> None:
        self._stage = stage
        self._floor = floor
        self._telephone = telephone

    def dial(self, agent: AgentId, number: str) -> CallId:
        """The agent dials; the call has no queue and no flow."""
        stage, now = self._stage, self._stage.agenda.now
        wanted = parse_phone(number, stage.company.region)
        call_id = CallId(stage.ids.new(now))
        wrap_up = stage.company.wrap_up_seconds
        self._floor.apply(lambda core, now: core.engage(agent, call_id, now, wrap_seconds=wrap_up))
        known = stage.company.customers.get(wanted.key)
        phone = self._leg(LegKind.AGENT, LegState.UP, agent=agent)
        line = self._leg(LegKind.CUSTOMER, LegState.RINGING, number=wanted.raw)
        call = Call(
            id=call_id,
            tenant=stage.company.tenant,
            direction=Direction.OUT,
            state=CallState.DIALLING,
            caller=wanted,
            called=wanted.raw,
            trunk="",
            bridge=BridgeId(stage.ids.new(now)),
            began_at=now,
            agent=agent,
            customer=known.id if known else None,
            legs=(phone, line),
        )
        stage.save(call)
        stage.tell(CallDialled(at=now, call=call.id, agent=agent, number=wanted.raw))
        stage.tell(OutsideDialled(at=now, call=call.id, leg=line.id, number=wanted.raw))
        return call.id

    def picked_up(self, call: Call) -> None:
        """The customer answers."""
        now, phone, line = self._stage.agenda.now, call.agent_leg, call.customer_leg
        agent = call.agent
        assert agent is not None
        assert phone is not None
        assert line is not None
        joined = replace(line.after(LegTrigger.ANSWER, now), joined_at=now)
        call = call.with_leg(joined).with_leg(replace(phone, joined_at=now))
        call = replace(call.moved(CallTrigger.CONNECT), connected_at=now)
        self._stage.save(call)
        self._stage.tell(OutsideConnected(at=now, call=call.id, leg=line.id))
        self._stage.tell(
            CallConnected(
                at=now,
                call=call.id,
                agent=agent,
                leg=phone.id,
                queue=None,
                waited_seconds=0,
            )
        )

    def not_reached(self, call: Call, cause: str) -> None:
        """Nobody answers, or the line is busy."""
        line = call.customer_leg
        assert line is not None
        by = "far_end" if cause == BUSY else "us"
        gone = replace(line.after(LegTrigger.END, self._stage.agenda.now), cause=cause, by=by)
        self._telephone.end(call.with_leg(gone), by="customer" if cause == BUSY else "platform")

    def _leg(
        self, kind: LegKind, state: LegState, *, agent: AgentId | None = None, number: str = ""
    ) -> Leg:
        now = self._stage.agenda.now
        return Leg(
            id=LegId(self._stage.ids.new(now)),
            kind=kind,
            state=state,
            began_at=now,
            answered_at=now if state is LegState.UP else None,
            agent=agent,
            number=number,
        )
