"""What callers and people outside do."""

from __future__ import annotations

from lingting.calls.ports import GoneCause
from lingting.testing.fake_leg import LegState
from stories.company import HOTLINE, MENU
from stories.steps.words import RINGING, word
from stories.world import World


@word
async def dials(world: World, caller: int) -> None:
    leg = world.callers.get(caller)
    if leg is None or world.switch.legs[leg].is_gone:
        world.callers[caller] = world.switch.call_in(f"1380013{caller:04}", HOTLINE)


@word
async def dials_menu(world: World, caller: int) -> None:
    """The number with a menu."""
    leg = world.callers.get(caller)
    if leg is None or world.switch.legs[leg].is_gone:
        world.callers[caller] = world.switch.call_in(f"1390013{caller:04}", MENU)


@word
async def falls_silent(world: World, caller: int) -> None:
    """Says nothing more, into a message for instance."""
    leg = world.callers.get(caller)
    if leg is not None and world.switch.legs[leg].is_up:
        world.switch.falls_silent(leg)


@word
async def caller_hangs_up(world: World, caller: int) -> None:
    leg = world.callers.get(caller)
    if leg is not None and not world.switch.legs[leg].is_gone:
        world.switch.hangs_up(leg)


@word
async def presses(world: World, caller: int, keys: str) -> None:
    leg = world.callers.get(caller)
    if leg is not None:
        world.switch.presses(leg, keys)


@word
async def outside_answers(world: World) -> None:
    for leg in world.outside(*RINGING)[:1]:
        world.switch.far_end_answers(leg.id)


@word
async def outside_is_busy(world: World) -> None:
    for leg in world.outside(*RINGING)[:1]:
        world.switch.far_end_fails(leg.id, GoneCause.BUSY)


@word
async def outside_hangs_up(world: World) -> None:
    for leg in world.outside(LegState.UP)[:1]:
        world.switch.hangs_up(leg.id)
