"""A world lived in virtual time: its callers and agents in one centre, day after day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from lingting.kernel.events import Event
from lingting.kernel.ids import AgentId, CallId, QueueId
from lingting.simulation.domain.arrivals import ArrivalPattern, Surge
from lingting.simulation.domain.cast import Line, QueueKey
from lingting.simulation.domain.world import World
from lingting.simulation.virtual.agenda import Agenda
from lingting.simulation.virtual.call_backs import CallBacks
from lingting.simulation.virtual.centre import VirtualCentre
from lingting.simulation.virtual.crew import Crew, days
from lingting.simulation.virtual.crowd import Crowd
from lingting.simulation.virtual.journal import Journal
from lingting.simulation.virtual.stage import Company, Number, SoundSeconds

SLICE = timedelta(minutes=1)
LAST_MINUTES = timedelta(minutes=5)
"""What agents have left for their last wrap-up when a history has to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cast:
    """Who of the world is what in the company."""

    agents: Mapping[str, AgentId]
    queues: Mapping[QueueKey, QueueId]
    lines: Mapping[Line, Number]


class Life:
    """One centre with its people; `live` lets days pass, `wind_down` ends them."""

    def __init__(
        self,
        world: World,
        company: Company,
        cast: Cast,
        begins: datetime,
        journal: Journal,
        seconds: SoundSeconds,
        pattern: ArrivalPattern,
        surges: tuple[Surge, ...] = (),
    ) -> None:
        self._zone = ZoneInfo(company.zone)
        self.agenda = Agenda(begins)
        self.centre = VirtualCentre(company, self.agenda, world.seed, journal, seconds)
        self.crowd = Crowd(world, self.centre, cast.lines, pattern, surges)
        self.crew = Crew(
            world, self.centre, cast.agents, cast.queues, self.crowd.caller, self._zone
        )
        self.call_backs = CallBacks(world, self.centre, cast.agents.values(), self.crowd.caller)
        self.centre.live_in(self)

    def live(self, until: datetime, first_serial: int = 1) -> Iterator[date]:
        """Lets time run to `until`; yields each day when it is over."""
        self.crowd.call_until(until, first_serial)
        for day in days(self.agenda.now, until, self._zone):
            self.crew.plan_day(day)
            ends = datetime.combine(day + timedelta(days=1), datetime.min.time(), self._zone)
            self.agenda.run_until(min(ends, until).astimezone(until.tzinfo))
            yield day

    def wind_down(self, by: datetime) -> None:
        """Nobody dials any more, all calls end, everybody goes home; nothing happens after `by`."""
        self.crowd.stop()
        last_calls = by - LAST_MINUTES
        while self.centre.calls and self.agenda.now + SLICE <= last_calls:
            self.agenda.run_until(self.agenda.now + SLICE)
        for call in self.centre.calls:
            self.centre.hang_up(call.id)
        self.crew.send_home()
        while not self.crew.is_home and self.agenda.now + SLICE <= by:
            self.agenda.run_until(self.agenda.now + SLICE)

    # --- stage.People ---------------------------------------------------------------------

    def saw(self, event: Event) -> None:
        self.call_backs.saw(event)
        self.crowd.saw(event)
        self.crew.saw(event)

    def asked_for_message(self, call: CallId) -> None:
        self.crowd.asked_for_message(call)
