"""Time, and what goes wrong."""

from __future__ import annotations

from stories.broken import Broken
from stories.steps.attending import phone_comes
from stories.steps.words import word
from stories.world import World


@word
async def wait(world: World, seconds: float) -> None:
    await world.wait(seconds)


@word
async def dies(world: World) -> None:
    world.dies()


@word
async def will(world: World, what: str, after: int) -> None:
    """A fault at the touch number `after` from now; see `faults.Fuse`."""
    if world.engine is not None:
        world.engine.fuse.arm(what, after)


@word
async def starts(world: World, dies_after: int = 0) -> None:
    await world.starts(dies_after=dies_after)


@word
async def switch_goes(world: World) -> None:
    """The connection to the switch breaks; calls live on there."""
    if world.engine is not None:
        world.switch.lose_connection()


@word
async def switch_comes(world: World, anew: bool) -> None:
    """It is back; `anew`: the switch itself died, and its phones register again."""
    if world.engine is None:
        return
    sip_was_there = world.company.sip.name in world.switch.registered
    world.switch.restore_connection(restarted=anew)
    if anew:
        await world.settle()
        await _phones_come(world, sip_too=sip_was_there)


@word
async def everything_stops(world: World, seconds: float) -> None:
    """Engine and switch are gone for so long, and are new afterwards."""
    sip_was_there = world.company.sip.name in world.switch.registered
    await world.has_database()
    world.dies()
    world.switch_is_new = True
    cut, stopped = world.living_calls(), world.last_heard
    await world.wait(seconds)
    await world.starts()
    await _phones_come(world, sip_too=sip_was_there)
    query = "SELECT count(*) FROM calls WHERE id = ANY(%s) AND ended_at > %s"
    ((late,),) = world.company.server.execute(query, [cut, stopped]).fetchall()
    if late and world.engine is not None and not world.engine.fuse.struck:
        raise Broken(f"{late} calls last longer than until everything stopped")


async def _phones_come(world: World, *, sip_too: bool) -> None:
    if sip_too:
        world.sip_phone_registers()
    for person in list(world.pages):
        await phone_comes(world, person)


@word
async def stands_in(world: World) -> None:
    """The engine is started while the database is away."""
    await world.stands_in()


@word
async def database_goes(world: World) -> None:
    world.loses_database()


@word
async def database_comes(world: World) -> None:
    await world.has_database()


@word
async def news_are_late(world: World) -> None:
    world.late = True


@word
async def news_arrive(world: World) -> None:
    await world.lets_through()


@word
async def news_come_twice(world: World) -> None:
    await world.hears_twice()


@word
async def clock_jumps(world: World, seconds: int) -> None:
    """Somebody sets the machine's clock."""
    from datetime import timedelta

    world.wall.ahead += timedelta(seconds=seconds)


@word
async def reports_follow(world: World) -> None:
    if world.engine is not None:
        await world.asks(lambda: world.alive.product.reporting.projection.catch_up(world.tenant))
