"""While the database is away new callers are received and kept; what happened is written later."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import sqlalchemy as sa

from lingting.calls.domain import CallState, Outcome
from lingting.testing.fake_leg import LegState
from support.voice import NUMBER, Voice

pytestmark = pytest.mark.flow


@asynccontextmanager
async def living(voice: Voice) -> AsyncIterator[None]:
    """The door reads the switch by itself, as in the product."""
    supervisor = voice.centre.kit.supervisor
    watching = supervisor.spawn(voice.calls.door.watch(), name="loop:switch")
    try:
        yield
    finally:
        watching.cancel()


@pytest.fixture
async def away(voice: Voice) -> AsyncIterator[Voice]:
    """One agent talks, the door lives, and then nothing can be written."""
    await voice.ready(*voice.agents[:2])
    await voice.call_in()
    await voice.answer(voice.agents[0])
    async with living(voice):
        voice.centre.kit.db.hold()
        yield voice
        voice.centre.kit.db.resume()


async def test_a_new_caller_is_answered_and_hears_music_until_he_is_served(away: Voice) -> None:
    leg = away.switch.call_in("13912345678", NUMBER)
    await away.breathe(lambda: away.switch.legs[leg].state is LegState.UP)
    await away.breathe(lambda: away.switch.what_hears(leg).music is not None)
    assert away.calls.live.of_leg(leg) is None
    away.centre.kit.db.resume()
    await away.breathe(lambda: away.centre.kit.timers.going)
    call = away.calls.live.of_leg(leg)
    assert call is not None
    assert call.state is CallState.QUEUED
    assert "call.arrived" in await away.story(call.id)


async def test_a_talk_that_ends_meanwhile_ends_when_it_ended(away: Voice) -> None:
    call = away.call()
    customer = call.customer_leg
    assert customer is not None
    away.centre.clock.advance(10)
    away.switch.hangs_up(customer.id)
    await away.breathe(lambda: not away.centre.kit.timers.going)
    away.centre.clock.advance(30)
    away.centre.kit.db.resume()
    await away.breathe(lambda: away.calls.live.get(call.id) is None)
    ended = await away.stored(call.id)
    assert (ended.outcome, ended.talk_seconds) == (Outcome.ANSWERED, 10)
    assert (await away.story(call.id)).count("call.ended") == 1


async def test_what_fell_due_meanwhile_waits_for_what_happened_before(away: Voice) -> None:
    timers = away.centre.kit.timers
    leg = away.switch.call_in("13912345678", NUMBER)
    await away.breathe(lambda: away.switch.legs[leg].state is LegState.UP)
    away.centre.clock.advance(60)
    assert not timers.going
    away.centre.kit.db.resume()
    await away.breathe(lambda: timers.going)
    assert away.calls.live.of_leg(leg) is not None


async def test_who_gives_up_meanwhile_is_written_down_as_a_caller_whom_we_kept(away: Voice) -> None:
    leg = away.switch.call_in("13912345678", NUMBER)
    await away.breathe(lambda: away.switch.legs[leg].state is LegState.UP)
    away.switch.hangs_up(leg)
    away.centre.clock.advance(60)
    away.centre.kit.db.resume()
    await away.breathe(lambda: away.centre.kit.timers.going)
    query = (
        "SELECT e.data FROM event_log e JOIN calls c ON c.id = e.call_id"
        " WHERE e.name = 'call.arrived' AND c.outcome = 'abandoned'"
    )
    async with away.centre.kit.db.transaction(away.tenant) as tx:
        found = await tx.conn.execute(sa.text(query))
        assert [row.data["caught"] for row in found] == [True]
