"""Agents come and go."""

from __future__ import annotations

from lingting.acd.domain.states import Method
from lingting.identity.events import SessionEnded, SessionStarted
from lingting.kernel.ids import SessionId, UserId
from lingting.platform.db import Transaction
from stories.company import SIP_PERSON
from stories.steps.words import press_key, word
from stories.world import World


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
    await press_key(world, person, "set_idle")


@word
async def busy(world: World, person: int) -> None:
    await press_key(world, person, "set_busy", "meal")


@word
async def do_not_disturb(world: World, person: int) -> None:
    await press_key(world, person, "set_do_not_disturb")


@word
async def auto_idle(world: World, person: int, on: bool) -> None:
    await press_key(world, person, "set_auto_idle", on)


@word
async def ends_wrap_up(world: World, person: int) -> None:
    await press_key(world, person, "finish_wrap_up")


@word
async def extends_wrap_up(world: World, person: int) -> None:
    await press_key(world, person, "extend_wrap_up", 30)


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
