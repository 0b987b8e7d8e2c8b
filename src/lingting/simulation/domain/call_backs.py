"""Lost callers whom the company rings back (回拨): after how long, and whether they answer."""

from __future__ import annotations

from dataclasses import dataclass

from lingting.simulation.domain.chance import Chance

CALLED_BACK = 0.75
REACHED = 0.7
TURNS_BUSY = 0.3
"""The share of those not reached whose line is busy; with the others it just rings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CallBack:
    """One call back. Times are seconds of the world.

    `after` counts from the end of the lost call; `rings` is the time until somebody answers, or
    until a busy line says so. Of those who are not reached, `busy` tells why.
    """

    after: float
    rings: float
    reached: bool
    busy: bool


def draw_call_back(chance: Chance) -> CallBack | None:
    """What comes of a caller who was lost; None: nobody calls him back."""
    if not chance.happens(CALLED_BACK):
        return None
    return CallBack(
        after=max(chance.lognormal(600.0, 0.8), 60.0),
        rings=chance.between(3.0, 18.0),
        reached=chance.happens(REACHED),
        busy=chance.happens(TURNS_BUSY),
    )
