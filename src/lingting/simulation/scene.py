"""What the people of a running world share."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import Protocol

from lingting.simulation.control import Wanted, Where
from lingting.simulation.domain.world import Caller, World
from lingting.simulation.speech import Voices


class OnTheLine(Protocol):
    """A simulated caller in a call; an agent who hears him knows what he wants."""

    @property
    def caller(self) -> Caller: ...

    def meet(self) -> None:
        """An agent of the world has answered; he will say when everything is."""
        ...

    def be_content(self) -> None:
        """The agent has answered everything; he may say goodbye and hang up."""
        ...


@dataclass
class Counts:
    """What came of the calls so far."""

    dialled: int = 0
    answered: int = 0
    lost: int = 0
    self_served: int = 0
    messages: int = 0
    turned_away: int = 0


@dataclass
class Scene:
    """One running world. `lines` are its callers by number, `seen` the states of living calls
    by the caller's number, as the product tells them."""

    world: World
    where: Where
    wanted: Wanted
    voices: Voices
    lines: dict[str, OnTheLine] = field(default_factory=dict[str, OnTheLine])
    seen: dict[str, str] = field(default_factory=dict[str, str])
    door: asyncio.Lock = field(default_factory=asyncio.Lock)
    """One logs in after another: many tries at once look like somebody who guesses."""
    counts: Counts = field(default_factory=Counts)
    present: set[str] = field(default_factory=set[str])
    talking: set[str] = field(default_factory=set[str])
    owed: dict[str, float] = field(default_factory=dict[str, float])
    """Numbers of lost callers, and from when on (of the loop's clock) one of us rings them."""

    def real(self, seconds: float) -> float:
        """How long so many seconds of the world last."""
        return seconds / self.wanted.speed

    def take_owed(self) -> str | None:
        """A number whose call back is due; whoever takes it makes the call."""
        now = asyncio.get_running_loop().time()
        due = [one for one, at in self.owed.items() if at <= now and one not in self.lines]
        if not due:
            return None
        self.owed.pop(due[0])
        return due[0]

    async def lasts(self, seconds: float) -> None:
        """Lets so many seconds of the world pass."""
        await asyncio.sleep(self.real(seconds))
