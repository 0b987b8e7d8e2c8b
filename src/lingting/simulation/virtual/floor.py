"""The production router, moved by virtual time; what it decides is carried out on the lines."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Protocol

from lingting.acd.domain.configuring import QUEUE_CLOSED
from lingting.acd.domain.core import Core, Told
from lingting.acd.events import (
    OfferExpired,
    OfferMade,
    OfferRejected,
    OfferWithdrawn,
    WorkItemOverflowed,
)
from lingting.kernel.events import Event
from lingting.kernel.ids import AgentId, OfferId
from lingting.simulation.virtual.agenda import Alarm
from lingting.simulation.virtual.stage import Stage

ROUTER_ENDED = frozenset({"max_wait", QUEUE_CLOSED})
DRAWS = 7919
"""A step through the members for the random strategy; any prime will do."""

Step = Callable[[Core, datetime], Told]


class Delivery(Protocol):
    """The lines, as the floor needs them."""

    def offered(self, offer: OfferMade) -> None: ...

    def withdrawn(self, offer: OfferExpired | OfferRejected | OfferWithdrawn) -> None: ...

    def dropped(self, item: WorkItemOverflowed) -> None: ...


class VirtualFloor:
    """One company's core; `apply` is the only way to move it."""

    def __init__(self, stage: Stage) -> None:
        self._stage = stage
        self._draws = 0
        self._due: datetime | None = None
        self._alarm: Alarm | None = None
        self.delivery: Delivery | None = None
        self.core = Core(self._new_offer, self._draw)
        self._configure()

    def apply(self, step: Step) -> Told:
        """Moves the core, tells what happened, and lets the lines carry it out."""
        stage, now = self._stage, self._stage.agenda.now
        told = step(self.core, now)
        touched = self.core.touched()
        if told or touched:
            stage.journal.floor_moved(self.core, touched, told, now)
            for event in told:
                stage.tell(event)
            self._plan()
            for event in told:
                self._carry(event)
        return told

    def new_day(self) -> None:
        """What is counted per day begins anew."""
        self.apply(lambda core, now: core.new_day(now))

    def _carry(self, event: Event) -> None:
        assert self.delivery is not None, "the floor was moved before there were lines"
        match event:
            case OfferMade() if self.core.is_open(event.offer):
                self.delivery.offered(event)
            case OfferExpired() | OfferRejected() | OfferWithdrawn():
                self.delivery.withdrawn(event)
            case WorkItemOverflowed() if event.why in ROUTER_ENDED:
                self.delivery.dropped(event)
            case _:
                pass

    def _plan(self) -> None:
        due = self.core.next_due()
        if due == self._due:
            return
        if self._alarm is not None:
            self._alarm.cancel()
        self._due = due
        self._alarm = None if due is None else self._stage.agenda.at(due, self._time_has_come)

    def _time_has_come(self) -> None:
        self._due = self._alarm = None
        with self._stage.turn():
            self.apply(lambda core, now: core.advance(now))
            self._plan()

    def _configure(self) -> None:
        company, now = self._stage.company, self._stage.agenda.now
        self.core.set_busy_codes(company.busy_codes)
        for group in company.groups:
            self.core.put_group(group, now)
            self.core.know((member.agent for member in group.members), now)
        for queue in company.queues:
            self.core.put_queue(queue, now)
        self.core.touched()

    def _new_offer(self, at: datetime) -> OfferId:
        return OfferId(self._stage.ids.new(at))

    def _draw(self, below: int) -> int:
        self._draws += DRAWS
        return self._draws % below

    def agents(self) -> list[AgentId]:
        """Everybody who has a seat in a skill group."""
        return list(self.core.floor.agents)
