"""Somebody leaves, or is reached, while the database is away: who else is in the call is not left
in silence."""

from __future__ import annotations

import asyncio

import pytest

from lingting.calls.domain import CallState, Outcome
from lingting.calls.ports import GoneCause
from lingting.kernel.ids import LegId
from support.away import without_database
from support.voice import NUMBER, OUTSIDE, Voice, there

pytestmark = [pytest.mark.flow, pytest.mark.req("EMG-02")]


def ended(voice: Voice, leg: LegId) -> bool:
    return voice.switch.legs[leg].is_gone


def customer(voice: Voice) -> LegId:
    return there(voice.call().customer_leg)


async def in_a_talk(voice: Voice) -> None:
    await voice.ready(*voice.agents[:2])
    await voice.call_in()
    await voice.answer(voice.agents[0])
    await voice.run(10)


async def sent_outside(voice: Voice, *, answered: bool) -> LegId:
    """The agent gave his customer to a number outside."""
    voice.flow.stays_after_talk = True
    await in_a_talk(voice)
    await voice.turn(voice.calls.transfer.to_number, voice.call().id, voice.agents[0], OUTSIDE)
    outside = voice.switch.leg_of(OUTSIDE).id
    if answered:
        voice.switch.far_end_answers(outside)
        await voice.settle()
        await voice.run(10)
    return outside


async def test_the_agent_of_a_customer_who_hangs_up(voice: Voice) -> None:
    await in_a_talk(voice)
    call, agent = voice.call(), there(voice.call().agent_leg)
    async with without_database(voice):
        voice.switch.hangs_up(customer(voice))
        await voice.breathe(lambda: ended(voice, agent))
        voice.centre.clock.advance(30)
    stored = await voice.stored(call.id)
    assert (stored.outcome, stored.hung_up_by) == (Outcome.ANSWERED, "customer")
    assert stored.talk_seconds == 10
    assert (await voice.story(call.id)).count("talk.ended") == 1


async def test_the_agent_whom_an_offer_rings_when_the_caller_leaves(voice: Voice) -> None:
    await voice.ready(voice.agents[0])
    caller = await voice.call_in()
    agent, call = voice.ringing(voice.agents[0]), voice.call().id
    async with without_database(voice):
        voice.switch.hangs_up(caller)
        await voice.breathe(lambda: ended(voice, agent))
    assert (await voice.stored(call)).outcome is Outcome.ABANDONED
    assert "offer.rejected" not in await voice.story(call)
    view = voice.acd.agent_view(voice.tenant, voice.agents[0])
    assert view is not None
    assert (view.presence.value, view.work.value) == ("idle", "free")


async def test_the_customer_whose_party_outside_hangs_up(voice: Voice) -> None:
    outside = await sent_outside(voice, answered=True)
    async with without_database(voice):
        voice.switch.hangs_up(outside)
        await voice.breathe(lambda: voice.hears_music(customer(voice)))
    assert voice.call().state is CallState.AFTER_TALK
    assert not voice.hears_music(customer(voice))
    assert voice.flow.heard[-1] == "talk_ended by outside"


async def test_the_party_outside_whose_customer_hangs_up(voice: Voice) -> None:
    outside = await sent_outside(voice, answered=True)
    call = voice.call().id
    async with without_database(voice):
        voice.switch.hangs_up(customer(voice))
        await voice.breathe(lambda: ended(voice, outside))
    assert (await voice.stored(call)).hung_up_by == "customer"


async def test_the_customer_for_whom_nobody_answers_outside(voice: Voice) -> None:
    outside = await sent_outside(voice, answered=False)
    async with without_database(voice):
        voice.switch.far_end_fails(outside, GoneCause.BUSY)
        await voice.breathe(lambda: voice.hears_music(customer(voice)))
    assert voice.call().state is CallState.QUEUED
    assert voice.hears_music(customer(voice))


async def test_the_customer_and_whoever_answers_outside_speak_at_once(voice: Voice) -> None:
    outside = await sent_outside(voice, answered=False)
    async with without_database(voice):
        voice.switch.far_end_answers(outside)
        await voice.breathe(lambda: outside in voice.switch.what_hears(customer(voice)).voices)
        assert voice.switch.what_hears(outside).voices == {customer(voice)}
    assert voice.call().state is CallState.TALKING
    assert voice.switch.what_hears(outside).voices == {customer(voice)}


async def test_who_answered_outside_and_hung_up_leaves_music(voice: Voice) -> None:
    outside = await sent_outside(voice, answered=False)
    async with without_database(voice):
        voice.switch.far_end_answers(outside)
        await voice.breathe(lambda: outside in voice.switch.what_hears(customer(voice)).voices)
        voice.switch.hangs_up(outside)
        await voice.breathe(lambda: voice.hears_music(customer(voice)))
    assert voice.call().state is CallState.AFTER_TALK
    story = await voice.story(voice.call().id)
    assert story.count("outside.connected") == 1


async def test_an_agent_and_the_customer_whom_he_rang_speak_at_once(voice: Voice) -> None:
    agent, rung = await voice.calls_out()
    async with without_database(voice):
        voice.switch.far_end_answers(rung)
        await voice.breathe(lambda: rung in voice.switch.what_hears(agent).voices)
        voice.centre.clock.advance(20)
    assert voice.call().state is CallState.TALKING
    await voice.hang_up(agent)
    assert not voice.calls.live.all()


async def test_the_customer_whom_an_agent_rang_when_the_agent_hangs_up(voice: Voice) -> None:
    agent, rung = await voice.calls_out(answered=True)
    await voice.run(10)
    call = voice.call().id
    async with without_database(voice):
        voice.switch.hangs_up(agent)
        await voice.breathe(lambda: ended(voice, rung))
    assert (await voice.stored(call)).hung_up_by == "agent"


async def test_a_telephone_that_rings_for_an_agent_who_has_left(voice: Voice) -> None:
    agent, rung = await voice.calls_out()
    call = voice.call().id
    async with without_database(voice):
        voice.switch.hangs_up(agent)
        await voice.breathe(lambda: ended(voice, rung))
    assert (await voice.stored(call)).outcome is Outcome.NOT_CONNECTED


async def test_the_customer_whom_an_agent_rang_when_the_agents_line_breaks(voice: Voice) -> None:
    agent, rung = await voice.calls_out(answered=True)
    await voice.run(10)
    async with without_database(voice):
        voice.switch.loses_media(agent)
        await voice.breathe(lambda: voice.hears_music(rung))
        assert not ended(voice, rung)
    assert voice.call().state is CallState.RECONNECTING
    assert voice.hears_music(rung)


async def test_who_has_answered_when_the_page_of_whoever_rang_him_goes(voice: Voice) -> None:
    _, rung = await voice.calls_out()
    async with without_database(voice):
        voice.switch.far_end_answers(rung)
        await voice.breathe(lambda: bool(voice.switch.what_hears(rung).voices))
        voice.switch.phone_unregisters(voice.phone(voice.agents[0]))
        await voice.breathe(lambda: voice.hears_music(rung))
    assert voice.call().state is CallState.RECONNECTING
    assert voice.hears_music(rung)


async def test_who_is_rung_while_the_page_of_whoever_rings_him_is_loaded_anew(voice: Voice) -> None:
    caller = voice.agents[0]
    _, rung = await voice.calls_out()
    async with without_database(voice):
        voice.switch.phone_unregisters(voice.phone(caller))
        await asyncio.sleep(0.1)
        assert not ended(voice, rung)
    assert voice.call().state is CallState.DIALLING
    voice.switch.phone_registers(voice.phone(caller))
    await voice.turn(voice.calls.rejoining.rejoin, caller)
    again = voice.ringing(caller)
    for leg in (again, rung):
        voice.switch.far_end_answers(leg)
        await voice.settle()
    assert voice.switch.what_hears(rung).voices == {again}


@pytest.mark.parametrize("back", [True, False])
async def test_who_answers_meanwhile_hears_music_until_the_agent_is_back_or_his_time_over(
    voice: Voice, monkeypatch: pytest.MonkeyPatch, back: bool
) -> None:
    monkeypatch.setattr(voice.calls.backlog._keeping, "_grace", 20 if back else 0.3)
    phone = voice.phone(voice.agents[0])
    agent, rung = await voice.calls_out()
    call = voice.call().id
    async with without_database(voice):
        voice.switch.phone_unregisters(phone)
        await asyncio.sleep(0.1)
        voice.switch.far_end_answers(rung)
        await asyncio.sleep(0.1)
        assert voice.hears_music(rung)
        if back:
            voice.switch.phone_registers(phone)
            await voice.breathe(lambda: voice.switch.what_hears(rung).voices == {agent})
        else:
            await voice.breathe(lambda: ended(voice, rung) and ended(voice, agent))
    if back:
        assert voice.call().state is CallState.TALKING
        assert voice.switch.what_hears(rung).voices == {agent}
    else:
        await voice.breathe(lambda: not voice.calls.live.all())
        assert (await voice.stored(call)).ended_at is not None


async def test_a_supervisor_in_a_talk_that_is_over(voice: Voice) -> None:
    voice.flow.stays_after_talk = True
    await in_a_talk(voice)
    boss, listening = voice.agents[2], voice.calls.listening
    line = await voice.barges_in(boss)
    agent = there(voice.call().agent_leg)
    async with without_database(voice):
        voice.switch.hangs_up(agent)
        await voice.breathe(lambda: voice.hears_music(customer(voice)))
        await voice.breathe(lambda: ended(voice, line))
    await voice.settle()
    assert listening.live.by(boss) is None
    assert voice.call().state is CallState.AFTER_TALK
    last = listening.live.last_by(boss)
    assert last is not None
    assert last.why == "talk_ended"


async def test_an_agent_who_has_picked_up_for_a_caller_who_left(voice: Voice) -> None:
    await voice.ready(voice.agents[0])
    caller = voice.switch.call_in("13912345678", NUMBER)
    await voice.settle()
    agent, call = voice.ringing(voice.agents[0]), voice.call().id
    async with without_database(voice):
        voice.switch.far_end_answers(agent)
        await voice.breathe(lambda: voice.hears_music(agent))
        voice.switch.hangs_up(caller)
        await voice.breathe(lambda: ended(voice, agent))
    assert (await voice.stored(call)).outcome is Outcome.ANSWERED
