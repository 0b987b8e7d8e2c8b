"""The floor: who may be offered what, and whose turn it is."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

from lingting.acd.domain.floor import Item, Status
from lingting.acd.domain.states import ItemState, Method, SignIn, Work
from stories.broken import Broken, require
from stories.world import World
from support.floor import check as check_floor


def floor_is_sound(world: World) -> None:
    if comes_again(world):
        return
    core = world.alive.product.acd._floors.core(world.tenant)
    try:
        check_floor(core, world.alive.kit.clock.now())
    except AssertionError as error:
        raise Broken(f"the floor: {error}") from error


def comes_again(world: World) -> bool:
    """Whether the floor was to be looked at, something failed, and it will be in a moment."""
    failed = world.alive.kit.timers._failed
    return any(kind == "acd.due" for _, kind, _, _ in failed)


def nobody_waits_too_long(world: World) -> None:
    """No longer than his queue says, but for moments in which something failed."""
    core, now = world.alive.product.acd._floors.core(world.tenant), world.alive.kit.clock.now()
    for item in core.floor.items.values():
        most = item.queue.config.max_wait_seconds
        if most is None or item.state is not ItemState.WAITING or world.struck:
            continue
        waited = (now - item.joined_at).total_seconds()
        require(waited <= most, "somebody waits too long:", int(waited))


def nobody_is_in_two_calls(world: World) -> None:
    busy: Counter[Any] = Counter()
    for call in world.alive.product.calls.live.all():
        there = {leg.agent for leg in call.legs if leg.agent and leg.ended_at is None}
        busy.update(there | ({call.agent} if call.agent else set()))
    require(all(n == 1 for n in busy.values()), "somebody is in two calls")
    for person in range(len(world.company.people)):
        up = [
            leg
            for leg in world.switch.legs.values()
            if leg.is_up and leg.dial and leg.called in world.phones(person)
        ]
        require(len(up) <= 1 or world.switch.is_away, "two lines are up at one telephone")


def the_ready_are_there(world: World) -> None:
    """Who is offered calls can take them: his phone is registered, and he is in no call."""
    product = world.alive.product
    for person, agent in enumerate(world.company.people):
        found = product.acd._floors.core(world.tenant).agent(agent)
        if found is None or found.status is not Status.READY:
            continue
        by_page = found.method is Method.WEB
        rings = world.phone(person) if by_page else world.company.sip.name
        require(rings in world.switch.registered, "an agent without a telephone is offered calls")
        require(product.calls.live.of_agent(agent) is None, "a ready agent is in a call")
        require(product.calls.listening.live.by(agent) is None, "a ready agent listens in")


def who_talks_is_at_work(world: World) -> None:
    """Whose call it is gets no other one, and has no after-call work yet."""
    core = world.alive.product.acd._floors.core(world.tenant)
    for call in world.alive.product.calls.live.all():
        if call.agent is not None and call.ended_at is None:
            found = core.agent(call.agent)
            at_work = found is not None and found.work is Work.ENGAGED
            require(at_work, "an agent has a call and is not at work:", found and found.work)


def the_logged_in_are_there(world: World) -> None:
    """Whoever logged in and has a page open is on the floor."""
    core = world.alive.product.acd._floors.core(world.tenant)
    for person in world.pages:
        found = core.floor.agents.get(world.agent(person))
        there = found is not None and found.sign_in is not SignIn.LOGGED_OUT
        require(there, "somebody logged in and is not on the floor:", person)


def turns_are_kept(world: World) -> None:
    """A place in the line never changes while its owner waits, whatever happens to the engine."""
    core = world.alive.product.acd._floors.core(world.tenant)
    for item in core.floor.items.values():
        place = (item.queue.config.id, item.priority, item.enqueued_at)
        before = world.places.setdefault(item.id, place)
        require(before == place, "somebody lost his place:", before, place)
    for item in core.floor.items.values():
        if item.state is not ItemState.OFFERED or item.offer is None:
            continue
        if item.offer.id in world.offers_seen:
            continue
        world.offers_seen.add(item.offer.id)
        for other in core.floor.items.values():
            waits = other.state is ItemState.WAITING and other.queue is item.queue
            if not waits or other.reserved_for is not None or item.directed:
                continue
            if item.preferred == item.offer.agent.id or item.offer.agent.id in other.refused_by:
                continue
            was_there = other.id in world.waiting_before
            require(not was_there or _turn(other) >= _turn(item), "somebody was passed over")
    world.waiting_before = {
        one.id
        for one in core.floor.items.values()
        if one.state is ItemState.WAITING and one.reserved_for is None
    }


def _turn(item: Item) -> tuple[Any, ...]:
    """Smaller is served earlier: as the routing's description has it, not as the product does."""
    per_point = item.queue.config.seconds_per_point
    if per_point is None:
        return -item.priority, item.enqueued_at
    return 0, item.enqueued_at - timedelta(seconds=item.priority * per_point)
