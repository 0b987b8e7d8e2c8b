"""A whole centre without telephone: what people may do in it, and what it does of itself."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from lingting.acd.domain.floor import Agent
from lingting.acd.domain.states import Method
from lingting.calls.domain import Call, CallState, Leg, LegState
from lingting.calls.domain.machines import LegTrigger
from lingting.calls.events import CallHeld, CallRetrieved, CallTransferred, NoteSaved
from lingting.kernel.ids import AgentId, CallId, OfferId, QueueId
from lingting.simulation.virtual.agenda import Agenda
from lingting.simulation.virtual.floor import VirtualFloor
from lingting.simulation.virtual.flows import FlowPlayer
from lingting.simulation.virtual.identity import Ids
from lingting.simulation.virtual.journal import Journal
from lingting.simulation.virtual.own_calls import OwnCalls
from lingting.simulation.virtual.stage import Company, Number, People, SoundSeconds, Stage
from lingting.simulation.virtual.telephone import Telephone


class VirtualCentre:
    """Every method is one thing that a person does; what is no longer possible does nothing."""

    def __init__(
        self, company: Company, agenda: Agenda, seed: int | str, journal: Journal,
        seconds: SoundSeconds,
    ) -> None:  # fmt: skip
        self._stage = Stage(company, agenda, Ids(seed), journal)
        self._floor = VirtualFloor(self._stage)
        self._telephone = Telephone(self._stage, self._floor)
        self._own = OwnCalls(self._stage, self._floor, self._telephone)
        self._flows = FlowPlayer(self._stage, self._floor, self._telephone, seconds)
        self._floor.delivery = self._telephone
        self._telephone.listener = self._flows
        self.agenda = agenda
        self.company = company
        agenda.at(_next_midnight(agenda.now, company.zone), self._new_day)

    def live_in(self, people: People) -> None:
        """These see what happens from now on."""
        self._stage.people = people

    # --- what one may look at -------------------------------------------------------------

    @property
    def calls(self) -> list[Call]:
        """Every call that is not over."""
        return list(self._stage.calls.values())

    def call(self, call: CallId) -> Call | None:
        return self._stage.living(call)

    def agent(self, agent: AgentId) -> Agent | None:
        return self._floor.core.agent(agent)

    def rings(self, offer: OfferId) -> bool:
        return self._floor.core.is_open(offer)

    # --- callers --------------------------------------------------------------------------

    def dial(self, calling: str, number: Number) -> CallId:
        """Somebody calls."""
        with self._stage.turn():
            return self._telephone.arrive(calling, number)

    def press(self, call: CallId, key: str) -> None:
        """The caller presses a key; a call that was not answered carries none."""
        found = self._stage.living(call)
        if found is None or found.answered_at is None:
            return
        with self._stage.turn():
            self._flows.digit(call, key)

    def speak(self, call: CallId, seconds: float) -> None:
        """The caller has spoken his message and ends it."""
        found, message = self._stage.living(call), self._flows.message_of(call)
        if found is not None and message is not None:
            with self._stage.turn():
                self._telephone.message_ends(found, message, seconds)

    def hang_up(self, call: CallId, spoken: float = 0.0) -> None:
        """The caller hangs up; what he had spoken until then is his message."""
        self.speak(call, spoken)
        found = self._stage.living(call)
        if found is not None and found.customer_leg is not None:
            with self._stage.turn():
                self._telephone.caller_leaves(found)

    # --- calls that agents make -----------------------------------------------------------

    def call_out(self, agent: AgentId, number: str) -> CallId:
        """The agent dials a number; raises what the floor refuses."""
        with self._stage.turn():
            return self._own.dial(agent, number)

    def picks_up(self, call: CallId) -> None:
        """Whom the agent called answers."""
        found = self._dialled(call)
        if found is not None:
            with self._stage.turn():
                self._own.picked_up(found)

    def not_reached(self, call: CallId, cause: str) -> None:
        """Whom the agent called does not answer, or speaks with somebody else."""
        found = self._dialled(call)
        if found is not None:
            with self._stage.turn():
                self._own.not_reached(found, cause)

    # --- agents in a call -----------------------------------------------------------------

    def answer(self, offer: OfferId) -> None:
        """The agent picks up."""
        at = self._ringing(offer)
        if at is not None:
            with self._stage.turn():
                self._telephone.answer(*at)

    def reject(self, offer: OfferId) -> None:
        """The agent refuses what rings."""
        at = self._ringing(offer)
        if at is not None:
            with self._stage.turn():
                self._telephone.refuse(*at)

    def leave(self, call: CallId, agent: AgentId) -> None:
        """The agent hangs up; the caller stays for what the flow does next."""
        found = self._talk(call, agent)
        if found is not None:
            with self._stage.turn():
                self._telephone.agent_left(found, "agent")

    def hold(self, call: CallId, agent: AgentId) -> None:
        """The caller hears music."""
        found = self._talk(call, agent)
        leg = found.customer_leg if found else None
        if found is None or leg is None or leg.state is LegState.HELD:
            return
        with self._stage.turn():
            now = self.agenda.now
            self._stage.save(found.with_leg(leg.after(LegTrigger.HOLD, now)))
            self._stage.tell(CallHeld(at=now, call=call, agent=agent))

    def retrieve(self, call: CallId, agent: AgentId) -> None:
        """The agent takes the caller back."""
        found = self._talk(call, agent)
        leg = found.customer_leg if found else None
        if found is None or leg is None or leg.held_at is None:
            return
        with self._stage.turn():
            now = self.agenda.now
            seconds = (now - leg.held_at).total_seconds()
            self._stage.save(found.with_leg(leg.after(LegTrigger.RETRIEVE, now)))
            self._stage.tell(CallRetrieved(at=now, call=call, agent=agent, seconds=seconds))

    def transfer_to_queue(self, call: CallId, agent: AgentId, queue: QueueId) -> None:
        """The agent sends the caller on to a queue."""
        self._transfer(call, agent, "queue", str(queue), queue, None)

    def transfer_to_agent(self, call: CallId, agent: AgentId, target: AgentId) -> None:
        """The agent sends the caller on to a colleague who is free."""
        found, colleague = self._stage.living(call), self.agent(target)
        if found is None or found.queue is None or colleague is None:
            return
        if target != agent and colleague.status.word == "ready":
            self._transfer(call, agent, "agent", str(target), found.queue, target)

    def note(self, call: CallId, agent: AgentId, disposition: str | None) -> None:
        """The agent saves what the call was about."""
        with self._stage.turn():
            now = self.agenda.now
            self._stage.journal.note_saved(call, agent, disposition, now)
            self._stage.tell(NoteSaved(at=now, call=call, agent=agent, disposition=disposition))

    # --- agents and their day -------------------------------------------------------------

    def begin_work(self, agent: AgentId) -> None:
        """The agent logs in, signs in, and his phone is there; he is not idle yet."""
        with self._stage.turn():
            self._floor.apply(lambda core, now: core.log_in(agent, now))
        with self._stage.turn():
            self._floor.apply(lambda core, now: core.sign_in(agent, Method.WEB, now))
        with self._stage.turn():
            self._floor.apply(lambda core, now: core.phone_reachable(agent, True, now))

    def auto_idle(self, agent: AgentId, *, on: bool) -> None:
        """Whether he is idle by himself after each call."""
        with self._stage.turn():
            self._floor.apply(lambda core, now: core.set_auto_idle(agent, on, now))

    def idle(self, agent: AgentId) -> None:
        with self._stage.turn():
            self._floor.apply(lambda core, now: core.set_idle(agent, now))

    def busy(self, agent: AgentId, reason: str) -> None:
        with self._stage.turn():
            self._floor.apply(lambda core, now: core.set_busy(agent, reason, now))

    def finish_wrap_up(self, agent: AgentId) -> None:
        """He is done before the time is over."""
        found = self.agent(agent)
        if found is not None and found.wrap_until is not None:
            with self._stage.turn():
                self._floor.apply(lambda core, now: core.finish_wrap_up(agent, now))

    def end_work(self, agent: AgentId) -> None:
        """He signs out, his phone goes, he logs out."""
        with self._stage.turn():
            self._floor.apply(lambda core, now: core.sign_out(agent, now))
        with self._stage.turn():
            self._floor.apply(lambda core, now: core.phone_reachable(agent, False, now))
        with self._stage.turn():
            self._floor.apply(lambda core, now: core.log_out(agent, now))

    # --- inside ---------------------------------------------------------------------------

    def _ringing(self, offer: OfferId) -> tuple[Call, Leg] | None:
        found = self._floor.core.floor.offers.get(offer)
        call = self._stage.living(CallId(found.item.ref)) if found else None
        if call is None or call.state is not CallState.QUEUED:
            return None
        leg = next((one for one in call.legs if one.offer == offer), None)
        return (call, leg) if leg is not None and leg.state is LegState.RINGING else None

    def _dialled(self, call: CallId) -> Call | None:
        found = self._stage.living(call)
        return found if found is not None and found.state is CallState.DIALLING else None

    def _talk(self, call: CallId, agent: AgentId) -> Call | None:
        found = self._stage.living(call)
        talking = found is not None and found.state is CallState.TALKING
        return found if found is not None and talking and found.agent == agent else None

    def _transfer(
        self, call: CallId, agent: AgentId, kind: str, target: str, queue: QueueId,
        preferred: AgentId | None,
    ) -> None:  # fmt: skip
        found = self._talk(call, agent)
        if found is None:
            return
        with self._stage.turn():
            left = self._telephone.leave_for_transfer(found)
            self._stage.tell(
                CallTransferred(
                    at=self.agenda.now, call=call, agent=agent, kind=kind, target=target
                )
            )
            self._telephone.seek(left, queue, preferred=preferred)

    def _new_day(self) -> None:
        with self._stage.turn():
            self._floor.new_day()
        self.agenda.at(_next_midnight(self.agenda.now, self.company.zone), self._new_day)


def _next_midnight(now: datetime, zone: str) -> datetime:
    there = now.astimezone(ZoneInfo(zone))
    tomorrow = datetime.combine(there.date() + timedelta(days=1), datetime.min.time())
    return tomorrow.replace(tzinfo=there.tzinfo).astimezone(now.tzinfo)
