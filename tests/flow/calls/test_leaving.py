"""Stories of agents who go away in a talk, transfer it, or dial out themselves."""

import pytest

from lingting.calls.domain import CallState, Direction, Outcome
from lingting.calls.domain.call import OUTSIDE_RING_SECONDS
from lingting.calls.errors import NotYourCall, TargetUnusable
from lingting.calls.ports import GoneCause, Tone
from lingting.kernel.ids import LegId, UserId
from support.voice import Voice

pytestmark = pytest.mark.flow


async def talking(voice: Voice) -> None:
    await voice.ready(voice.agents[0])
    await voice.call_in()
    await voice.answer(voice.agents[0])
    await voice.run(30)


async def test_an_agent_whose_page_reloads_is_joined_again(voice: Voice) -> None:
    agent = voice.agents[0]
    await talking(voice)
    call = voice.call()
    customer = call.customer_leg
    assert customer is not None
    voice.switch.phone_unregisters(voice.phone(agent))
    await voice.settle()
    assert voice.call().state is CallState.RECONNECTING
    assert voice.switch.what_hears(customer.id).music is not None
    await voice.run(2)
    await voice.calls.phones.provision(voice.tenant, agent)
    voice.switch.phone_registers(voice.phone(agent))
    await voice.settle()
    await voice.turn(voice.calls.rejoining.rejoin, agent)
    leg = voice.switch.leg_of(voice.phone(agent))
    assert leg.dial is not None
    assert leg.dial.headers["X-Auto-Answer"] == str(call.id)
    await voice.answer(agent)
    assert voice.call().state is CallState.TALKING
    assert voice.switch.what_hears(customer.id).music is None
    await voice.run(10)
    await voice.hang_up(customer.id)
    ended = await voice.stored(call.id)
    assert ended.outcome is Outcome.ANSWERED
    assert ended.talk_seconds == 40
    story = await voice.story(call.id)
    assert story.count("agent.lost") == story.count("agent.rejoined") == 1
    assert story.count("talk.ended") == 1


async def test_a_customer_is_not_told_of_a_short_break_of_the_agents_socket(voice: Voice) -> None:
    agent = voice.agents[0]
    await talking(voice)
    voice.centre.kit.hub.show(lambda tenant, user: empty())
    voice.centre.kit.hub.attach(voice.tenant, UserId(agent))
    voice.switch.phone_unregisters(voice.phone(agent))
    await voice.run(1)
    voice.switch.phone_registers(voice.phone(agent))
    await voice.run(10)
    assert voice.call().state is CallState.TALKING
    assert "agent.lost" not in await voice.story(voice.call().id)


async def empty() -> dict[str, object]:
    return {}


async def test_a_customer_whose_agent_stays_away_waits_in_front_of_the_queue(voice: Voice) -> None:
    first, second, _ = voice.agents
    await talking(voice)
    call = voice.call()
    voice.switch.phone_unregisters(voice.phone(first))
    await voice.run(21)
    assert voice.call().state is CallState.QUEUED
    await voice.ready(second)
    await voice.answer(second)
    assert voice.call().agent == second
    assert voice.call().id == call.id
    customer = voice.call().customer_leg
    assert customer is not None
    await voice.hang_up(customer.id)
    ended = await voice.stored(call.id)
    assert ended.outcome is Outcome.ANSWERED


@pytest.mark.req("SOFT-09", "SOFT-25")
async def test_a_customer_is_sent_on_to_a_colleague(voice: Voice) -> None:
    first, second, _ = voice.agents
    await talking(voice)
    await voice.ready(second)
    call = voice.call().id
    await voice.turn(voice.calls.transfer.to_agent, call, first, second)
    assert voice.rings(second)
    view = voice.acd.agent_view(voice.tenant, first)
    assert view is not None
    assert view.work.value == "wrapping"
    await voice.answer(second)
    assert voice.call().agent == second
    assert voice.call().transfers == 1
    await voice.hang_up(voice.ringing(second))
    ended = await voice.stored(call)
    assert ended.talk_seconds == 30
    story = await voice.story(call)
    assert story.count("talk.ended") == 2
    assert story.count("recording.started") == story.count("recording.ended") == 2


async def test_a_colleague_who_is_not_there_is_no_target(voice: Voice) -> None:
    first, second, _ = voice.agents
    await talking(voice)
    call = voice.call().id
    with pytest.raises(TargetUnusable):
        await voice.turn(voice.calls.transfer.to_agent, call, first, second)
    assert voice.call().agent == first
    assert voice.call().state is CallState.TALKING


async def test_a_stranger_cannot_touch_the_call(voice: Voice) -> None:
    await talking(voice)
    with pytest.raises(NotYourCall):
        await voice.turn(voice.calls.talking.hold, voice.call().id, voice.agents[1])


async def test_a_customer_is_sent_on_to_a_number(voice: Voice) -> None:
    first = voice.agents[0]
    await talking(voice)
    call = voice.call()
    await voice.turn(voice.calls.transfer.to_number, call.id, first, "01088887777")
    outside = voice.switch.leg_of("01088887777")
    voice.switch.far_end_answers(outside.id)
    await voice.settle()
    assert voice.call().state is CallState.TALKING
    assert voice.call().agent is None
    customer = voice.call().customer_leg
    assert customer is not None
    assert outside.bridge == call.bridge
    await voice.hang_up(customer.id)
    assert (await voice.stored(call.id)).outcome is Outcome.ANSWERED


async def test_a_number_that_does_not_answer_gives_the_customer_back_to_the_queue(
    voice: Voice,
) -> None:
    first = voice.agents[0]
    await talking(voice)
    call = voice.call().id
    await voice.turn(voice.calls.transfer.to_number, call, first, "01088887777")
    outside = voice.switch.leg_of("01088887777")
    voice.switch.far_end_fails(outside.id, GoneCause.BUSY)
    await voice.settle()
    assert voice.call().state is CallState.QUEUED
    assert "outside.dialled" in await voice.story(call)


@pytest.mark.req("SOFT-02")
async def test_an_agent_calls_out(voice: Voice) -> None:
    agent = voice.agents[0]
    await voice.ready(agent)
    await voice.turn(voice.acd.set_busy, agent, "other")
    await voice.turn(voice.calls.dialling.dial, agent, "13900139000")
    leg = voice.switch.leg_of(voice.phone(agent))
    assert leg.dial is not None
    assert "X-Auto-Answer" in leg.dial.headers
    await voice.answer(agent)
    outside = voice.switch.leg_of("13900139000")
    voice.switch.far_end_answers(outside.id)
    await voice.settle()
    call = voice.call()
    assert (call.state, call.direction, call.agent) == (CallState.TALKING, Direction.OUT, agent)
    await voice.run(15)
    await voice.turn(voice.calls.talking.hang_up, call.id, agent)
    ended = await voice.stored(call.id)
    assert (ended.outcome, ended.talk_seconds) == (Outcome.ANSWERED, 15)
    assert voice.calls.live.all() == []


async def test_a_number_that_is_busy_ends_the_agents_call(voice: Voice) -> None:
    agent = voice.agents[0]
    await voice.ready(agent)
    await voice.turn(voice.acd.set_busy, agent, "other")
    await voice.turn(voice.calls.dialling.dial, agent, "13900139000")
    await voice.answer(agent)
    call = voice.call().id
    voice.switch.far_end_fails(voice.switch.leg_of("13900139000").id, GoneCause.BUSY)
    await voice.settle()
    ended = await voice.stored(call)
    assert ended.outcome is Outcome.NOT_CONNECTED
    view = voice.acd.agent_view(voice.tenant, agent)
    assert view is not None
    assert view.work.value in ("free", "wrapping")


async def test_an_agent_whose_page_reloads_while_it_rings_is_offered_the_call_again(
    voice: Voice,
) -> None:
    agent = voice.agents[0]
    await voice.ready(agent)
    await voice.call_in()
    await voice.run(3)
    voice.switch.phone_unregisters(voice.phone(agent))
    await voice.settle()
    assert not voice.rings(agent)
    assert voice.call().state is CallState.QUEUED
    view = voice.acd.agent_view(voice.tenant, agent)
    assert view is not None
    assert (view.presence.value, view.work.value, view.missed_today) == ("idle", "free", 0)
    await voice.run(1)
    voice.switch.phone_registers(voice.phone(agent))
    await voice.settle()
    assert voice.rings(agent)
    await voice.answer(agent)
    assert voice.call().wait_seconds == 4


async def test_an_agent_whose_page_stays_closed_while_it_rings_becomes_busy(voice: Voice) -> None:
    first, second, _ = voice.agents
    await voice.ready(first, second)
    await voice.call_in()
    ringing, other = (first, second) if voice.rings(first) else (second, first)
    voice.switch.phone_unregisters(voice.phone(ringing))
    await voice.settle()
    assert voice.rings(other)
    await voice.run(16)
    view = voice.acd.agent_view(voice.tenant, ringing)
    assert view is not None
    assert (view.presence.value, view.reason) == ("busy", "phone_lost")


async def test_wrap_up_ends_by_the_server_also_when_the_page_is_closed(voice: Voice) -> None:
    agent = voice.agents[0]
    await talking(voice)
    customer = voice.call().customer_leg
    assert customer is not None
    await voice.hang_up(customer.id)
    voice.switch.phone_unregisters(voice.phone(agent))
    await voice.run(31)
    view = voice.acd.agent_view(voice.tenant, agent)
    assert view is not None
    assert view.work.value == "free"
    assert not view.ready


async def page_is_back(voice: Voice) -> LegId:
    """The page registers its phone and asks to be rung, which it answers by itself."""
    agent = voice.agents[0]
    await voice.calls.phones.provision(voice.tenant, agent)
    voice.switch.phone_registers(voice.phone(agent))
    await voice.settle()
    await voice.turn(voice.calls.rejoining.rejoin, agent)
    return voice.ringing(agent)


async def test_whose_page_reloads_while_his_customer_is_rung_hears_it_ring_on(voice: Voice) -> None:
    old, customer = await voice.calls_out()
    voice.switch.phone_unregisters(voice.phone(voice.agents[0]))
    await voice.run(5)
    line = await page_is_back(voice)
    assert voice.switch.legs[old].is_gone
    await voice.answer(voice.agents[0])
    assert voice.switch.what_hears(line).media == Tone("ring", OUTSIDE_RING_SECONDS + 1)
    voice.switch.far_end_answers(customer)
    await voice.settle()
    assert voice.call().state is CallState.TALKING
    assert voice.switch.what_hears(customer).voices == {line}
    assert voice.switch.what_hears(line).voices == {customer}
    story = await voice.story(voice.call().id)
    assert (story.count("outside.dialled"), story.count("call.connected")) == (1, 1)


async def test_a_customer_who_answers_while_the_page_is_rung_anew_speaks_with_it(
    voice: Voice,
) -> None:
    _, customer = await voice.calls_out()
    voice.switch.phone_unregisters(voice.phone(voice.agents[0]))
    line = await page_is_back(voice)
    voice.switch.far_end_answers(customer)
    await voice.settle()
    await voice.answer(voice.agents[0])
    assert voice.switch.what_hears(customer).voices == {line}


async def test_a_customer_who_answers_while_the_page_of_his_agent_is_away_hears_music(
    voice: Voice,
) -> None:
    _, customer = await voice.calls_out()
    voice.switch.phone_unregisters(voice.phone(voice.agents[0]))
    await voice.run(5)
    voice.switch.far_end_answers(customer)
    await voice.settle()
    assert voice.call().state is CallState.RECONNECTING
    assert voice.hears_music(customer)
    line = await page_is_back(voice)
    await voice.answer(voice.agents[0])
    assert voice.switch.what_hears(customer).voices == {line}


async def test_nobody_is_rung_for_an_agent_who_does_not_come_back(voice: Voice) -> None:
    _, customer = await voice.calls_out()
    call = voice.call().id
    voice.switch.phone_unregisters(voice.phone(voice.agents[0]))
    await voice.run(19)
    assert not voice.switch.legs[customer].is_gone
    await voice.run(2)
    assert voice.switch.legs[customer].is_gone
    stored = await voice.stored(call)
    assert (stored.outcome, stored.hung_up_by) == (Outcome.NOT_CONNECTED, "network")
