"""What happened while no engine was there comes before what fell due meanwhile."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest

from lingting.calls.domain import CallState, Outcome
from lingting.calls.kept_events import KeptEvents
from lingting.calls.ports import SwitchEvent
from lingting.calls.service.backlog import Backlog
from lingting.platform.journal import Journal
from support.voice import Voice, there

pytestmark = [pytest.mark.flow, pytest.mark.req("EMG-02")]


@asynccontextmanager
async def next_engine(voice: Voice, *, restarted: bool = False) -> AsyncIterator[None]:
    """Its clock goes on at once, its switch is heard a little later."""
    supervisor, before = voice.centre.kit.supervisor, voice.calls.backlog
    kept = KeptEvents(Journal(voice.centre.kit.settings.data / "kept-events"))
    made = Backlog(before._voice, voice.calls.door, before._arriving, before._keeping, kept)
    made.begin()
    voice.centre.kit.timers.start()
    await asyncio.sleep(0.05)
    voice.switch.restore_connection(restarted=restarted)
    watching = supervisor.spawn(made.watch(), name="loop:switch")
    yield
    watching.cancel()


def dies(voice: Voice) -> list[SwitchEvent]:
    """The engine is gone; nobody hears what the switch tells."""
    voice.switch.lose_connection()
    return voice.switch.take_events()


async def test_who_answered_in_time_while_no_engine_was_there_speaks_with_his_caller(
    voice: Voice,
) -> None:
    await voice.ready(voice.agents[0])
    caller = await voice.call_in()
    agent = voice.ringing(voice.agents[0])
    dies(voice)
    voice.switch.far_end_answers(agent)
    voice.centre.clock.advance(60)
    async with next_engine(voice):
        await voice.breathe(lambda: agent in voice.switch.what_hears(caller).voices)
        await voice.breathe(lambda: voice.centre.kit.timers.going)
    assert voice.call().state is CallState.TALKING
    story = await voice.story(voice.call().id)
    assert (story.count("offer.made"), story.count("offer.accepted")) == (1, 1)


async def test_who_did_not_answer_has_missed_his_call_as_soon_as_the_switch_was_heard(
    voice: Voice,
) -> None:
    await voice.ready(voice.agents[0])
    await voice.call_in()
    dies(voice)
    voice.centre.clock.advance(60)
    async with next_engine(voice):
        await voice.breathe(lambda: voice.centre.kit.timers.going)
        await voice.breathe(lambda: not voice.rings(voice.agents[0]))
    assert voice.call().state is CallState.QUEUED


async def test_what_is_due_does_not_wait_for_a_switch_that_is_away(
    voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("lingting.calls.service.backlog.SWITCH_SECONDS", 0.05)
    voice.calls.backlog.begin()
    assert not voice.centre.kit.timers.going
    await voice.breathe(lambda: voice.centre.kit.timers.going)


@pytest.mark.req("FLOW-11")
async def test_who_hung_up_while_no_engine_was_there_gave_up_waiting(voice: Voice) -> None:
    caller = await voice.call_in()
    call = voice.call().id
    dies(voice)
    voice.switch.hangs_up(caller)
    async with next_engine(voice):
        await voice.breathe(lambda: not voice.calls.live.all())
    stored = await voice.stored(call)
    assert (stored.outcome, stored.hung_up_by) == (Outcome.ABANDONED, "customer")


@pytest.mark.req("FLOW-11")
async def test_whose_line_went_with_the_switch_did_not_give_up(voice: Voice) -> None:
    caller = await voice.call_in()
    call = voice.call().id
    dies(voice)
    voice.switch.hangs_up(caller)
    async with next_engine(voice, restarted=True):
        await voice.breathe(lambda: not voice.calls.live.all())
    stored = await voice.stored(call)
    assert (stored.outcome, stored.hung_up_by) == (Outcome.FAILED, "network")


async def test_an_agent_whose_line_went_while_no_engine_was_there_may_come_back(
    voice: Voice,
) -> None:
    await voice.ready(voice.agents[0])
    await voice.call_in()
    await voice.answer(voice.agents[0])
    agent = there(voice.call().agent_leg)
    dies(voice)
    voice.switch.hangs_up(agent)
    async with next_engine(voice):
        await voice.breathe(lambda: voice.call().state is CallState.RECONNECTING)
