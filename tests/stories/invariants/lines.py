"""Lines at the switch and the calls they belong to."""

from __future__ import annotations

from typing import Any

from lingting.calls.domain import Call, CallState, Leg
from lingting.calls.domain import LegState as CallLegState
from lingting.calls.ports import LegGone
from lingting.kernel.ids import LegId
from stories.broken import require
from stories.world import World

SILENCE_SECONDS = 25


def lines_have_their_call(world: World) -> None:
    """No caller is lost: each line at the switch has its call or listening, and the reverse."""
    product = world.alive.product
    known: dict[Any, Call] = {}
    for call in product.calls.live.all():
        known.update({leg.id: call for leg in call.legs if leg.state is not CallLegState.GONE})
    listening = {one.leg for one in product.calls.listening.live.all() if one.leg}
    for leg in world.switch.legs.values():
        if not leg.is_gone:
            ours = leg.id in known or leg.id in listening
            require(ours, "a line at the switch has no call:", leg.state.value, leg.called)
    for leg_id, call in known.items():
        there = world.switch.legs.get(leg_id)
        alive = there is not None and not there.is_gone
        require(alive, "a call has a line that is gone:", call.state.value, call.leg(leg_id))


def the_rung_are_offered_something(world: World) -> None:
    """A telephone rings for an offer as long as the offer is open."""
    core = world.alive.product.acd._floors.core(world.tenant)
    for call in world.alive.product.calls.live.all():
        for leg in call.legs:
            if leg.offer is not None and leg.state is CallLegState.RINGING:
                require(core.is_open(leg.offer), "a telephone rings for nothing")


def who_talks_is_heard(world: World) -> None:
    """Who talk with each other are in one bridge; who waits hears music or a voice at once."""
    for call in world.alive.product.calls.live.all():
        customer, agent = call.customer_leg, call.agent_leg
        if customer is None or customer.state is CallLegState.RINGING:
            continue
        waits = call.state in (CallState.QUEUED, CallState.RECONNECTING)
        waits = waits or customer.state is CallLegState.HELD
        if waits:
            silent = world.switch.what_hears(customer.id).is_silence
            require(not silent, "who waits hears nothing:", call.state.value)
        elif call.state is CallState.TALKING and agent is not None:
            there = world.switch.bridges.get(call.bridge, [])
            joined = customer.id in there and agent.id in there
            require(joined, "a caller and his agent are not in one bridge")


def who_talks_is_recorded(world: World) -> None:
    """A talk that is said to be recorded is, from whichever engine on."""
    for call in world.alive.product.calls.live.all():
        for leg in call.legs:
            if leg.recording is None or leg.joined_at is None or not leg.is_up:
                continue
            made = world.switch.legs[leg.id].recording
            require(made is not None and made.ended is None, "a talk is not recorded")


def who_is_left_hears_music(world: World) -> None:
    """While nothing can be decided, a customer whose agent goes, with his line or with page and
    telephone, hears music; also one who answers after that."""
    for call in world.alive.product.calls.live.all():
        customer, agent = call.customer_leg, call.agent_leg
        if customer is None or agent is None or agent.agent != call.agent:
            continue
        left = agent.id in world.kept.ends or _is_away(world, agent)
        if left and world.switch.legs[customer.id].is_up:
            hears = world.switch.what_hears(customer.id)
            require(hears.music or hears.media, "whose agent is gone hears no music")


def _is_away(world: World, agent: Leg) -> bool:
    """Whether his page went meanwhile, with the telephone at which he speaks."""
    there = range(len(world.company.people))
    person = next(one for one in there if world.company.people[one] == agent.agent)
    back = person in world.pages or world.phone(person) in world.switch.registered
    rings = world.switch.legs[agent.id].called == world.phone(person)
    return person in world.kept.left and rings and not back


def who_answered_in_time_speaks(world: World) -> None:
    """Whoever answered while no engine was there is not hung up for what fell due meanwhile."""
    answered, world.answered_unheard = world.answered_unheard, []
    for leg in answered:
        assert leg.dial is not None
        caller = world.switch.legs.get(leg.dial.wanted_by) if leg.dial.wanted_by else None
        there = caller is not None and caller.is_up
        kept = not leg.is_gone or not there or world.struck
        require(kept, "who answered in time while no engine was there was hung up")


def the_unread_are_looked_after(world: World) -> None:
    """While an engine stands in that has read nothing: who is alone on the line hears something,
    who has nobody to speak with any more is hung up, and whom an agent called speaks with him."""
    legs = world.switch.legs
    for leg in legs.values():
        beside = world.switch.bridges.get(leg.bridge, []) if leg.bridge else []
        if leg.is_up and not (leg.attending or leg.message) and not set(beside) - {leg.id}:
            hears = world.switch.what_hears(leg.id)
            require(hears.music or hears.media, "who is alone hears nothing while calls are unread")
    for one, event in world.kept.unread.items():
        line = legs[one]
        waits = legs.get(line.dial.wanted_by) if line.dial and line.dial.wanted_by else None
        if isinstance(event, LegGone):
            tied = [leg for leg in legs.values() if leg.dial and leg.dial.wanted_by == one]
            tied += [waits] if waits else []
            comes_in = line.dial is not None and any(leg.dial is None for leg in tied)
            over = not comes_in and (line.dial is None or not event.was_lost)
            left = [leg for leg in tied if not leg.is_gone] if over else []
            require(not left, "a line is left whose call is over while calls are unread")
        elif line.is_up and waits is not None and waits.is_up and waits.dial is not None:
            require(line.bridge or waits.bridge, "whom an agent called does not speak with him")


def nobody_hears_silence(world: World) -> None:
    """Who is on the line hears something within a while: a voice, a prompt, music."""
    now = world.clock.now().timestamp()
    for leg in world.switch.legs.values():
        customer = leg.is_up and (leg.id in world.callers.values() or bool(leg.trunk))
        if not customer or not _hears_nothing(world, leg.id) or leg.message:
            world.silent_since.pop(leg.id, None)
            continue
        since = world.silent_since.setdefault(leg.id, now)
        call = world.alive.product.calls.live.of_leg(leg.id)
        muted = call is not None and call.agent_leg is not None and call.agent_leg.muted
        waits = muted or now - since < SILENCE_SECONDS
        require(
            waits, "a caller hears nothing for", int(now - since), "seconds:", call and call.state
        )


def _hears_nothing(world: World, leg: LegId) -> bool:
    """Also beside a line whose page is gone, and neither it nor its telephone is back."""
    hears = world.switch.what_hears(leg)
    dead = {
        line
        for line, person in world.dead_lines.items()
        if person not in world.pages and world.phone(person) not in world.switch.registered
    }
    return hears.is_silence or (
        bool(hears.voices) and hears.voices <= dead and not (hears.music or hears.media)
    )
