"""A caller who left before an engine had taken him."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
import sqlalchemy as sa

from lingting.calls.domain import Call, Outcome
from lingting.calls.ports import CallerMissed, HungUpBy, LegArrived
from lingting.calls.tables import calls
from lingting.kernel.ids import LegId
from support.voice import CALLER, NUMBER, Voice

pytestmark = pytest.mark.flow


async def past(voice: Voice) -> list[Call]:
    """Every call that was written down."""
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        ids = (await tx.conn.execute(sa.select(calls.c.id))).scalars().all()
    return [await voice.stored(one) for one in ids]


@pytest.mark.req("TEL-13", "TEL-18")
async def test_who_left_before_the_engine_was_there_is_an_abandoned_contact(voice: Voice) -> None:
    await voice.ready(voice.agents[0])
    voice.switch.lose_connection()
    await voice.settle()
    leg = voice.switch.call_in(CALLER, NUMBER)
    came = voice.switch.clock.now()
    await voice.run(4)
    voice.switch.hangs_up(leg)
    left = voice.switch.clock.now()
    await voice.run(3)
    voice.switch.restore_connection()
    await voice.settle()
    (call,) = await past(voice)
    assert (call.outcome, call.hung_up_by) == (Outcome.ABANDONED, "customer")
    assert (call.began_at, call.ended_at) == (came, left)
    assert call.caller.raw == CALLER
    assert await voice.story(call.id) == ["call.arrived", "call.ended"]
    assert not voice.rings(voice.agents[0])


async def test_he_is_written_down_once_however_often_he_is_told_of(voice: Voice) -> None:
    voice.switch.lose_connection()
    await voice.settle()
    leg = voice.switch.call_in(CALLER, NUMBER)
    voice.switch.hangs_up(leg)
    (missed,) = voice.switch._missed.values()
    for _ in range(2):
        voice.switch.restore_connection()
        await voice.settle()
        voice.switch._missed[leg] = missed
    assert len(await past(voice)) == 1


@pytest.mark.req("TEL-13")
async def test_who_was_lost_with_a_switch_that_died_is_a_contact_that_failed(voice: Voice) -> None:
    came = voice.switch.clock.now()
    await voice.run(5)
    noticed = voice.switch.clock.now()
    lost = CallerMissed(
        at=noticed,
        leg=LegId(uuid4()),
        calling=CALLER,
        called=NUMBER,
        trunk="t",
        came_at=came,
        by=HungUpBy.NETWORK,
    )
    for _ in range(2):
        await voice.calls.door.enter(lost)
        await voice.settle()
    (call,) = await past(voice)
    assert (call.outcome, call.hung_up_by) == (Outcome.FAILED, "network")
    assert (call.began_at, call.ended_at) == (came, noticed)


@pytest.mark.req("TEL-13")
async def test_who_had_just_come_when_the_switch_died_is_a_contact_that_failed(
    voice: Voice,
) -> None:
    leg = voice.switch.call_in(CALLER, NUMBER)
    (arrived,) = (one for one in voice.switch.take_events() if isinstance(one, LegArrived))
    voice.switch.lose_connection()
    await voice.calls.door.enter(arrived)
    assert voice.call().legs[0].id == leg
    voice.switch.hangs_up(leg)
    voice.switch._missed.clear()
    voice.switch.restore_connection(restarted=True)
    await voice.settle()
    (call,) = await past(voice)
    assert call.outcome is Outcome.FAILED


@pytest.mark.req("TEL-13")
async def test_who_left_unanswered_and_was_written_down_is_no_second_contact(voice: Voice) -> None:
    leg = voice.switch.call_in(CALLER, NUMBER)
    voice.switch.hangs_up(leg)
    assert voice.switch._missed
    await voice.run(6)
    (call,) = await past(voice)
    assert call.outcome is Outcome.ABANDONED
    assert not voice.switch._missed, "it need not be told again"


@pytest.mark.req("TEL-13")
async def test_a_caller_whose_arrival_died_with_an_engine_is_a_contact(voice: Voice) -> None:
    leg = voice.switch.call_in(CALLER, NUMBER)
    assert [e.leg for e in voice.switch.take_events() if isinstance(e, LegArrived)] == [leg]
    voice.switch.lose_connection()
    voice.switch.hangs_up(leg)
    voice.switch.restore_connection()
    await voice.settle()
    (call,) = await past(voice)
    assert (call.outcome, call.hung_up_by) == (Outcome.ABANDONED, "customer")


async def test_an_arrival_that_comes_after_the_note_of_his_leaving_makes_no_second_contact(
    voice: Voice,
) -> None:
    leg = voice.switch.call_in(CALLER, NUMBER)
    late = [e for e in voice.switch.take_events() if isinstance(e, LegArrived)]
    voice.switch.hangs_up(leg)
    gone = voice.switch.take_events()
    await voice.run(6)
    for event in (*late, *gone):
        voice.switch._tell(event)
    await voice.settle()
    assert len(await past(voice)) == 1
    assert voice.calls.live.of_leg(leg) is None


async def test_who_was_refused_and_is_not_written_down_yet_is_no_abandoned_contact(
    voice: Voice,
) -> None:
    leg = voice.switch.call_in(CALLER, NUMBER)
    (event,) = (e for e in voice.switch.take_events() if isinstance(e, LegArrived))
    voice.switch.hangs_up(leg)
    (missed,) = voice.switch._missed.values()
    heard = voice.centre.clock.now() - timedelta(minutes=1)
    await voice.calls.door.enter(replace(event, heard_at=heard))
    await voice.calls.door.enter(missed)
    await voice.settle()
    assert [one.outcome for one in await past(voice)] == [Outcome.REFUSED]
