"""Stories of inbound calls through the services."""

from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from lingting.calls.domain import CallState, LegState, Outcome
from lingting.customers.service import NewCustomer
from lingting.platform.sending import Connection, Message, edges
from support.voice import CALLER, Voice

pytestmark = pytest.mark.flow


@pytest.mark.req("TEL-01", "ACD-22", "TEL-18")
async def test_a_caller_speaks_with_an_idle_agent(voice: Voice) -> None:
    (agent, *_) = voice.agents
    await voice.ready(agent)
    caller = await voice.call_in()
    assert voice.rings(agent)
    assert voice.call().state is CallState.QUEUED
    await voice.run(7)
    await voice.answer(agent)
    call = voice.call()
    assert (call.state, call.agent, call.wait_seconds) == (CallState.TALKING, agent, 7)
    assert voice.switch.bridges[call.bridge]
    await voice.run(60)
    voice.flow.stays_after_talk = True
    await voice.hang_up(voice.ringing(agent))
    assert voice.call().state is CallState.AFTER_TALK
    assert voice.flow.heard == ["arrived", "agent_answered", "talk_ended by agent"]
    await voice.hang_up(caller)
    ended = await voice.stored(call.id)
    assert (ended.outcome, ended.hung_up_by) == (Outcome.ANSWERED, "customer")
    assert (ended.wait_seconds, ended.talk_seconds) == (7, 60)
    assert voice.calls.live.all() == []
    story = await voice.story(call.id)
    assert story[0] == "call.arrived"
    assert story[-1] == "call.ended"
    assert story.count("call.ended") == 1
    assert story.index("offer.made") < story.index("call.connected") < story.index("talk.ended")


async def test_a_caller_who_hangs_up_while_it_rings_is_abandoned(voice: Voice) -> None:
    agent = voice.agents[0]
    await voice.ready(agent)
    caller = await voice.call_in()
    call = voice.call()
    await voice.run(5)
    await voice.hang_up(caller)
    assert not voice.rings(agent)
    ended = await voice.stored(call.id)
    assert (ended.outcome, ended.wait_seconds) == (Outcome.ABANDONED, 5)
    assert all(leg.state is LegState.GONE for leg in ended.legs)
    view = voice.acd.agent_view(voice.tenant, agent)
    assert view is not None
    assert (view.work.value, view.ready) == ("free", True)


@pytest.mark.req("ACD-29")
async def test_an_agent_who_does_not_answer_goes_busy_and_the_caller_keeps_his_place(
    voice: Voice,
) -> None:
    first, second, _ = voice.agents
    await voice.ready(first)
    await voice.call_in()
    await voice.run(21)
    view = voice.acd.agent_view(voice.tenant, first)
    assert view is not None
    assert (view.presence.value, view.reason) == ("busy", "no_answer")
    assert not voice.rings(first)
    assert voice.call().state is CallState.QUEUED
    await voice.ready(second)
    assert voice.rings(second)
    await voice.answer(second)
    assert voice.call().agent == second
    assert voice.call().wait_seconds == 21


async def test_an_agent_who_rejects_lets_the_caller_wait_for_another(voice: Voice) -> None:
    first, second, _ = voice.agents
    await voice.ready(first)
    await voice.call_in()
    voice.switch.hangs_up(voice.ringing(first))
    await voice.settle()
    assert voice.call().state is CallState.QUEUED
    await voice.ready(second)
    await voice.answer(second)
    assert voice.call().agent == second


@pytest.mark.req("ACD-09")
async def test_where_callers_queue_at_once_one_message_asks_who_he_is_and_who_knows_him(
    voice: Voice,
) -> None:
    asked: list[int] = []

    @contextmanager
    def about_him(_: Connection, message: Message) -> Iterator[Message]:
        asked.append(sum(one.sql.startswith((b"SELECT 1 FROM", b"WITH his AS")) for one in message))
        yield message

    edges.setdefault(voice.centre.kit.db.engine.sync_engine, []).append(about_him)
    first = await voice.call_in()
    assert [one for one in asked if one] == [1, 1]
    await voice.hang_up(first)
    asked.clear()
    await voice.call_in()
    assert [one for one in asked if one] == [2]


@pytest.mark.req("ACD-09")
async def test_a_customer_who_calls_again_is_offered_to_the_agent_of_last_time(
    voice: Voice,
) -> None:
    first, second, third = voice.agents
    await voice.ready(second)
    caller = await voice.call_in()
    await voice.answer(second)
    await voice.hang_up(caller)
    await voice.ready(first, third)
    await voice.run(40)
    await voice.turn(voice.acd.set_idle, second)
    await voice.call_in()
    assert voice.rings(second)


@pytest.mark.parametrize("calling", ["", "anonymous", "+8613800138000", "10086"])
async def test_any_caller_id_is_served(voice: Voice, calling: str) -> None:
    agent = voice.agents[0]
    await voice.ready(agent)
    await voice.call_in(calling)
    await voice.answer(agent)
    assert voice.call().state is CallState.TALKING


async def test_an_unknown_number_is_refused_and_leaves_no_call(voice: Voice) -> None:
    leg = await voice.call_in(CALLER, "01099990000")
    assert voice.calls.live.all() == []
    assert leg not in {one.id for one in voice.switch.legs.values() if one.state.name == "UP"}


@pytest.mark.req("CRM-01", "CRM-02")
async def test_a_caller_who_is_noted_as_customer_has_his_calls(voice: Voice) -> None:
    earlier = await voice.call_in()
    first = voice.call().id
    await voice.hang_up(earlier)
    await voice.ready(voice.agents[0])
    await voice.call_in()
    await voice.answer(voice.agents[0])
    assert voice.call().customer is None
    new = NewCustomer(name="王女士", numbers=(CALLER,))
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        customer = (await voice.centre.customers.add(tx, new)).id
    await voice.settle()
    assert voice.call().customer == customer
    for call in (first, voice.call().id):
        assert (await voice.stored(call)).customer == customer


async def test_two_callers_and_one_agent_are_served_in_order(voice: Voice) -> None:
    agent = voice.agents[0]
    first = await voice.call_in("13800138001")
    await voice.run(1)
    await voice.call_in("13800138002")
    await voice.ready(agent)
    await voice.answer(agent)
    talking = voice.calls.live.of_agent(agent)
    assert talking is not None
    assert talking.caller.raw == "13800138001"
    await voice.hang_up(first)
    await voice.turn(voice.acd.set_idle, agent)
    await voice.answer(agent)
    talking = voice.calls.live.of_agent(agent)
    assert talking is not None
    assert talking.caller.raw == "13800138002"


async def test_hold_and_mute_pressed_twice_are_harmless(voice: Voice) -> None:
    agent = voice.agents[0]
    await voice.ready(agent)
    caller = await voice.call_in()
    await voice.answer(agent)
    call = voice.call().id
    for _ in range(2):
        await voice.turn(voice.calls.talking.hold, call, agent)
    assert voice.switch.what_hears(caller).music is not None
    await voice.run(12)
    for _ in range(2):
        await voice.turn(voice.calls.talking.retrieve, call, agent)
    for muted in (True, True, False, False):
        await voice.turn(voice.calls.talking.mute, call, agent, muted=muted)
    story = await voice.story(call)
    assert [story.count(f"call.{x}") for x in ("held", "retrieved", "muted", "unmuted")] == [1] * 4
    assert voice.switch.what_hears(caller).music is None


async def test_the_engine_may_restart_while_they_talk(voice: Voice) -> None:
    agent = voice.agents[0]
    await voice.ready(agent)
    caller = await voice.call_in()
    await voice.answer(agent)
    before = voice.call()
    voice.calls.live._calls.clear()
    await voice.calls.load(voice.tenant)
    assert voice.call() == before
    await voice.hang_up(caller)
    assert (await voice.stored(before.id)).outcome is Outcome.ANSWERED


async def test_a_line_that_vanished_while_the_switch_was_away_ends_the_call(voice: Voice) -> None:
    agent = voice.agents[0]
    await voice.ready(agent)
    await voice.call_in()
    await voice.answer(agent)
    call = voice.call().id
    voice.switch.lose_connection()
    await voice.settle()
    voice.switch.restore_connection(restarted=True)
    await voice.settle()
    ended = await voice.stored(call)
    assert ended.outcome is Outcome.ANSWERED
    assert ended.ended_at is not None
    view = voice.acd.agent_view(voice.tenant, agent)
    assert view is not None
    assert view.work.value == "wrapping"
