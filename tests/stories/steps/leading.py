"""What the leader does."""

from __future__ import annotations

from lingting.calls.ports import ListenMode
from lingting.platform.db import Transaction
from lingting.supervision.acting import Acting
from stories.steps.words import act, word
from stories.world import World


@word
async def listens(world: World, leader: int, agent: int, mode: str) -> None:
    found, who = world.agent(agent), world.who(leader)
    await act(world, lambda a, tx: a.listen(tx, who, found, ListenMode(mode), "x"))


@word
async def switches_mode(world: World, leader: int, mode: str) -> None:
    who = world.who(leader)
    await act(world, lambda a, tx: a.switch(tx, who, ListenMode(mode)))


@word
async def takes_over(world: World, leader: int, agent: int) -> None:
    """接管: the agent's customer is the leader's from now on."""
    found, who = world.agent(agent), world.who(leader)
    await act(world, lambda a, tx: a.take_over(tx, who, found, "x"))


@word
async def stops_listening(world: World, leader: int) -> None:
    await act(world, lambda a, tx: a.leave(tx, world.who(leader)))


@word
async def forces_busy(world: World, leader: int, agent: int) -> None:
    found = world.agent(agent)
    await act(world, lambda a, tx: a.set_busy(tx, world.who(leader), found, "meeting", "x"))


@word
async def forces_out(world: World, leader: int, agent: int) -> None:
    found = world.agent(agent)
    await act(world, lambda a, tx: a.sign_out(tx, world.who(leader), found, "x"))


@word
async def moves(world: World, leader: int, agent: int, stays: bool) -> None:
    """Takes an agent out of the skill group, or puts him in."""
    found = world.agent(agent)

    async def assign(acting: Acting, tx: Transaction) -> None:
        groups = {g.id: 1 for g in world.alive.product.acd.groups(world.tenant) if stays}
        await acting.assign(tx, world.who(leader), found, groups, "x")

    await act(world, assign)


@word
async def raises_hand(world: World, agent: int) -> None:
    hands = world.engine and world.alive.product.leading.hands
    if hands:
        await world.turn(lambda tx: hands.raise_hand(tx, world.agent(agent), "?"))
