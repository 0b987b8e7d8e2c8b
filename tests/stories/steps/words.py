"""How a step is performed; what several kinds of steps need."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from lingting.calls.domain import Call
from lingting.platform.db import Transaction
from lingting.supervision.acting import Acting
from lingting.testing.fake_leg import LegState
from stories.world import World

Step = tuple[Any, ...]
Do = Callable[..., Awaitable[None]]

AT_WORK_ALREADY: Step = ("all_are_at_work",)
WORDS: dict[str, Do] = {}
RINGING = (LegState.DIALLED, LegState.RINGING)
WHO_TALKS, WHO_RINGS, WHO_WRAPS = "who talks", "who is rung", "who wraps up"
LINES = {WHO_TALKS: (LegState.UP,), WHO_RINGS: RINGING}


def word(do: Do) -> Do:
    WORDS[do.__name__] = do
    return do


async def perform(world: World, step: Step) -> None:
    """One step and everything that follows from it at once, but for the drawing of pages."""
    arguments = [_somebody(world, one) for one in step[1:]]
    if None not in arguments:
        await WORDS[step[0]](world, *arguments)
    await world.settle()


def _somebody(world: World, argument: Any) -> Any:
    """A person's number for `WHO_…`, or None when it is nobody; anything else stays."""
    people = range(len(world.company.people))
    if argument == WHO_WRAPS:
        return next((one for one in people if world.wraps_up(one)), None)
    states = LINES.get(argument) if isinstance(argument, str) else None
    if states is None:
        return argument
    return next((one for one in people if world.line_of(one, *states)), None)


def calls_of(world: World) -> Any:
    return world.alive.product.calls


async def press_key(world: World, person: int, verb: str, *args: Any) -> None:
    """A key of the telephone bar."""
    agent = world.agent(person)
    await world.turn(lambda tx: getattr(world.alive.product.acd, verb)(tx, agent, *args))


async def in_call(
    world: World, person: int, use_case: Callable[[Transaction, Call], Awaitable[object]]
) -> None:
    call = world.call_of(person)
    if call is not None:
        await world.turn(lambda tx: use_case(tx, call))


async def transfer(world: World, person: int, kind: str, target: str) -> None:
    call = world.call_of(person)
    if call is not None:
        transfer = partial(world.alive.desk.transfer, world.who(person), call.id, kind, target)
        await world.asks(transfer)


async def act(world: World, act: Callable[[Acting, Transaction], Awaitable[object]]) -> None:
    if world.engine is not None:
        acting = world.alive.product.leading.acting
        await world.asks(lambda: acting.turn(world.tenant, lambda tx: act(acting, tx)))
