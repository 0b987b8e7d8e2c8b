"""The agents of a world, living in a virtual centre: shifts, answers, talks, notes, pauses."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from lingting.acd.domain.states import SignIn, Work
from lingting.acd.events import OfferMade, PresenceChanged, WorkChanged, WrapUpStarted
from lingting.calls.events import CallConnected, CallDialled
from lingting.kernel.events import Event
from lingting.kernel.ids import AgentId, CallId, QueueId
from lingting.simulation.domain.agents import Handling, Pause
from lingting.simulation.domain.cast import QueueKey
from lingting.simulation.domain.world import World
from lingting.simulation.virtual.agenda import Act, Alarm
from lingting.simulation.virtual.centre import VirtualCentre
from lingting.simulation.virtual.crowd import WhoCalls

SETTLES_SECONDS = 20.0
"""From the login until he takes calls."""
NOTICES_SECONDS = 45.0
"""Until an agent who was set busy for a missed call is there again."""
SET_ASIDE = frozenset({"no_answer", "rejected"})
NOTE_AT = 0.7
"""The share of the wrap-up after which a note is saved."""


@dataclass(slots=True)
class AtWork:
    """One agent and where he is in his day."""

    account: str
    id: AgentId
    turns: int = 0
    pauses: int = 0
    handling: Handling | None = None
    call: CallId | None = None
    next_pause: Pause | None = None
    pause_alarm: Alarm | None = None
    wants_pause: bool = False
    pausing: bool = False
    goes_home: bool = False


class Crew:
    """Everybody who answers."""

    def __init__(
        self,
        world: World,
        centre: VirtualCentre,
        agents: Mapping[str, AgentId],
        queues: Mapping[QueueKey, QueueId],
        who_calls: WhoCalls,
        zone: tzinfo,
    ) -> None:
        self._world = world
        self._centre = centre
        self._queues = queues
        self._who_calls = who_calls
        self._zone = zone
        self._people = {id: AtWork(account, id) for account, id in agents.items()}

    def plan_day(self, day: date) -> None:
        """Everybody comes and goes as his shift of that day says."""
        agenda = self._centre.agenda
        for one in self._people.values():
            shift = self._world.shift(one.account, day, self._zone)
            if shift is not None and shift.ends > agenda.now:
                agenda.at(shift.begins, lambda one=one: self._comes(one))
                agenda.at(shift.ends, lambda one=one: self._means_to_go(one))

    def send_home(self) -> None:
        """Everybody goes as soon as he is free."""
        for one in self._people.values():
            self._means_to_go(one)

    @property
    def is_home(self) -> bool:
        """Whether nobody is logged in."""
        states = (self._centre.agent(one) for one in self._people)
        return all(one is None or one.sign_in is SignIn.LOGGED_OUT for one in states)

    # --- the day --------------------------------------------------------------------------

    def _comes(self, one: AtWork) -> None:
        if self._is_there(one):
            return
        one.goes_home = one.pausing = one.wants_pause = False
        self._centre.begin_work(one.id)
        self._centre.auto_idle(one.id, on=True)
        self._centre.agenda.after(SETTLES_SECONDS, lambda: self._takes_calls(one))

    def _takes_calls(self, one: AtWork) -> None:
        one.pausing = False
        if one.goes_home:
            self._goes_if_free(one)
        elif self._is_there(one):
            self._centre.idle(one.id)
            self._plan_pause(one)

    def _plan_pause(self, one: AtWork) -> None:
        if one.pause_alarm is not None:
            one.pause_alarm.cancel()
        one.pauses += 1
        pause = one.next_pause = self._world.pause(one.account, one.pauses)
        one.pause_alarm = self._centre.agenda.after(pause.after, lambda: self._needs_pause(one))

    def _needs_pause(self, one: AtWork) -> None:
        one.wants_pause = True
        self._pauses_if_free(one)

    def _pauses_if_free(self, one: AtWork) -> None:
        pause = one.next_pause
        if not one.wants_pause or pause is None or not self._is_free(one):
            return
        one.wants_pause, one.pausing = False, True
        self._centre.busy(one.id, pause.reason)
        self._centre.agenda.after(pause.seconds, lambda: self._takes_calls(one))

    def _means_to_go(self, one: AtWork) -> None:
        if self._is_there(one):
            one.goes_home = True
            self._goes_if_free(one)

    def _goes_if_free(self, one: AtWork) -> None:
        if one.goes_home and self._is_free(one):
            if one.pause_alarm is not None:
                one.pause_alarm.cancel()
            self._centre.end_work(one.id)

    # --- what agents see ------------------------------------------------------------------

    def saw(self, event: Event) -> None:
        """Plans what an agent does about a fact."""
        match event:
            case OfferMade():
                self._rings(self._people.get(event.agent), event)
            case CallDialled():
                self._dials(self._people.get(event.agent))
            case CallConnected():
                self._talks(self._people.get(event.agent), event.call)
            case WrapUpStarted():
                self._wraps_up(self._people.get(event.agent))
            case WorkChanged() if event.work == Work.FREE.value:
                self._soon(event.agent, self._is_done)
            case PresenceChanged() if event.reason in SET_ASIDE:
                self._soon(event.agent, self._was_set_aside)
            case _:
                pass

    def _soon(self, agent: AgentId, act: Callable[[AtWork], None]) -> None:
        one = self._people.get(agent)
        if one is not None:
            self._centre.agenda.after(0.0, lambda: act(one))

    def _rings(self, one: AtWork | None, event: OfferMade) -> None:
        if one is None:
            return
        one.turns += 1
        caller = self._who_calls(CallId(event.ref))
        handling = one.handling = self._world.handling(one.account, one.turns, caller)
        if not handling.misses:
            offer = event.offer
            self._after(handling.reaction_seconds, lambda: self._centre.answer(offer))

    def _dials(self, one: AtWork | None) -> None:
        if one is not None:
            one.turns += 1
            one.call = None
            one.handling = self._world.handling(one.account, one.turns, None)

    def _talks(self, one: AtWork | None, call: CallId) -> None:
        if one is None or one.handling is None:
            return
        one.call = call
        handling, centre, agent = one.handling, self._centre, one.id
        if handling.hold is not None:
            hold = handling.hold
            self._after(hold.after, lambda: centre.hold(call, agent))
            self._after(hold.after + hold.seconds, lambda: centre.retrieve(call, agent))
        self._after(handling.talk_seconds, lambda: self._ends_talk(one, call, handling))

    def _ends_talk(self, one: AtWork, call: CallId, handling: Handling) -> None:
        found = self._centre.call(call)
        if found is None or found.agent != one.id:
            return
        target = self._queues.get(handling.hand_on) if handling.hand_on else None
        came_by_queue = found.queue is not None and found.transfers == 0
        if target is not None and came_by_queue and target != found.queue:
            self._centre.transfer_to_queue(call, one.id, target)
        elif handling.caller_hangs_up:
            self._centre.hang_up(call)
        else:
            self._centre.leave(call, one.id)

    def _wraps_up(self, one: AtWork | None) -> None:
        if one is None or one.handling is None:
            return
        handling, call, turn = one.handling, one.call, one.turns
        if handling.takes_note and call is not None:
            word = handling.disposition.value
            at = handling.wrap_up_seconds * NOTE_AT
            self._after(at, lambda: self._centre.note(call, one.id, word))

        def finish() -> None:
            if one.turns == turn:
                self._centre.finish_wrap_up(one.id)

        self._after(handling.wrap_up_seconds, finish)

    def _is_done(self, one: AtWork) -> None:
        if one.goes_home:
            self._goes_if_free(one)
        else:
            self._pauses_if_free(one)

    def _was_set_aside(self, one: AtWork) -> None:
        """He missed a call and was set busy; after a while he notices."""

        def notices() -> None:
            if not one.pausing and not one.goes_home and self._is_there(one):
                self._centre.idle(one.id)

        self._after(NOTICES_SECONDS, notices)

    # --- inside ---------------------------------------------------------------------------

    def _is_there(self, one: AtWork) -> bool:
        found = self._centre.agent(one.id)
        return found is not None and found.sign_in is SignIn.SIGNED_IN

    def _is_free(self, one: AtWork) -> bool:
        found = self._centre.agent(one.id)
        return found is not None and found.sign_in is SignIn.SIGNED_IN and found.work is Work.FREE

    def _after(self, seconds: float, act: Act) -> None:
        self._centre.agenda.after(seconds, act)


def days(since: datetime, until: datetime, zone: tzinfo) -> list[date]:
    """The days of a zone that begin before `until`, from the one of `since` on."""
    first = since.astimezone(zone).date()
    last = (until.astimezone(zone) - timedelta(microseconds=1)).date()
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]
