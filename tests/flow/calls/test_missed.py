"""A caller who came and left while no engine heard the switch."""

import pytest
import sqlalchemy as sa

from lingting.calls.domain import Call, Outcome
from lingting.calls.tables import calls
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
