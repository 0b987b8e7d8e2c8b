"""What agents do with calls."""

from __future__ import annotations

from lingting.calls.ports import GoneCause
from lingting.testing.fake_leg import LegState
from stories.steps.words import RINGING, calls_of, in_call, transfer, word
from stories.world import World


@word
async def picks_up(world: World, person: int) -> None:
    if (leg := world.line_of(person, *RINGING)) is not None:
        world.switch.far_end_answers(leg.id)


@word
async def phone_refuses(world: World, person: int) -> None:
    if (leg := world.line_of(person, *RINGING)) is not None:
        world.switch.far_end_fails(leg.id, GoneCause.REJECTED)


@word
async def rejects(world: World, person: int) -> None:
    view = world.serves and world.alive.product.acd.agent_view(world.tenant, world.agent(person))
    if view and view.offer is not None:
        offer = view.offer
        await world.asks(lambda: world.alive.desk.reject(world.who(person), offer))


@word
async def phone_hangs_up(world: World, person: int) -> None:
    if (leg := world.line_of(person, LegState.UP)) is not None:
        world.switch.hangs_up(leg.id)


@word
async def loses_sound(world: World, person: int) -> None:
    if (leg := world.line_of(person, LegState.UP)) is not None:
        world.switch.loses_media(leg.id)


@word
async def hangs_up(world: World, person: int) -> None:
    await in_call(world, person, lambda tx, c: calls_of(world).talking.hang_up(tx, c.id, c.agent))


@word
async def holds(world: World, person: int) -> None:
    await in_call(world, person, lambda tx, c: calls_of(world).talking.hold(tx, c.id, c.agent))


@word
async def retrieves(world: World, person: int) -> None:
    await in_call(world, person, lambda tx, c: calls_of(world).talking.retrieve(tx, c.id, c.agent))


@word
async def mutes(world: World, person: int, muted: bool) -> None:
    await in_call(
        world, person, lambda tx, c: calls_of(world).talking.mute(tx, c.id, c.agent, muted=muted)
    )


@word
async def transfers_to_agent(world: World, person: int, target: int) -> None:
    await transfer(world, person, "agent", str(world.agent(target)))


@word
async def transfers_to_queue(world: World, person: int, queue: int) -> None:
    await transfer(world, person, "queue", str(world.company.queues[queue]))


@word
async def transfers_to_flow(world: World, person: int) -> None:
    await transfer(world, person, "flow", str(world.company.flow))


@word
async def transfers_outside(world: World, person: int) -> None:
    await transfer(world, person, "number", "01088887777")


@word
async def dials_out(world: World, person: int) -> None:
    agent = world.agent(person)
    await world.turn(lambda tx: calls_of(world).dialling.dial(tx, agent, "13900139000"))
