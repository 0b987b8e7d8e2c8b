"""An engine that starts without a database knows no call; all the same nobody hears silence."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import uuid4

import pytest

from lingting.calls.domain import CallState, Outcome
from lingting.calls.kept_events import KeptEvents
from lingting.calls.live import LiveCalls
from lingting.calls.live_listenings import LiveListenings
from lingting.calls.ports import Tone
from lingting.calls.service.backlog import Backlog
from lingting.calls.service.keeping import Keeping
from lingting.kernel.ids import LegId, PlayId
from lingting.platform.journal import Journal
from support.voice import Voice, there

pytestmark = [pytest.mark.flow, pytest.mark.req("EMG-02")]


@asynccontextmanager
async def standing_in(voice: Voice) -> AsyncIterator[None]:
    """The engine died, its database is away; afterwards this one leads."""
    voice.switch.lose_connection()
    voice.switch.take_events()
    before = voice.calls.backlog
    live = LiveCalls()
    supervisor = voice.centre.kit.supervisor
    keeping = Keeping(
        voice.switch, live, LiveListenings(), voice.calls.phones, tuple, supervisor, 20
    )
    kept = KeptEvents(Journal(voice.centre.kit.settings.data / "kept-events"))
    made = Backlog(before._voice, voice.calls.door, before._arriving, keeping, kept)
    voice.centre.kit.db.hold()
    made.stand_in()
    voice.switch.restore_connection()
    await asyncio.sleep(0.05)
    yield
    live.take_up(voice.calls.live.all())
    voice.centre.kit.db.resume()
    leading = supervisor.spawn(made.watch(), name="loop:switch")
    await voice.breathe(lambda: voice.centre.kit.timers.going)
    leading.cancel()


async def in_a_talk(voice: Voice) -> tuple[LegId, LegId]:
    """The lines of a customer and of his agent."""
    voice.flow.stays_after_talk = True
    await voice.ready(*voice.agents[:2])
    await voice.call_in()
    await voice.answer(voice.agents[0])
    return there(voice.call().customer_leg), there(voice.call().agent_leg)


async def test_who_speaks_goes_on_and_whose_agent_hangs_up_hears_music(voice: Voice) -> None:
    customer, agent = await in_a_talk(voice)
    async with standing_in(voice):
        assert voice.switch.what_hears(customer).voices == {agent}
        voice.switch.hangs_up(agent)
        await voice.breathe(lambda: voice.hears_music(customer))
    assert voice.call().state is CallState.AFTER_TALK
    assert not voice.hears_music(customer)


async def test_whose_customer_hangs_up_is_hung_up(voice: Voice) -> None:
    customer, agent = await in_a_talk(voice)
    async with standing_in(voice):
        voice.switch.hangs_up(customer)
        await voice.breathe(lambda: voice.switch.legs[agent].is_gone)
    assert not voice.calls.live.all()


async def test_who_was_left_before_it_stood_in_hears_music(voice: Voice) -> None:
    customer, agent = await in_a_talk(voice)
    voice.switch.lose_connection()
    voice.switch.hangs_up(agent)
    async with standing_in(voice):
        await voice.breathe(lambda: voice.hears_music(customer))
    assert voice.call().state is CallState.RECONNECTING
    assert voice.hears_music(customer)


async def test_who_hears_a_prompt_hears_music_after_it(voice: Voice) -> None:
    customer, agent = await in_a_talk(voice)
    await voice.hang_up(agent)
    assert voice.call().state is CallState.AFTER_TALK
    await voice.switch.play(customer, PlayId(uuid4()), [Tone("beep")])
    async with standing_in(voice):
        voice.centre.clock.advance(2)
        await voice.breathe(lambda: voice.hears_music(customer))
    assert not voice.hears_music(customer)


async def test_an_agent_who_answers_hears_music_and_then_the_caller(voice: Voice) -> None:
    await voice.ready(voice.agents[0])
    caller = await voice.call_in()
    agent = voice.ringing(voice.agents[0])
    async with standing_in(voice):
        voice.switch.far_end_answers(agent)
        await voice.breathe(lambda: voice.hears_music(agent))
        assert voice.hears_music(caller)
    assert voice.switch.what_hears(agent).voices == {caller}
    assert not voice.hears_music(agent)


async def test_a_supervisor_who_listens_is_left_alone(voice: Voice) -> None:
    await in_a_talk(voice)
    line = await voice.barges_in(voice.agents[2])
    async with standing_in(voice):
        assert voice.switch.what_hears(line).voices
        assert not voice.hears_music(line)


@pytest.mark.parametrize("answered", [True, False])
@pytest.mark.parametrize("who", ["agent", "customer"])
async def test_a_call_that_goes_out_ends_with_either_line(
    voice: Voice, who: str, *, answered: bool
) -> None:
    agent, customer = await voice.calls_out(answered=answered)
    call = voice.call().id
    left, stays = (agent, customer) if who == "agent" else (customer, agent)
    async with standing_in(voice):
        voice.switch.hangs_up(left)
        await voice.breathe(lambda: voice.switch.legs[stays].is_gone)
    stored = await voice.stored(call)
    outcome = Outcome.ANSWERED if answered else Outcome.NOT_CONNECTED
    assert (stored.outcome, stored.hung_up_by) == (outcome, who)
    assert (await voice.story(call)).count("call.ended") == 1


async def test_whose_agents_line_breaks_in_a_call_that_goes_out_hears_music(voice: Voice) -> None:
    agent, customer = await voice.calls_out(answered=True)
    async with standing_in(voice):
        voice.switch.loses_media(agent)
        await voice.breathe(lambda: voice.hears_music(customer))
    assert voice.call().state is CallState.RECONNECTING
    assert voice.hears_music(customer)


async def test_who_is_called_out_and_answers_speaks_with_his_agent_at_once(voice: Voice) -> None:
    agent, customer = await voice.calls_out(answered=False)
    async with standing_in(voice):
        voice.switch.far_end_answers(customer)
        await voice.breathe(lambda: voice.switch.what_hears(customer).voices == {agent})
        assert voice.switch.what_hears(agent).voices == {customer}
    assert voice.call().state is CallState.TALKING
    assert voice.switch.what_hears(customer).voices == {agent}
    assert not voice.hears_music(agent)
    await voice.breathe(lambda: list(voice.switch.bridges) == [voice.call().bridge])


async def test_a_telephone_stops_ringing_when_its_caller_leaves(voice: Voice) -> None:
    await voice.ready(voice.agents[0])
    caller = await voice.call_in()
    agent, call = voice.ringing(voice.agents[0]), voice.call().id
    async with standing_in(voice):
        voice.switch.hangs_up(caller)
        await voice.breathe(lambda: voice.switch.legs[agent].is_gone)
    assert (await voice.stored(call)).outcome is Outcome.ABANDONED
