"""Flows in hard times: missing files, restarts, broken flows, unknown texts."""

from collections.abc import Callable

import pytest

from lingting.calls.domain.call import Call
from lingting.flows.domain.document import read_document
from lingting.kernel.ids import CallId
from lingting.media.default_prompts import default_prompts
from lingting.platform.db import Transaction
from support.flow_centre import FlowCentre, words
from support.statements import hear

pytestmark = pytest.mark.flow


async def troubles(centre: FlowCentre, call: CallId) -> list[object]:
    return [fact["slug"] for fact in await centre.facts(call, "flow.troubled")]


@pytest.mark.req("IVR-16", "TEL-19")
async def test_a_missing_prompt_file_is_rendered_again_before_it_is_played(
    flow_centre: FlowCentre,
) -> None:
    flow_centre.media._renderings.path(default_prompts()["welcome"].zh, "zh-CN").unlink()
    await flow_centre.calls_in()
    assert flow_centre.hears == words("welcome")


@pytest.mark.req("TEL-19")
async def test_without_file_and_voice_the_flow_goes_on_and_the_contact_notes_it(
    flow_centre: FlowCentre,
) -> None:
    flow_centre.media._renderings.path(default_prompts()["welcome"].zh, "zh-CN").unlink()
    flow_centre.speech.is_away = True
    await flow_centre.calls_in()
    assert flow_centre.hears == words("voicemail-intro")
    assert await troubles(flow_centre, flow_centre.call().id) == ["play-failed", "no-number"]


async def test_a_text_with_a_name_is_spoken_when_it_is_needed(flow_centre: FlowCentre) -> None:
    await publish(
        flow_centre,
        {"verb": "play", "text": {"zh-CN": "您的号码是{caller_number}"}, "exits": {"next": "end"}},
    )
    await flow_centre.calls_in()
    assert flow_centre.hears == ["您的号码是+8613800138000"]
    await flow_centre.hears_out()
    assert not flow_centre.is_up


async def test_a_caller_who_goes_on_while_a_text_is_rendered_does_not_hear_it(
    flow_centre: FlowCentre,
) -> None:
    await publish(
        flow_centre, {"verb": "play", "text": {"zh-CN": "很长"}, "exits": {"next": "end"}}
    )
    switch = flow_centre.voice.switch
    leg = switch.call_in("13800138000", "01055550000")
    for event in switch.take_events():
        await flow_centre.voice.calls.door.enter(event)
    switch.hangs_up(leg)
    await flow_centre.voice.settle()
    assert switch.what_hears(leg).is_silence


@pytest.mark.req("TEL-19")
async def test_a_call_for_an_unpublished_flow_is_answered_politely(flow_centre: FlowCentre) -> None:
    centre = flow_centre.voice.centre
    async with centre.transaction() as tx:
        for head in await flow_centre.flows.editing.all(tx):
            from lingting.flows import store

            await store.remove(tx, head.id)
    await flow_centre.calls_in()
    assert flow_centre.hears == words("system-error")
    await flow_centre.hears_out(2)
    assert not flow_centre.is_up


async def test_after_a_restart_the_caller_hears_the_prompt_again(flow_centre: FlowCentre) -> None:
    await flow_centre.calls_in()
    await flow_centre.voice.run(1)
    runner = flow_centre.flows.runner
    await flow_centre.voice.turn(runner.resumed, flow_centre.call())
    assert flow_centre.hears == words("welcome")
    await flow_centre.voice.run(2.5)
    assert flow_centre.hears == words("welcome")
    await flow_centre.voice.run(1)
    assert flow_centre.hears == words("voicemail-intro")


async def test_a_session_moved_by_a_transaction_that_failed_is_where_it_was(
    flow_centre: FlowCentre,
) -> None:
    await flow_centre.calls_in()

    async def fails(tx: Transaction, call: Call) -> None:
        await flow_centre.flows.runner.resumed(tx, call)
        raise ValueError("as a test wants")

    with pytest.raises(ValueError, match="as a test wants"):
        await flow_centre.voice.turn(fails, flow_centre.call())
    await flow_centre.voice.run(3.5)
    assert flow_centre.hears == words("voicemail-intro")


async def test_what_happens_to_a_call_reads_no_session(flow_centre: FlowCentre) -> None:
    await flow_centre.calls_in()
    asked = hear(flow_centre.voice.centre.kit.db)
    await flow_centre.voice.run(3.5)
    assert flow_centre.hears == words("voicemail-intro")
    assert [one for one in asked if "INSERT INTO flow_sessions" in one] != []
    assert [one for one in asked if "FROM flow_sessions" in one] == []


@pytest.mark.req("IVR-32")
async def test_ringing_is_heard_before_the_flow_takes_the_call(flow_centre: FlowCentre) -> None:
    hello = {"verb": "play", "title": {}, "prompts": ["welcome"], "exits": {"next": "end"}}
    await publish(
        flow_centre, {"verb": "wait", "seconds": 5, "exits": {"next": "hello"}}, hello=hello
    )
    await flow_centre.calls_in()
    assert flow_centre.caller
    assert flow_centre.voice.switch.what_hears(flow_centre.caller).ringing
    assert flow_centre.call().answered_at is None
    await flow_centre.voice.run(5)
    assert flow_centre.hears == words("welcome")


@pytest.mark.req("IVR-04")
async def test_a_flow_finds_and_changes_the_customer(flow_centre: FlowCentre) -> None:
    insert = {
        "verb": "lookup", "action": "insert", "title": {},
        "fields": [{"field": "name", "value": "新客户"}, {"field": "level", "value": "vip"}],
        "exits": {"success": "update", "empty": "end", "error": "end"},
    }  # fmt: skip
    update = {
        "verb": "lookup", "action": "update", "title": {},
        "fields": [{"field": "name", "value": "老客户"}],
        "exits": {"success": "find", "empty": "end", "error": "end"},
    }  # fmt: skip
    find = {
        "verb": "lookup", "title": {},
        "fields": [{"field": "name", "variable": "customer_name"}],
        "exits": {"success": "hello", "empty": "insert", "error": "end"},
    }  # fmt: skip
    hello = {
        "verb": "play", "title": {}, "text": {"zh-CN": "您好{customer_name}"},
        "exits": {"next": "end"},
    }  # fmt: skip
    await publish(flow_centre, find, insert=insert, update=update, hello=hello, find=find)
    await flow_centre.calls_in()
    assert flow_centre.hears == ["您好老客户"]


async def publish(centre: FlowCentre, first: dict[str, object], **nodes: object) -> None:
    """Puts another document in place of the inbound flow."""
    from lingting.flows import store

    every = {"first": {"title": {}, **first}, **nodes}
    end = {"verb": "end", "title": {}, "exits": {}}
    data = {"name": {"zh-CN": "试"}, "start": "first", "nodes": {**every, "end": end}}
    async with centre.voice.centre.transaction() as tx:
        head = await centre.flows.editing.by_id(tx, centre.inbound)
        assert head
        await store.publish(tx, head, read_document(data), "", None)


async def speaks(flow_centre: FlowCentre) -> Call:
    """A caller is leaving a message."""
    await flow_centre.calls_in()
    await flow_centre.hears_out(2)
    await flow_centre.voice.run(5)
    return flow_centre.call()


async def in_a_gap(flow_centre: FlowCentre, happens: Callable[[], object]) -> None:
    """Something happens while the switch is not heard."""
    switch = flow_centre.voice.switch
    switch.lose_connection()
    await flow_centre.voice.run(1)
    happens()
    await flow_centre.voice.run(1)
    switch.restore_connection()
    await flow_centre.voice.settle()


@pytest.mark.req("VM-01")
async def test_who_leaves_a_message_and_hangs_up_in_a_gap_has_left_it(
    flow_centre: FlowCentre,
) -> None:
    call, switch = await speaks(flow_centre), flow_centre.voice.switch
    leg = flow_centre.caller
    assert leg is not None
    await in_a_gap(flow_centre, lambda: switch.hangs_up(leg))
    (left,) = await flow_centre.facts(call.id, "message.left")
    assert left["seconds"] == pytest.approx(6, abs=0.1)
    (ended,) = await flow_centre.facts(call.id, "call.ended")
    assert ended["outcome"] == "message"


@pytest.mark.req("VM-01")
async def test_a_message_that_is_told_again_is_left_once(flow_centre: FlowCentre) -> None:
    call, switch = await speaks(flow_centre), flow_centre.voice.switch
    leg = flow_centre.caller
    assert leg is not None
    for _ in range(2):
        await in_a_gap(flow_centre, lambda: switch.presses(leg, "#"))
    assert len(await flow_centre.facts(call.id, "message.left")) == 1
    assert len(await flow_centre.facts(call.id, "message.kept")) == 1
    assert flow_centre.is_up


@pytest.mark.req("VM-01")
async def test_who_speaks_through_a_gap_is_not_asked_to_begin_again(
    flow_centre: FlowCentre,
) -> None:
    call = await speaks(flow_centre)
    await in_a_gap(flow_centre, lambda: None)
    assert flow_centre.hears == []
    await flow_centre.voice.run(5)
    await flow_centre.presses("#")
    (kept,) = await flow_centre.facts(call.id, "message.kept")
    assert kept["seconds"] == pytest.approx(12, abs=0.1)
    assert len(await flow_centre.facts(call.id, "message.left")) == 1


async def test_a_click_is_no_message_and_is_not_kept(flow_centre: FlowCentre) -> None:
    await flow_centre.calls_in()
    await flow_centre.hears_out(2)
    await flow_centre.voice.run(0.5)
    await flow_centre.hangs_up()
    assert flow_centre.voice.switch._messages == {}
