"""The story's totals are those that the voice channel itself has counted."""

from __future__ import annotations

import pytest

from lingting.calls.domain import Call
from lingting.kernel.ids import CallId
from lingting.reporting import store
from lingting.reporting.domain.chapters import RingResult, Story
from lingting.reporting.domain.story import tell
from support.voice import Voice

pytestmark = pytest.mark.flow


async def told(voice: Voice, call: CallId) -> tuple[Story, Call]:
    """The story and the row of a call."""
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        facts = await store.facts_of(tx.conn, call)
        return tell(facts, tx.now), await voice.stored(call)


def agree(story: Story, row: Call) -> None:
    assert story.totals.talk == pytest.approx(row.talk_seconds, abs=1e-3)
    assert story.totals.wait == pytest.approx(row.wait_seconds, abs=1e-3)
    assert row.ended_at is not None
    whole = (row.ended_at - row.began_at).total_seconds()
    assert story.totals.whole == pytest.approx(whole, abs=1e-3)


async def test_a_talk_with_a_hold(voice: Voice) -> None:
    agent = voice.agents[0]
    caller = await voice.call_in()
    call = voice.call().id
    await voice.run(12)
    await voice.ready(agent)
    await voice.run(3)
    await voice.answer(agent)
    await voice.run(20)
    await voice.turn(voice.calls.talking.hold, call, agent)
    await voice.run(15)
    await voice.turn(voice.calls.talking.retrieve, call, agent)
    await voice.run(25)
    await voice.hang_up(caller)
    story, row = await told(voice, call)
    agree(story, row)
    assert story.totals.held == 15
    assert [ring.result for ring in story.rings] == [RingResult.ACCEPTED]


@pytest.mark.req("FLOW-11")
async def test_a_caller_who_gives_up(voice: Voice) -> None:
    caller = await voice.call_in()
    call = voice.call().id
    await voice.run(33)
    await voice.hang_up(caller)
    story, row = await told(voice, call)
    agree(story, row)
    assert story.totals.waited == 33


async def test_a_second_agent_after_the_first_did_not_answer(voice: Voice) -> None:
    first, second, _ = voice.agents
    await voice.ready(first)
    caller = await voice.call_in()
    call = voice.call().id
    await voice.run(21)
    await voice.ready(second)
    await voice.run(2)
    await voice.answer(second)
    await voice.run(10)
    await voice.hang_up(caller)
    story, row = await told(voice, call)
    agree(story, row)
    assert [ring.result for ring in story.rings] == [RingResult.EXPIRED, RingResult.ACCEPTED]
    assert story.rings[0].seconds == 20


async def test_a_transfer_to_a_colleague(voice: Voice) -> None:
    first, second, _ = voice.agents
    await voice.ready(first)
    caller = await voice.call_in()
    call = voice.call().id
    await voice.answer(first)
    await voice.run(30)
    await voice.ready(second)
    await voice.turn(voice.calls.transfer.to_agent, call, first, second)
    await voice.run(5)
    await voice.answer(second)
    await voice.run(40)
    await voice.hang_up(caller)
    story, row = await told(voice, call)
    agree(story, row)
    assert row.talk_seconds == 70


async def test_a_customer_who_gives_up_after_a_transfer(voice: Voice) -> None:
    first, second, _ = voice.agents
    await voice.ready(first)
    caller = await voice.call_in()
    call = voice.call().id
    await voice.run(4)
    await voice.answer(first)
    await voice.run(30)
    await voice.ready(second)
    await voice.turn(voice.calls.transfer.to_agent, call, first, second)
    await voice.run(9)
    await voice.hang_up(caller)
    story, row = await told(voice, call)
    agree(story, row)


async def test_a_reloaded_page(voice: Voice) -> None:
    agent = voice.agents[0]
    await voice.ready(agent)
    caller = await voice.call_in()
    call = voice.call().id
    await voice.answer(agent)
    await voice.run(30)
    voice.switch.phone_unregisters(voice.phone(agent))
    await voice.run(4)
    voice.switch.phone_registers(voice.phone(agent))
    await voice.settle()
    await voice.turn(voice.calls.rejoining.rejoin, agent)
    await voice.answer(agent)
    await voice.run(16)
    await voice.hang_up(caller)
    story, row = await told(voice, call)
    agree(story, row)
    assert story.totals.reconnecting == pytest.approx(4)


async def test_an_agent_who_stays_away(voice: Voice) -> None:
    first, second, _ = voice.agents
    await voice.ready(first)
    caller = await voice.call_in()
    call = voice.call().id
    await voice.answer(first)
    await voice.run(30)
    voice.switch.phone_unregisters(voice.phone(first))
    await voice.run(25)
    await voice.ready(second)
    await voice.answer(second)
    await voice.run(10)
    await voice.hang_up(caller)
    story, row = await told(voice, call)
    agree(story, row)


async def test_a_customer_who_gives_up_while_the_agent_is_away(voice: Voice) -> None:
    agent = voice.agents[0]
    await voice.ready(agent)
    caller = await voice.call_in()
    call = voice.call().id
    await voice.answer(agent)
    await voice.run(30)
    voice.switch.phone_unregisters(voice.phone(agent))
    await voice.run(6)
    await voice.hang_up(caller)
    story, row = await told(voice, call)
    agree(story, row)


async def test_an_outbound_call(voice: Voice) -> None:
    agent = voice.agents[0]
    await voice.ready(agent)
    await voice.turn(voice.acd.set_busy, agent, "other")
    await voice.turn(voice.calls.dialling.dial, agent, "01088887777")
    call = voice.call().id
    await voice.answer(agent)
    await voice.run(6)
    customer = voice.switch.leg_of("01088887777")
    voice.switch.far_end_answers(customer.id)
    await voice.settle()
    await voice.run(50)
    await voice.hang_up(customer.id)
    story, row = await told(voice, call)
    agree(story, row)
    assert story.totals.talk == 50
