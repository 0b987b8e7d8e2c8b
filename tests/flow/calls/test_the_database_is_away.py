"""While the database is away new callers are received and kept; what happened is written later."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
import pytest
import sqlalchemy as sa

from lingting.calls.domain import CallState, Leg, Outcome
from lingting.calls.kept_events import KeptEvents
from lingting.calls.ports import Tone
from lingting.calls.service.backlog import Backlog
from lingting.calls.tables import calls
from lingting.kernel.ids import AgentId, PlayId, UserId
from lingting.platform.journal import Journal
from lingting.platform.transaction import Transaction
from lingting.testing.fake_leg import LegState
from support.away import living
from support.voice import NUMBER, Voice

pytestmark = pytest.mark.flow

REFUSES = """
CREATE SEQUENCE refused;
CREATE FUNCTION refuses() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
BEGIN
    PERFORM nextval('refused');
    RAISE 'no timer is stored';
END $$;
CREATE TRIGGER refuses BEFORE INSERT OR UPDATE ON timers FOR EACH ROW EXECUTE FUNCTION refuses();
"""
"""How often it was in vain is counted outside of every transaction."""


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


@pytest.mark.req("EMG-02")
async def test_who_waits_for_what_a_flow_does_next_hears_music_until_it_goes_on(
    away: Voice,
) -> None:
    """His agent hangs up, then he presses a key; a flow would go on at each."""
    away.flow.stays_after_talk = True
    customer, agent = _in_a_talk(away)
    away.switch.hangs_up(agent.id)
    await away.breathe(lambda: away.switch.what_hears(customer.id).music is not None)
    away.switch.presses(customer.id, "1")
    away.centre.kit.db.resume()
    await away.breathe(lambda: away.centre.kit.timers.going)
    assert away.call().state is CallState.AFTER_TALK
    assert away.flow.heard[-2:] == ["talk_ended by agent", "digit 1"]
    assert away.switch.what_hears(customer.id).music is None
    away.centre.kit.db.hold()
    away.switch.presses(customer.id, "2")
    await away.breathe(lambda: away.switch.what_hears(customer.id).music is not None)
    away.centre.kit.db.resume()
    await away.breathe(lambda: away.flow.heard[-1] == "digit 2")
    assert away.switch.what_hears(customer.id).music is None


@pytest.mark.req("EMG-02")
async def test_who_heard_a_prompt_to_its_end_hears_music_until_the_flow_goes_on(
    away: Voice,
) -> None:
    away.flow.stays_after_talk = True
    customer, agent = _in_a_talk(away)
    away.centre.kit.db.resume()
    away.switch.hangs_up(agent.id)
    await away.breathe(lambda: away.call().state is CallState.AFTER_TALK)
    away.centre.kit.db.hold()
    await away.switch.play(customer.id, PlayId(uuid4()), [Tone("beep")])
    away.centre.clock.advance(2)
    await away.breathe(lambda: away.switch.what_hears(customer.id).music is not None)
    away.centre.kit.db.resume()
    await away.breathe(lambda: away.flow.heard[-1] == "played")
    assert away.switch.what_hears(customer.id).music is None


@pytest.mark.req("EMG-02")
async def test_whose_agents_page_goes_hears_music_until_he_is_rung_again(away: Voice) -> None:
    customer, agent = _in_a_talk(away)
    away.switch.phone_unregisters(away.phone(away.agents[0]))
    await away.breathe(lambda: away.switch.what_hears(customer.id).music is not None)
    away.switch.loses_media(agent.id)
    away.centre.kit.db.resume()
    await away.breathe(lambda: away.centre.kit.timers.going)
    assert away.call().state is CallState.RECONNECTING
    assert away.switch.what_hears(customer.id).music is not None
    away.switch.phone_registers(away.phone(away.agents[0]))
    await away.turn(away.calls.rejoining.rejoin, away.agents[0])
    again = away.ringing(away.agents[0])
    away.switch.far_end_answers(again)
    await away.breathe(lambda: again in away.switch.what_hears(customer.id).voices)
    assert away.switch.what_hears(customer.id).music is None


@pytest.mark.req("EMG-02")
async def test_whose_agents_page_goes_after_his_telephone_hears_music(away: Voice) -> None:
    customer, _ = _in_a_talk(away)
    hub, backlog = away.centre.kit.hub, away.calls.backlog
    hub.on_pages_changed = lambda tenant, user, _: backlog.page_gone(tenant, AgentId(user))
    page = hub.attach(away.tenant, UserId(away.agents[0]))
    away.switch.phone_unregisters(away.phone(away.agents[0]))
    await away.breathe(lambda: not away.centre.kit.timers.going)
    await asyncio.sleep(0.05)
    assert away.switch.what_hears(customer.id).voices  # a broken socket alone ends no talk
    hub.detach(page)
    await away.breathe(lambda: away.switch.what_hears(customer.id).music is not None)


@pytest.mark.req("EMG-02")
@pytest.mark.parametrize("registers", [True, False])
async def test_whose_agents_page_is_back_before_the_database_speaks_with_him(
    away: Voice, registers: bool
) -> None:
    customer, agent = _in_a_talk(away)
    away.switch.phone_unregisters(away.phone(away.agents[0]))
    await away.breathe(lambda: away.switch.what_hears(customer.id).music is not None)
    if registers:
        away.switch.phone_registers(away.phone(away.agents[0]))
        await away.breathe(lambda: agent.id in away.switch.what_hears(customer.id).voices)
    away.centre.kit.hub.attach(away.tenant, UserId(away.agents[0]))
    away.centre.kit.db.resume()
    await away.breathe(lambda: away.centre.kit.timers.going)
    assert away.call().state is CallState.TALKING
    assert away.switch.what_hears(customer.id).voices == {agent.id}


@pytest.mark.req("EMG-02")
async def test_an_agent_who_answers_meanwhile_hears_music_and_then_the_caller(away: Voice) -> None:
    away.centre.kit.db.resume()
    leg = away.switch.call_in("13912345678", NUMBER)
    await away.breathe(lambda: away.rings(away.agents[1]))
    agent = away.ringing(away.agents[1])
    away.centre.kit.db.hold()
    away.switch.far_end_answers(agent)
    await away.breathe(lambda: away.switch.what_hears(agent).music is not None)
    assert away.switch.what_hears(leg).music is not None
    away.centre.kit.db.resume()
    await away.breathe(lambda: leg in away.switch.what_hears(agent).voices)
    assert away.switch.what_hears(agent).music is None
    assert away.calls.live.of_leg(leg).state is CallState.TALKING  # type: ignore[union-attr]


def next_process(voice: Voice) -> Backlog:
    """The part of an engine that reads the switch, as one has it that was just started."""
    voice.switch.restore_connection()
    before = voice.calls.backlog
    kept = KeptEvents(Journal(voice.centre.kit.settings.data / "kept-events"))
    return Backlog(before._voice, voice.calls.door, before._arriving, before._keeping, kept)


@asynccontextmanager
async def dies_while_away(voice: Voice) -> AsyncIterator[None]:
    """The database goes away, things happen, and the engine dies before it is back."""
    supervisor = voice.centre.kit.supervisor
    watching = supervisor.spawn(voice.calls.backlog.watch(), name="loop:switch")
    voice.centre.kit.db.hold()
    yield
    watching.cancel()
    await asyncio.wait([watching])
    voice.centre.kit.db.resume()


@pytest.mark.req("EMG-02")
async def test_what_an_engine_kept_that_died_is_written_by_the_next_one_and_once(
    voice: Voice,
) -> None:
    await voice.ready(*voice.agents[:1])
    await voice.call_in()
    await voice.answer(voice.agents[0])
    talk = voice.call()
    customer = talk.customer_leg
    assert customer is not None
    async with dies_while_away(voice):
        voice.centre.clock.advance(10)
        voice.switch.hangs_up(customer.id)
        leg = voice.switch.call_in("13912345678", NUMBER)
        await voice.breathe(lambda: voice.switch.legs[leg].state is LegState.UP)
        voice.centre.clock.advance(5)
        voice.switch.hangs_up(leg)
        await asyncio.sleep(0.1)
        voice.centre.clock.advance(30)
    assert voice.calls.live.get(talk.id) is not None
    for _ in range(2):  # the second one finds nothing
        following = voice.centre.kit.supervisor.spawn(next_process(voice).watch(), "loop:next")
        await voice.breathe(lambda: voice.calls.live.get(talk.id) is None)
        await voice.breathe(lambda: voice.centre.kit.timers.going)
        following.cancel()
        await asyncio.wait([following])
    ended = await voice.stored(talk.id)
    assert (ended.outcome, ended.talk_seconds) == (Outcome.ANSWERED, 10)
    assert await outcomes(voice, "13912345678") == ["abandoned"]
    assert not list(voice.centre.kit.settings.data.rglob("kept-events"))


async def test_a_caller_who_was_written_down_before_the_engine_died_is_not_taken_in_again(
    voice: Voice,
) -> None:
    async with dies_while_away(voice):
        leg = voice.switch.call_in("13912345678", NUMBER)
        await voice.breathe(lambda: voice.switch.legs[leg].state is LegState.UP)
        voice.switch.hangs_up(leg)
        await asyncio.sleep(0.1)
    kept = (voice.centre.kit.settings.data / "kept-events").read_bytes()
    for _ in range(2):
        (voice.centre.kit.settings.data / "kept-events").write_bytes(kept)
        following = voice.centre.kit.supervisor.spawn(next_process(voice).watch(), "loop:next")
        await asyncio.sleep(0.05)
        await voice.breathe(lambda: voice.centre.kit.timers.going)
        following.cancel()
        await asyncio.wait([following])
    assert await outcomes(voice, "13912345678") == ["abandoned"]


@pytest.mark.req("EMG-02")
async def test_an_engine_that_starts_without_a_database_hears_and_keeps_until_it_leads(
    voice: Voice,
) -> None:
    await voice.ready(*voice.agents[:1])
    await voice.call_in()
    await voice.answer(voice.agents[0])
    talk = voice.call()
    customer = talk.customer_leg
    assert customer is not None
    voice.centre.kit.db.hold()
    one = next_process(voice)
    one.stand_in()
    await asyncio.sleep(0.05)
    leg = voice.switch.call_in("13912345678", NUMBER)
    await voice.breathe(lambda: voice.switch.what_hears(leg).music is not None)
    voice.centre.clock.advance(10)
    voice.switch.hangs_up(customer.id)
    await asyncio.sleep(0.05)
    voice.centre.clock.advance(30)
    voice.centre.kit.db.resume()
    await asyncio.sleep(0.3)
    assert voice.calls.live.get(talk.id) is not None  # nothing is decided before it leads
    leading = voice.centre.kit.supervisor.spawn(one.watch(), name="loop:switch")
    await voice.breathe(lambda: voice.centre.kit.timers.going)
    leading.cancel()
    ended = await voice.stored(talk.id)
    assert (ended.outcome, ended.talk_seconds) == (Outcome.ANSWERED, 10)
    call = voice.calls.live.of_leg(leg)
    assert call is not None
    assert call.state is CallState.QUEUED


async def outcomes(voice: Voice, number: str) -> list[str]:
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        query = sa.select(calls.c.outcome).where(calls.c.caller_raw == number)
        return list((await tx.conn.execute(query)).scalars())


def _in_a_talk(voice: Voice) -> tuple[Leg, Leg]:
    """The lines of the customer and of his agent."""
    call = voice.call()
    assert call.customer_leg is not None
    assert call.agent_leg is not None
    return call.customer_leg, call.agent_leg


async def test_a_floor_that_is_read_again_in_vain_is_read_until_its_timer_is_stored(
    voice: Voice, database_url: str
) -> None:
    await voice.call_in()

    async def fails(tx: Transaction) -> None:
        await voice.acd.log_in(tx, voice.agents[0])
        raise ValueError

    with psycopg.connect(database_url, autocommit=True) as owner:

        def one(question: LiteralString) -> Any:
            return (owner.execute(question).fetchone() or (None,))[0]

        owner.execute("SELECT set_config('lingting.tenant_id', %s, false)", [voice.tenant.hex])
        owner.execute(REFUSES)
        voice.centre.clock.advance(1)
        with suppress(ValueError):
            await voice.turn(fails)
        await voice.breathe(lambda: one("SELECT is_called FROM refused"))
        owner.execute("DROP TRIGGER refuses ON timers")
        due = "SELECT due_at FROM timers WHERE kind = 'acd.due'"
        await voice.breathe(lambda: one(due) == voice.centre.clock.now())
