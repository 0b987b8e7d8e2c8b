"""One world: everything that its people will do, as functions of its seed and the time.

Whoever runs it (live over telephone, or in virtual time) asks for draws by name: the third
caller, the seventh call of an agent. So the same seed gives the same decisions, in whatever
order and at whatever speed they are needed.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from functools import cached_property

from lingting.simulation.domain.agents import (
    AgentHabits,
    Disposition,
    Handling,
    Hold,
    Pause,
    Shift,
    Stint,
    draw_habits,
    draw_handling,
    draw_pause,
    draw_shift,
    draw_stint,
)
from lingting.simulation.domain.arrivals import ArrivalPattern, Surge, next_arrival
from lingting.simulation.domain.call_backs import CallBack, draw_call_back
from lingting.simulation.domain.callers import (
    WRONG_KEY,
    Caller,
    Intention,
    MenuConduct,
    Patience,
    WhenAllBusy,
    call_again,
    draw_caller,
)
from lingting.simulation.domain.cast import (
    AGENTS,
    GROUP_NAMES,
    LINE_NAMES,
    NUMBERS,
    QUEUE_NAMES,
    VISITOR,
    Colleague,
    Group,
    Line,
    QueueKey,
)
from lingting.simulation.domain.chance import Chance
from lingting.simulation.domain.customers import Customer, draw_customers

__all__ = [
    "AGENTS",
    "GROUP_NAMES",
    "LINE_NAMES",
    "NUMBERS",
    "QUEUE_NAMES",
    "VISITOR",
    "WRONG_KEY",
    "AgentHabits",
    "ArrivalPattern",
    "CallBack",
    "Caller",
    "Chance",
    "Colleague",
    "Customer",
    "Disposition",
    "Group",
    "Handling",
    "Hold",
    "Intention",
    "Line",
    "MenuConduct",
    "Patience",
    "Pause",
    "QueueKey",
    "Shift",
    "Stint",
    "Surge",
    "WhenAllBusy",
    "World",
    "call_again",
    "next_arrival",
]

KNOWN_CUSTOMERS = 60


@dataclass(frozen=True)
class World:
    """The draws of one seed."""

    seed: int
    customer_count: int = KNOWN_CUSTOMERS

    @cached_property
    def customers(self) -> tuple[Customer, ...]:
        """Those whom the company knows from the start."""
        return draw_customers(self._chance("customers"), self.customer_count)

    def gap(self, serial: int) -> float:
        """How many calls were to be expected since the caller before; feeds `next_arrival`."""
        return self._chance("gap", serial).exponential(1.0)

    def arrival(
        self,
        serial: int,
        after: datetime,
        pattern: ArrivalPattern,
        surges: tuple[Surge, ...] = (),
    ) -> datetime | None:
        """When caller `serial` dials, the one before having dialled at `after`."""
        return next_arrival(pattern, after, self.gap(serial), surges)

    def caller(self, serial: int) -> Caller:
        """The caller of that number, counted from 1."""
        return draw_caller(self._chance("caller", serial), serial, self.customers)

    def habits(self, account: str) -> AgentHabits:
        """An agent's habits."""
        return draw_habits(self._chance("habits", account), account)

    def handling(self, account: str, turn: int, caller: Caller | None) -> Handling:
        """What an agent does with the `turn`-th call that is offered to him."""
        name = caller.name if caller else "stranger"
        chance = self._chance("handling", account, turn, name)
        return draw_handling(chance, self.habits(account), caller)

    def call_back(self, caller: Caller) -> CallBack | None:
        """Whether and how the company calls a lost caller back; nobody can, without his number."""
        return draw_call_back(self._chance("call back", caller.name)) if caller.phone else None

    def pause(self, account: str, number: int) -> Pause:
        """An agent's `number`-th pause."""
        return draw_pause(self._chance("pause", account, number), self.habits(account))

    def stint(self, account: str, number: int) -> Stint:
        """An agent's `number`-th stay in a centre that never closes, counted from 0."""
        return draw_stint(self._chance("stint", account, number), first=number == 0)

    def shift(self, account: str, day: date, zone: tzinfo) -> Shift | None:
        """When an agent works on a day of an office week."""
        return draw_shift(self._chance("shift", account, day.isoformat()), day, zone)

    def _chance(self, *name: str | int) -> Chance:
        return Chance("world", self.seed, *name)
