"""The product was stopped, or power failed: what it cut ended then, not at the next start."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from lingting.acd.domain.states import Presence, SignIn
from lingting.acd.tables import agent_states
from lingting.calls.domain import Outcome
from lingting.calls.last_heard import NOBODY_STAYS
from lingting.kernel.ids import AgentId, UserId
from support.voice import Voice

pytestmark = [pytest.mark.flow, pytest.mark.req("EMG-02", "RPT-02")]

NIGHT = timedelta(hours=14)


@asynccontextmanager
async def starts_after(
    voice: Voice, away: timedelta, noted: datetime | None = None
) -> AsyncIterator[None]:
    """Engine and switch are gone for so long; then both are new. `noted` is when the switch was
    heard as far as the file says."""
    door = voice.calls.door
    voice.calls.last_heard.noted = noted or voice.centre.clock.now()
    voice.switch.lose_connection()
    voice.switch.take_events()
    door.connected, door.connections = False, 0
    voice.centre.clock.advance(away.total_seconds())
    voice.switch.restore_connection(restarted=True)
    await voice.settle()
    yield


async def _nothing(*_: object) -> dict[str, object]:
    return {}


async def states(voice: Voice, agent: AgentId) -> list[Any]:
    """The stretches of an agent's time, in order."""
    query = sa.select(agent_states).where(agent_states.c.agent_id == agent)
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        found = await tx.conn.execute(query.order_by(agent_states.c.number))
        return list(found)


async def test_a_talk_lasted_until_the_product_stopped(voice: Voice) -> None:
    await voice.ready(voice.agents[0])
    await voice.call_in()
    await voice.answer(voice.agents[0])
    call = voice.call().id
    await voice.run(40)
    stopped = voice.centre.clock.now()
    async with starts_after(voice, NIGHT):
        stored = await voice.stored(call)
    assert (stored.outcome, stored.hung_up_by) == (Outcome.ANSWERED, "network")
    assert stored.ended_at == stopped
    assert {leg.ended_at for leg in stored.legs} == {stopped}


async def test_a_short_stop_is_no_part_of_a_talk_either(voice: Voice) -> None:
    await voice.ready(voice.agents[0])
    await voice.call_in()
    await voice.answer(voice.agents[0])
    call, stopped = voice.call().id, voice.centre.clock.now()
    async with starts_after(voice, timedelta(seconds=20)):
        stored = await voice.stored(call)
    assert stored.ended_at == stopped


async def test_nothing_ends_before_what_is_known_to_have_come_later(voice: Voice) -> None:
    """Power failed just after the last note of the time."""
    await voice.ready(voice.agents[0])
    await voice.call_in()
    noted = voice.centre.clock.now()
    await voice.run(2)
    await voice.answer(voice.agents[0])
    call, answered = voice.call().id, voice.centre.clock.now()
    async with starts_after(voice, timedelta(seconds=20), noted):
        stored = await voice.stored(call)
    assert stored.ended_at == answered


async def test_whose_caller_is_gone_is_offered_nobody_who_is_gone_as_well(voice: Voice) -> None:
    await voice.ready(*voice.agents[:2])
    for caller in ("13800138001", "13800138002", "13800138003", "13800138004"):
        await voice.call_in(caller)
    await voice.answer(voice.agents[0])
    calls = [one.id for one in voice.calls.live.all()]
    async with starts_after(voice, timedelta(seconds=20)):
        stories = [await voice.story(call) for call in calls]
    assert [story.count("offer.made") for story in stories] == [1, 1, 0, 0]
    assert all(story.count("call.ended") == 1 for story in stories)


async def test_nobody_worked_through_the_night(voice: Voice) -> None:
    await voice.ready(voice.agents[0])
    await voice.run(60)
    stopped = voice.centre.clock.now()
    async with starts_after(voice, NIGHT):
        view = voice.acd.agent_view(voice.tenant, voice.agents[0])
    assert view is not None
    assert (view.sign_in, view.presence) == (SignIn.LOGGED_OUT, Presence.OFFLINE)
    *_, last = await states(voice, voice.agents[0])
    assert (last.presence, last.ended_at) == ("idle", stopped)


async def test_whose_page_is_open_by_then_is_there_again(voice: Voice) -> None:
    await voice.ready(voice.agents[0])
    await voice.run(60)
    stopped = voice.centre.clock.now()
    voice.centre.kit.hub.show(_nothing)
    voice.centre.kit.hub.attach(voice.tenant, UserId(voice.agents[0]))
    async with starts_after(voice, NIGHT):
        view = voice.acd.agent_view(voice.tenant, voice.agents[0])
    assert view is not None
    assert (view.sign_in, view.presence) == (SignIn.LOGGED_IN, Presence.BUSY)
    *_, before, last = await states(voice, voice.agents[0])
    assert (before.presence, before.ended_at) == ("idle", stopped)
    assert (last.presence, last.began_at) == ("busy", voice.centre.clock.now())


async def test_after_a_short_stop_everybody_goes_on(voice: Voice) -> None:
    await voice.ready(voice.agents[0])
    async with starts_after(voice, NOBODY_STAYS):
        view = voice.acd.agent_view(voice.tenant, voice.agents[0])
    assert view is not None
    assert view.sign_in is SignIn.SIGNED_IN


async def test_a_clock_that_was_ahead_ends_nothing_in_days_to_come(
    voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was put right while the product was stopped."""
    await voice.call_in()
    call, written = voice.call().id, voice.centre.clock.now()
    monkeypatch.setattr(voice.centre.clock, "_now", written - NIGHT)
    await voice.centre.kit.db.look_back(voice.tenant)
    async with starts_after(voice, timedelta(seconds=20), noted=written):
        stored = await voice.stored(call)
    assert stored.ended_at == written - NIGHT + timedelta(seconds=20)
