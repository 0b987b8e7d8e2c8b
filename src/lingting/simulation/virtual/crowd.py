"""The callers of a world, living in a virtual centre: they dial, press keys, wait and give up."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime

from lingting.acd.events import WorkItemQueued
from lingting.calls.domain import CallState
from lingting.calls.events import CallArrived, CallEnded
from lingting.flows.events import NodeEntered
from lingting.kernel.events import Event
from lingting.kernel.ids import CallId
from lingting.simulation.domain.arrivals import ArrivalPattern, Surge
from lingting.simulation.domain.callers import (
    WRONG_KEY,
    Caller,
    Intention,
    MenuConduct,
    WhenAllBusy,
    call_again,
    tries_again_after,
)
from lingting.simulation.domain.cast import Line
from lingting.simulation.domain.world import World
from lingting.simulation.virtual.agenda import Act
from lingting.simulation.virtual.centre import VirtualCentre
from lingting.simulation.virtual.stage import Number

WhoCalls = Callable[[CallId], Caller | None]

LOST = frozenset({"abandoned", "overflowed", "failed"})
"""Outcomes after which somebody may try again."""
WAIT_KEY, MESSAGE_KEY = "1", "2"
TURNED_AWAY_SECONDS = 16.0
"""About the length of a menu and of the time that it waits for a key."""
SAYS_GOODBYE_SECONDS = 1.6


@dataclass(slots=True)
class OnTheLine:
    """A caller and what he went through so far."""

    caller: Caller
    menus: int = 0
    queued: bool = False
    waits: int = 0
    """Waits that he began; only the newest has a limit."""


class Crowd:
    """Everybody who calls between two instants."""

    def __init__(
        self,
        world: World,
        centre: VirtualCentre,
        lines: Mapping[Line, Number],
        pattern: ArrivalPattern,
        surges: tuple[Surge, ...] = (),
    ) -> None:
        self._world = world
        self._centre = centre
        self._lines = lines
        self._pattern = pattern
        self._surges = surges
        self._until = centre.agenda.now
        self._dialling: Caller | None = None
        self._here: dict[CallId, OnTheLine] = {}

    def caller(self, call: CallId) -> Caller | None:
        """Who is on the line."""
        found = self._here.get(call)
        return found.caller if found else None

    def call_until(self, until: datetime, first_serial: int = 1) -> None:
        """People call from now on; nobody dials any more at `until`."""
        self._until = until
        self._plan(first_serial, self._centre.agenda.now)

    def stop(self) -> None:
        """Nobody dials any more."""
        self._until = self._centre.agenda.now

    def _plan(self, serial: int, after: datetime) -> None:
        at = self._world.arrival(serial, after, self._pattern, self._surges)
        if at is None or at >= self._until:
            return

        def dial() -> None:
            self._plan(serial + 1, at)
            self._dial(self._world.caller(serial))

        self._centre.agenda.at(at, dial)

    def _dial(self, caller: Caller) -> None:
        if self._centre.agenda.now < self._until:
            self._dialling = caller
            self._centre.dial(caller.phone, self._lines[caller.line])

    # --- what callers see -----------------------------------------------------------------

    def saw(self, event: Event) -> None:
        """Plans what the caller does about a fact of his call."""
        match event:
            case CallArrived() if self._dialling is not None:
                self._here[event.call] = OnTheLine(self._dialling)
                self._dialling = None
            case NodeEntered():
                self._hears(event)
            case WorkItemQueued():
                self._waits(CallId(event.ref))
            case CallEnded():
                self._is_gone(event)
            case _:
                pass

    def asked_for_message(self, call: CallId) -> None:
        """He speaks after the beep, then presses the ending key or just hangs up."""
        here = self._here.get(call)
        if here is None:
            return
        seconds, act = here.caller.message_seconds, self._centre.speak
        if here.caller.rating_key is None:
            act = self._centre.hang_up
        self._after(seconds, lambda: act(call, seconds))

    def _hears(self, event: NodeEntered) -> None:
        here = self._here.get(event.call)
        if here is None:
            return
        call, caller = event.call, here.caller
        if event.verb == "survey":
            self._rates(call, caller)
        elif event.verb == "menu" and here.queued:
            self._answers_when_all_busy(call, caller)
        elif event.verb == "menu":
            here.menus += 1
            self._chooses(call, caller, again=here.menus > 1)

    def _chooses(self, call: CallId, caller: Caller, *, again: bool) -> None:
        think = caller.think_seconds
        if again and caller.intention is Intention.HOURS:
            self._after(think, lambda: self._centre.hang_up(call))
            return
        conduct = caller.menu
        first = (MenuConduct.WRONG_FIRST, MenuConduct.SILENT_FIRST)
        if again and conduct in first:
            conduct = MenuConduct.RIGHT
        match conduct:
            case MenuConduct.RIGHT:
                self._press(call, caller.key, think)
            case MenuConduct.WRONG_FIRST:
                self._press(call, WRONG_KEY, think)
                self._press(call, caller.key, 2 * think + 3.0)
            case MenuConduct.SILENT_FIRST:
                self._press(call, caller.key, TURNED_AWAY_SECONDS + think)
            case MenuConduct.LEAVES:
                self._after(think, lambda: self._centre.hang_up(call))
            case MenuConduct.SILENT:
                pass

    def _answers_when_all_busy(self, call: CallId, caller: Caller) -> None:
        match caller.patience.when_all_busy:
            case WhenAllBusy.WAITS:
                self._press(call, WAIT_KEY, caller.think_seconds)
            case WhenAllBusy.LEAVES_MESSAGE:
                self._press(call, MESSAGE_KEY, caller.think_seconds)
            case WhenAllBusy.SAYS_NOTHING:
                pass

    def _rates(self, call: CallId, caller: Caller) -> None:
        if caller.rating_key is None:
            self._after(SAYS_GOODBYE_SECONDS, lambda: self._centre.hang_up(call))
        else:
            self._press(call, caller.rating_key, caller.think_seconds)

    def _waits(self, call: CallId) -> None:
        """His patience counts from the first queue, and anew when a talk hands him on to one."""
        here, found = self._here.get(call), self._centre.call(call)
        if here is None or found is None or (here.queued and found.connected_at is None):
            return
        here.queued = True
        here.waits += 1
        wait = here.waits
        self._after(here.caller.patience.wait_seconds, lambda: self._is_out_of_patience(call, wait))

    def _is_out_of_patience(self, call: CallId, wait: int) -> None:
        here, found = self._here.get(call), self._centre.call(call)
        if here is None or found is None or here.waits != wait:
            return
        if found.state is CallState.QUEUED:
            self._centre.hang_up(call)

    def _is_gone(self, event: CallEnded) -> None:
        here = self._here.pop(event.call, None)
        again = tries_again_after(here.caller) if here and event.outcome in LOST else None
        if here is not None and again is not None:
            anew = call_again(here.caller)
            self._centre.agenda.at(event.at + again, lambda: self._dial(anew))

    def _press(self, call: CallId, key: str, after: float) -> None:
        self._after(after, lambda: self._centre.press(call, key))

    def _after(self, seconds: float, act: Act) -> None:
        self._centre.agenda.after(seconds, act)
