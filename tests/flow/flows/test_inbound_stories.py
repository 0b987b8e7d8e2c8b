"""The default inbound flow on the real voice channel, branch by branch."""

import pytest

from lingting.calls.domain import Outcome
from lingting.calls.ports import GoneCause
from lingting.kernel.ids import AgentId, CallId
from lingting.numbers.domain import FALLBACK_NUMBER
from support.flow_centre import FlowCentre, words

pytestmark = pytest.mark.flow


async def busy_agent(centre: FlowCentre) -> AgentId:
    """One agent is signed in, but busy."""
    agent = centre.voice.agents[0]
    await centre.voice.ready(agent)
    await centre.voice.turn(centre.voice.acd.set_busy, agent, "meal")
    return agent


async def waiting(centre: FlowCentre) -> CallId:
    """A caller waits while the only agent is busy."""
    await busy_agent(centre)
    await (await centre.calls_in()).hears_out(2)
    return centre.call().id


async def at_menu(centre: FlowCentre) -> CallId:
    call = await waiting(centre)
    await centre.voice.run(61)
    assert centre.hears == words("agents-busy-menu")
    return call


async def with_fallback(centre: FlowCentre) -> None:
    async with centre.voice.centre.transaction() as tx:
        await centre.voice.centre.tenancy.choose(tx, None, {FALLBACK_NUMBER.key: "01087654321"})


@pytest.mark.req("FLOW-03", "TEL-18", "CSAT-01", "CSAT-02", "FLOW-16", "ACD-07")
async def test_a_caller_talks_to_an_agent_rates_him_and_is_thanked(flow_centre: FlowCentre) -> None:
    agent = flow_centre.voice.agents[0]
    await flow_centre.voice.ready(agent)
    await flow_centre.calls_in()
    call = flow_centre.call().id
    assert flow_centre.hears == words("welcome")
    assert not flow_centre.voice.rings(agent)
    await flow_centre.hears_out()
    assert flow_centre.voice.rings(agent)
    assert flow_centre.hears == ["music default"]
    await flow_centre.voice.answer(agent)
    assert flow_centre.hears == []
    await flow_centre.voice.run(40)
    await flow_centre.voice.hang_up(flow_centre.voice.ringing(agent))
    assert flow_centre.hears == words("survey")
    await flow_centre.presses("2")
    assert flow_centre.hears == words("survey-thanks")
    await flow_centre.hears_out()
    assert flow_centre.hears == words("goodbye")
    await flow_centre.hears_out()
    assert not flow_centre.is_up
    (rating,) = await flow_centre.ratings(call)
    assert (rating.agent, rating.score, rating.label_zh) == (agent, 3, "满意")
    ended = await flow_centre.voice.stored(call)
    assert ended.outcome is Outcome.ANSWERED
    story = await flow_centre.voice.story(call)
    assert "rating.given" in story
    assert await flow_centre.outcome(call) == ("completed", "end")


@pytest.mark.req("FLOW-02")
async def test_with_busy_agents_the_caller_is_told_so_and_waits_with_music(
    flow_centre: FlowCentre,
) -> None:
    await busy_agent(flow_centre)
    await (await flow_centre.calls_in()).hears_out()
    assert flow_centre.hears == words("agents-busy-wait")
    await flow_centre.hears_out()
    assert flow_centre.hears == ["music default"]
    assert flow_centre.call().item is not None


@pytest.mark.req("ACD-03", "ACD-04", "ACD-05")
async def test_a_waiting_caller_hears_his_place_and_then_music_again(
    flow_centre: FlowCentre,
) -> None:
    await waiting(flow_centre)
    await flow_centre.voice.run(8.1)
    assert flow_centre.hears == words("queue-next")
    await flow_centre.hears_out()
    assert flow_centre.hears == words("queue-waited")
    await flow_centre.hears_out(3)
    assert flow_centre.hears == ["music default"]


@pytest.mark.req("ACD-05")
async def test_each_queue_may_have_its_own_music(flow_centre: FlowCentre) -> None:
    voice = flow_centre.voice
    config = voice.acd.queue_config(voice.tenant, voice.queue)
    assert config
    groups = [{"group": str(one.group), "min_level": 1} for one in config.requirements]
    settings = {"requirements": groups, "music": "piano"}
    await voice.turn(voice.acd.admin.save_queue, voice.queue, "客户服务", settings)
    await waiting(flow_centre)
    assert flow_centre.hears == ["music piano"]


@pytest.mark.req("FLOW-04", "FLOW-05", "IVR-34")
async def test_with_nobody_signed_in_the_fixed_telephone_takes_the_call(
    flow_centre: FlowCentre,
) -> None:
    await with_fallback(flow_centre)
    await (await flow_centre.calls_in()).hears_out()
    call = flow_centre.call()
    outside = call.legs[-1]
    assert outside.number == "01087654321"
    flow_centre.voice.switch.far_end_answers(outside.id)
    await flow_centre.voice.run(30)
    assert flow_centre.hears == []
    await flow_centre.voice.hang_up(outside.id)
    assert flow_centre.hears == words("goodbye")
    await flow_centre.hears_out()
    assert not flow_centre.is_up


@pytest.mark.req("FLOW-06", "VM-08", "AMB-05")
@pytest.mark.parametrize("cause", [GoneCause.BUSY, GoneCause.NO_ANSWER, GoneCause.UNREACHABLE])
async def test_when_the_fixed_telephone_does_not_answer_a_message_can_be_left(
    flow_centre: FlowCentre, cause: GoneCause
) -> None:
    await with_fallback(flow_centre)
    await (await flow_centre.calls_in()).hears_out()
    flow_centre.voice.switch.far_end_fails(flow_centre.call().legs[-1].id, cause)
    await flow_centre.voice.settle()
    assert flow_centre.hears == words("voicemail-intro")


@pytest.mark.req("FLOW-04", "FLOW-06")
async def test_without_a_fixed_telephone_a_message_can_be_left(flow_centre: FlowCentre) -> None:
    await (await flow_centre.calls_in()).hears_out()
    assert flow_centre.hears == words("voicemail-intro")


@pytest.mark.req("FLOW-07", "FLOW-08")
async def test_key_1_keeps_the_waiting_credit(flow_centre: FlowCentre) -> None:
    await at_menu(flow_centre)
    first = flow_centre.call().enqueued_at
    await flow_centre.presses("1")
    call = flow_centre.call()
    assert call.item is not None
    assert call.enqueued_at == first
    assert flow_centre.hears == ["music default"]


@pytest.mark.req("FLOW-10")
async def test_after_three_loops_the_caller_is_told_goodbye(flow_centre: FlowCentre) -> None:
    call = await at_menu(flow_centre)
    for _ in range(2):
        await flow_centre.presses("1")
        await flow_centre.voice.run(61)
        assert flow_centre.hears == words("agents-busy-menu")
    await flow_centre.presses("1")
    await flow_centre.voice.run(61)
    assert flow_centre.hears == words("agents-busy-goodbye")
    await flow_centre.hears_out()
    assert not flow_centre.is_up
    ended = await flow_centre.voice.stored(call)
    assert ended.outcome is Outcome.OVERFLOWED


@pytest.mark.req("FLOW-09", "FLOW-13", "FLOW-14", "VM-01", "VM-03", "IVR-35")
async def test_a_caller_leaves_a_message_and_is_thanked(flow_centre: FlowCentre) -> None:
    call = await at_menu(flow_centre)
    await flow_centre.presses("2")
    assert flow_centre.hears == words("voicemail-intro")
    await flow_centre.hears_out()
    await flow_centre.voice.run(12)
    await flow_centre.presses("#")
    assert flow_centre.hears == words("voicemail-stored")
    await flow_centre.hears_out()
    assert flow_centre.hears == words("goodbye")
    await flow_centre.hears_out()
    assert not flow_centre.is_up
    ended = await flow_centre.voice.stored(call)
    assert ended.outcome is Outcome.MESSAGE
    assert len(await flow_centre.facts(call, "message.kept")) == 1


@pytest.mark.req("VM-01")
async def test_a_message_ends_by_itself_after_5_minutes(flow_centre: FlowCentre) -> None:
    await at_menu(flow_centre)
    await (await flow_centre.presses("2")).hears_out()
    await flow_centre.voice.run(299)
    assert flow_centre.hears == []
    await flow_centre.voice.run(2)
    assert flow_centre.hears == words("voicemail-stored")


@pytest.mark.req("VM-01")
async def test_a_caller_who_hangs_up_after_speaking_has_left_a_message(
    flow_centre: FlowCentre,
) -> None:
    call = await at_menu(flow_centre)
    await (await flow_centre.presses("2")).hears_out()
    await flow_centre.voice.run(12)
    await flow_centre.hangs_up()
    ended = await flow_centre.voice.stored(call)
    assert ended.outcome is Outcome.MESSAGE
    assert len(await flow_centre.facts(call, "message.kept")) == 1
    assert (await flow_centre.outcome(call))[0] == "served"


async def test_a_caller_who_says_nothing_and_hangs_up_is_abandoned(
    flow_centre: FlowCentre,
) -> None:
    call = await at_menu(flow_centre)
    await (await flow_centre.presses("2")).hears_out()
    await flow_centre.voice.run(0.5)
    await flow_centre.hangs_up()
    ended = await flow_centre.voice.stored(call)
    assert ended.outcome is Outcome.ABANDONED
    assert await flow_centre.facts(call, "message.kept") == []


@pytest.mark.req("FLOW-11")
async def test_a_waiting_caller_who_hangs_up_is_abandoned_at_his_step(
    flow_centre: FlowCentre,
) -> None:
    call = await waiting(flow_centre)
    await flow_centre.voice.run(20)
    await flow_centre.hangs_up()
    ended = await flow_centre.voice.stored(call)
    assert (ended.outcome, ended.step) == (Outcome.ABANDONED, "排队")
    assert await flow_centre.outcome(call) == ("abandoned", "queue")
    await flow_centre.voice.run(600)
    assert await flow_centre.outcome(call) == ("abandoned", "queue")


@pytest.mark.req("FLOW-11")
async def test_a_caller_who_hangs_up_in_the_greeting_is_abandoned_there(
    flow_centre: FlowCentre,
) -> None:
    await flow_centre.calls_in()
    call = flow_centre.call().id
    await flow_centre.hangs_up()
    assert await flow_centre.outcome(call) == ("abandoned", "welcome")


@pytest.mark.req("FLOW-17", "IVR-36")
async def test_the_way_of_a_call_can_be_read_with_the_keys_that_were_pressed(
    flow_centre: FlowCentre,
) -> None:
    call = await at_menu(flow_centre)
    await flow_centre.presses("2")
    steps = [(step.node, step.exit, step.keys) for step in await flow_centre.path(call)]
    assert steps == [
        ("welcome", "next", ""),
        ("look", "all_busy", ""),
        ("busy_wait", "next", ""),
        ("queue", "all_busy", ""),
        ("count", "next", ""),
        ("too_often", "no", ""),
        ("wait_or_message", "2", "2"),
        ("voicemail", "", ""),
        ("record", None, ""),
    ]
    assert await flow_centre.facts(call, "keys.entered")


@pytest.mark.req("IVR-37")
async def test_what_the_flow_knows_travels_with_the_call(flow_centre: FlowCentre) -> None:
    await at_menu(flow_centre)
    await flow_centre.presses("1")
    assert flow_centre.call().data["queue_result"] == "all_busy"


async def test_when_the_agent_signs_out_a_waiting_caller_is_led_on(flow_centre: FlowCentre) -> None:
    await waiting(flow_centre)
    await flow_centre.voice.turn(flow_centre.voice.acd.sign_out, flow_centre.voice.agents[0])
    await flow_centre.voice.run(9)
    assert flow_centre.hears == words("voicemail-intro")


@pytest.mark.req("IVR-24")
async def test_an_agent_sends_his_caller_into_a_flow_and_gets_him_back(
    flow_centre: FlowCentre,
) -> None:
    agent = flow_centre.voice.agents[0]
    await flow_centre.voice.ready(agent)
    await (await flow_centre.calls_in()).hears_out()
    await flow_centre.voice.answer(agent)
    call = flow_centre.call().id
    transfer = flow_centre.voice.calls.transfer
    await flow_centre.voice.turn(transfer.to_flow, call, agent, flow_centre.inbound)
    assert flow_centre.hears == words("welcome")
    await flow_centre.voice.turn(flow_centre.voice.acd.finish_wrap_up, agent)
    await flow_centre.voice.turn(flow_centre.voice.acd.set_idle, agent)
    await flow_centre.hears_out()
    assert flow_centre.voice.rings(agent)
