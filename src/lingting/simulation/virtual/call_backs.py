"""Agents ring lost callers back, in a virtual centre."""

from __future__ import annotations

from collections.abc import Iterable

from lingting.acd.domain.floor import Status
from lingting.calls.domain.call import OUTSIDE_RING_SECONDS
from lingting.calls.events import CallArrived, CallEnded
from lingting.kernel.events import Event
from lingting.kernel.ids import AgentId, CallId
from lingting.simulation.domain.call_backs import CallBack
from lingting.simulation.domain.callers import Caller
from lingting.simulation.domain.world import World
from lingting.simulation.virtual.centre import VirtualCentre
from lingting.simulation.virtual.crowd import LOST, WhoCalls
from lingting.simulation.virtual.own_calls import BUSY, NO_ANSWER

LOOKS_AGAIN_SECONDS = 120.0
MOST_LOOKS = 30


class CallBacks:
    """Who is to be called back; whoever is idle longest does it."""

    def __init__(
        self, world: World, centre: VirtualCentre, agents: Iterable[AgentId], who_calls: WhoCalls
    ) -> None:
        self._world = world
        self._centre = centre
        self._agents = tuple(agents)
        self._who_calls = who_calls
        self._owed: dict[str, CallBack] = {}

    def saw(self, event: Event) -> None:
        """A lost caller is owed a call until he is reached or calls again himself."""
        match event:
            case CallArrived():
                self._owed.pop(event.caller, None)
            case CallEnded() if event.outcome in LOST:
                caller = self._who_calls(event.call)
                back = self._world.call_back(caller) if caller else None
                if caller is not None and back is not None:
                    self._owed[caller.phone] = back
                    self._after(back.after, caller, MOST_LOOKS)
            case _:
                pass

    def _after(self, seconds: float, caller: Caller, looks: int) -> None:
        self._centre.agenda.after(seconds, lambda: self._look(caller, looks))

    def _look(self, caller: Caller, looks: int) -> None:
        back = self._owed.get(caller.phone)
        if back is None or looks == 0:
            return
        agent = self._longest_idle()
        if agent is None:
            self._after(LOOKS_AGAIN_SECONDS, caller, looks - 1)
            return
        del self._owed[caller.phone]
        call = self._centre.call_out(agent, caller.phone)
        self._centre.agenda.after(self._rings(back), lambda: self._ends_ringing(call, back))

    def _rings(self, back: CallBack) -> float:
        patient = back.reached or back.busy
        return back.rings if patient else OUTSIDE_RING_SECONDS

    def _ends_ringing(self, call: CallId, back: CallBack) -> None:
        if back.reached:
            self._centre.picks_up(call)
        else:
            self._centre.not_reached(call, BUSY if back.busy else NO_ANSWER)

    def _longest_idle(self) -> AgentId | None:
        found = (self._centre.agent(one) for one in self._agents)
        ready = [one for one in found if one is not None and one.status is Status.READY]
        return min(ready, key=lambda one: one.idle_since).id if ready else None
