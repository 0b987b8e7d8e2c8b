"""Each branch of the default flow once, on a real Asterisk, heard and pressed by telephone."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest

from lingting.calls.domain import Outcome
from lingting.flows import store
from lingting.flows.domain.document import read_document, write_document
from lingting.numbers.domain import FALLBACK_NUMBER

pytestmark = pytest.mark.telephony

WAIT_SECONDS = 6.0


def pitch(prompt: str) -> float:
    from lingting.media.default_prompts import default_prompts

    return 400 + 55 * sorted(default_prompts()).index(prompt)


async def with_short_waits(hotline: Any) -> None:
    """The queue gives up after some seconds instead of a minute."""
    async with hotline.product.kit.db.transaction(hotline.tenant) as tx:
        for head, draft in await store.drafts(tx):
            if head.key == "inbound":
                data = write_document(read_document(draft))
                data["nodes"]["queue"]["max_wait_seconds"] = WAIT_SECONDS
                data["nodes"]["queue"]["announce_first_seconds"] = 60
                await store.publish(tx, head, read_document(data), "", None)


async def hears(call: Any, *prompts: str) -> None:
    for prompt in prompts:
        await call.until_tone(pitch(prompt), 12)


@pytest.mark.req("FLOW-03", "TEL-18", "CSAT-01", "FLOW-16", "FLOW-14")
async def test_a_caller_talks_rates_and_is_thanked(hotline: Any) -> None:
    agent_phone = await hotline.sign_in(hotline.agents[0], idle=True)
    call = await hotline.call()
    await hears(call, "welcome")
    living = hotline.living().id
    at_agent = await agent_phone.arrival(10)
    at_agent.answer()
    call.say(350)
    at_agent.say(2700)
    await call.until_tone(2700)
    await at_agent.until_tone(350)
    at_agent.hang_up()
    await hears(call, "survey")
    call.press("1")
    await hears(call, "survey-thanks", "goodbye")
    await call.over()
    assert not call.ended_by_us
    assert (await hotline.ended(living)).outcome is Outcome.ANSWERED
    (rating,) = await hotline.story(living, "rating.given")
    assert (rating["key"], rating["label_zh"]) == ("1", "非常满意")


@pytest.mark.req("FLOW-02", "FLOW-07", "FLOW-08", "FLOW-09", "FLOW-13", "VM-01", "VM-03")
async def test_a_caller_waits_chooses_and_leaves_a_message(hotline: Any) -> None:
    await with_short_waits(hotline)
    await hotline.sign_in(hotline.agents[0], idle=False)
    call = await hotline.call()
    await hears(call, "welcome", "agents-busy-wait")
    await hears(call, "agents-busy-menu")
    living = hotline.living().id
    call.press("1")
    await asyncio.sleep(WAIT_SECONDS / 2)
    assert not call.hears_tone(pitch("agents-busy-menu"))
    await hears(call, "agents-busy-menu")
    call.press("2")
    await hears(call, "voicemail-intro")
    call.say(1000)
    await asyncio.sleep(4)
    call.press("#")
    await hears(call, "voicemail-stored", "goodbye")
    await call.over()
    assert (await hotline.ended(living)).outcome is Outcome.MESSAGE
    (message,) = await hotline.story(living, "message.kept")
    assert 1 < float(str(message["seconds"])) < 6
    nodes = await hotline.nodes(living)
    assert nodes.count("queue") == 2


@pytest.mark.req("FLOW-10")
async def test_after_three_loops_the_caller_is_released(hotline: Any) -> None:
    await with_short_waits(hotline)
    await hotline.sign_in(hotline.agents[0], idle=False)
    call = await hotline.call()
    for _ in range(3):
        await hears(call, "agents-busy-menu")
        call.press("1")
        await asyncio.sleep(2)
    await hears(call, "agents-busy-goodbye")
    await call.over()
    assert not call.ended_by_us


@pytest.mark.req("FLOW-04", "FLOW-05", "IVR-34")
async def test_with_nobody_signed_in_the_fixed_telephone_answers(hotline: Any) -> None:
    async with hotline.product.kit.db.transaction(hotline.tenant) as tx:
        await hotline.product.tenancy.choose(tx, None, {FALLBACK_NUMBER.key: "01087654321"})
    outside = await hotline.outside()
    call = await hotline.call()
    at_fixed = await outside.arrival(10)
    at_fixed.answer()
    at_fixed.say(2700)
    await call.until_tone(2700)
    at_fixed.hang_up()
    await hears(call, "goodbye")
    await call.over()


@pytest.mark.req("FLOW-06", "VM-08")
async def test_a_busy_fixed_telephone_leads_to_voicemail(hotline: Any) -> None:
    async with hotline.product.kit.db.transaction(hotline.tenant) as tx:
        await hotline.product.tenancy.choose(tx, None, {FALLBACK_NUMBER.key: "01087654321"})
    outside = await hotline.outside()
    call = await hotline.call()
    (await outside.arrival(10)).reject(486)
    await hears(call, "voicemail-intro")
    call.hang_up()


@pytest.mark.req("VM-01")
async def test_a_caller_who_hangs_up_after_speaking_has_left_a_message(hotline: Any) -> None:
    call = await hotline.call()
    await hears(call, "welcome", "voicemail-intro")
    living = hotline.living().id
    await asyncio.sleep(2)
    call.say(1000)
    await asyncio.sleep(3)
    call.hang_up()
    ended = await hotline.ended(living)
    assert ended.outcome is Outcome.MESSAGE
    assert await hotline.story(living, "message.kept")


@pytest.mark.req("FLOW-11")
async def test_a_caller_who_hangs_up_is_abandoned_at_his_step(hotline: Any) -> None:
    call = await hotline.call()
    await hears(call, "welcome")
    living = hotline.living().id
    call.hang_up()
    ended = await hotline.ended(living)
    assert (ended.outcome, ended.step) == (Outcome.ABANDONED, "欢迎语")


@pytest.mark.req("TEL-19")
async def test_a_missing_prompt_file_does_not_stop_the_flow(hotline: Any) -> None:
    for file in (hotline.product.kit.settings.sounds / "speech").rglob("*.wav"):
        file.unlink()
    call = await hotline.call()
    await hears(call, "welcome", "voicemail-intro")
    call.hang_up()
