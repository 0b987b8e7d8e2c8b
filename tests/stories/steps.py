"""The words of a story. Each step bears being out of place: then it does nothing.

A story is a list of `(word, *arguments)`; people are numbered from 0, number 3 leads. Instead of
a number, `WHO_TALKS` and `WHO_RINGS` are whoever talks or is rung then.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from lingting.acd.domain.states import Method
from lingting.calls.domain import Call
from lingting.calls.ports import GoneCause, ListenMode
from lingting.desktop.commands import Desk
from lingting.identity.events import SessionEnded, SessionStarted
from lingting.kernel.ids import SessionId, UserId
from lingting.platform.db import Transaction
from lingting.supervision.acting import Acting
from lingting.testing.fake_leg import LegState
from stories.company import HOTLINE, MENU, SIP_PERSON
from stories.world import World

Step = tuple[Any, ...]
Do = Callable[..., Awaitable[None]]

AT_WORK_ALREADY: Step = ("all_are_at_work",)
WORDS: dict[str, Do] = {}
RINGING = (LegState.DIALLED, LegState.RINGING)
WHO_TALKS, WHO_RINGS = "who talks", "who is rung"
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
    states = LINES.get(argument) if isinstance(argument, str) else None
    if states is None:
        return argument
    people = range(len(world.company.people))
    return next((one for one in people if world.line_of(one, *states)), None)


# --- callers -----------------------------------------------------------------------------------


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


# --- agents come and go ------------------------------------------------------------------------


@word
async def all_are_at_work(world: World) -> None:
    """As the first step, what the story begins with (see `mornings`); later it does nothing."""


@word
async def logs_in(world: World, person: int) -> None:
    """Logs in and opens a page."""
    user = UserId(world.agent(person))

    async def log_in(tx: Transaction) -> None:
        tx.publish(SessionStarted(at=tx.now, session=SessionId(user), user=user))

    await world.turn(log_in)
    if world.is_logged_in(person):
        world.opens_page(person)


@word
async def signs_in(world: World, person: int) -> None:
    """签入 with the page's phone."""
    if person not in world.pages:
        return
    await world.asks(lambda: world.alive.desk.sign_in(world.who(person), Method.WEB))
    await phone_comes(world, person)


@word
async def comes(world: World, person: int) -> None:
    """Logs in, signs in, and is ready for work."""
    await logs_in(world, person)
    await signs_in(world, person)
    await world.settle()
    await idle(world, person)


@word
async def comes_by_sip(world: World) -> None:
    """The one with a phone on his desk logs in, signs in with it, and is ready for work."""
    await logs_in(world, SIP_PERSON)
    world.sip_phone_registers()
    await world.settle()
    if SIP_PERSON in world.pages:
        who = world.who(SIP_PERSON)
        await world.asks(lambda: world.alive.desk.sign_in(who, Method.SIP_PHONE))
    await idle(world, SIP_PERSON)


@word
async def sip_phone_comes(world: World) -> None:
    world.sip_phone_registers()


@word
async def sip_phone_goes(world: World) -> None:
    """Its registration runs out, or its cable is pulled."""
    world.switch.phone_unregisters(world.company.sip.name)


@word
async def phone_comes(world: World, person: int) -> None:
    if person not in world.pages:
        return
    await world.asks(lambda: world.alive.desk.phone(world.who(person)))
    if world.phone(person) in world.switch.phones:
        world.switch.phone_registers(world.phone(person))


@word
async def phone_goes(world: World, person: int) -> None:
    """The phone's socket breaks; the page stays."""
    world.switch.phone_unregisters(world.phone(person))


@word
async def page_goes(world: World, person: int) -> None:
    world.page_is_gone(person)


@word
async def page_comes(world: World, person: int) -> None:
    """The page is back: its phone registers, and is rung anew for a talk that goes on."""
    if not world.is_logged_in(person):
        return
    world.opens_page(person)
    await phone_comes(world, person)
    await world.settle()
    await world.asks(lambda: world.alive.desk.rejoin(world.who(person)))


@word
async def idle(world: World, person: int) -> None:
    await _state(world, person, "set_idle")


@word
async def busy(world: World, person: int) -> None:
    await _state(world, person, "set_busy", "meal")


@word
async def do_not_disturb(world: World, person: int) -> None:
    await _state(world, person, "set_do_not_disturb")


@word
async def auto_idle(world: World, person: int, on: bool) -> None:
    await _state(world, person, "set_auto_idle", on)


@word
async def ends_wrap_up(world: World, person: int) -> None:
    await _state(world, person, "finish_wrap_up")


@word
async def extends_wrap_up(world: World, person: int) -> None:
    await _state(world, person, "extend_wrap_up", 30)


@word
async def signs_out(world: World, person: int) -> None:
    await world.asks(lambda: world.alive.desk.sign_out(world.who(person)))


@word
async def session_ends(world: World, person: int) -> None:
    """The login runs out, wherever he is in his work."""
    user = UserId(world.agent(person))

    async def end(tx: Transaction) -> None:
        session = SessionId(user)
        tx.publish(SessionEnded(at=tx.now, session=session, user=user, reason="expired", last=True))

    await world.turn(end)
    if not world.is_logged_in(person):
        world.page_is_gone(person)


# --- agents and calls --------------------------------------------------------------------------


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
    view = world.engine and world.alive.product.acd.agent_view(world.tenant, world.agent(person))
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
    await _in_call(world, person, lambda tx, c: _calls(world).talking.hang_up(tx, c.id, c.agent))


@word
async def holds(world: World, person: int) -> None:
    await _in_call(world, person, lambda tx, c: _calls(world).talking.hold(tx, c.id, c.agent))


@word
async def retrieves(world: World, person: int) -> None:
    await _in_call(world, person, lambda tx, c: _calls(world).talking.retrieve(tx, c.id, c.agent))


@word
async def mutes(world: World, person: int, muted: bool) -> None:
    await _in_call(
        world, person, lambda tx, c: _calls(world).talking.mute(tx, c.id, c.agent, muted=muted)
    )


@word
async def transfers_to_agent(world: World, person: int, target: int) -> None:
    await _transfers(world, person, "agent", str(world.agent(target)))


@word
async def transfers_to_queue(world: World, person: int, queue: int) -> None:
    await _transfers(world, person, "queue", str(world.company.queues[queue]))


@word
async def transfers_to_flow(world: World, person: int) -> None:
    await _transfers(world, person, "flow", str(world.company.flow))


@word
async def transfers_outside(world: World, person: int) -> None:
    await _transfers(world, person, "number", "01088887777")


@word
async def dials_out(world: World, person: int) -> None:
    agent = world.agent(person)
    await world.turn(lambda tx: _calls(world).dialling.dial(tx, agent, "13900139000"))


# --- the leader --------------------------------------------------------------------------------


@word
async def listens(world: World, leader: int, agent: int, mode: str) -> None:
    found, who = world.agent(agent), world.who(leader)
    await _act(world, lambda a, tx: a.listen(tx, who, found, ListenMode(mode), "x"))


@word
async def switches_mode(world: World, leader: int, mode: str) -> None:
    who = world.who(leader)
    await _act(world, lambda a, tx: a.switch(tx, who, ListenMode(mode)))


@word
async def takes_over(world: World, leader: int, agent: int) -> None:
    """接管: the agent's customer is the leader's from now on."""
    found, who = world.agent(agent), world.who(leader)
    await _act(world, lambda a, tx: a.take_over(tx, who, found, "x"))


@word
async def stops_listening(world: World, leader: int) -> None:
    await _act(world, lambda a, tx: a.leave(tx, world.who(leader)))


@word
async def forces_busy(world: World, leader: int, agent: int) -> None:
    found = world.agent(agent)
    await _act(world, lambda a, tx: a.set_busy(tx, world.who(leader), found, "meeting", "x"))


@word
async def forces_out(world: World, leader: int, agent: int) -> None:
    found = world.agent(agent)
    await _act(world, lambda a, tx: a.sign_out(tx, world.who(leader), found, "x"))


@word
async def moves(world: World, leader: int, agent: int, stays: bool) -> None:
    """Takes an agent out of the skill group, or puts him in."""
    found = world.agent(agent)

    async def assign(acting: Acting, tx: Transaction) -> None:
        groups = {g.id: 1 for g in world.alive.product.acd.groups(world.tenant) if stays}
        await acting.assign(tx, world.who(leader), found, groups, "x")

    await _act(world, assign)


@word
async def raises_hand(world: World, agent: int) -> None:
    hands = world.engine and world.alive.product.leading.hands
    if hands:
        await world.turn(lambda tx: hands.raise_hand(tx, world.agent(agent), "?"))


# --- time and trouble --------------------------------------------------------------------------


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
        if sip_was_there:
            world.sip_phone_registers()
        for person in list(world.pages):
            await phone_comes(world, person)


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


# --- inside ------------------------------------------------------------------------------------


def _calls(world: World) -> Any:
    return world.alive.product.calls


def _desk(world: World) -> Desk:
    return world.alive.desk


async def _state(world: World, person: int, verb: str, *args: Any) -> None:
    """A key of the telephone bar."""
    agent = world.agent(person)
    await world.turn(lambda tx: getattr(world.alive.product.acd, verb)(tx, agent, *args))


async def _in_call(
    world: World, person: int, use_case: Callable[[Transaction, Call], Awaitable[object]]
) -> None:
    call = world.call_of(person)
    if call is not None:
        await world.turn(lambda tx: use_case(tx, call))


async def _transfers(world: World, person: int, kind: str, target: str) -> None:
    call = world.call_of(person)
    if call is not None:
        transfer = partial(world.alive.desk.transfer, world.who(person), call.id, kind, target)
        await world.asks(transfer)


async def _act(world: World, act: Callable[[Acting, Transaction], Awaitable[object]]) -> None:
    if world.engine is not None:
        acting = world.alive.product.leading.acting
        await world.asks(lambda: acting.turn(world.tenant, lambda tx: act(acting, tx)))
