"""An import changes the living centre at once, as the pages do."""

import pytest

from lingting.acd.domain.states import SignIn
from lingting.acd.domain.views import Availability
from lingting.flows.domain.document import read_document
from support.configured import Configured, changed
from support.flow_centre import words

pytestmark = [pytest.mark.flow, pytest.mark.req("ACD-12", "ACD-13")]

AGENT3 = """\
  agent3:
    name: 坐席3
    email: ''
    started_on: null
    language: zh-CN
    active: true
    roles: [坐席]
"""
NOTHING = "format: 1\n"


async def test_a_new_queue_with_its_group_can_be_waited_in(configured: Configured) -> None:
    voice = configured.centre.voice
    await voice.ready(voice.agents[0])
    await configured.apply(
        NOTHING + "skill_groups: {二线: {members: [{agent: agent1}]}}\n"
        "queues: {投诉: {requirements: [{group: 二线}]}}\n"
    )
    (queue,) = [one for one in voice.acd.queues(configured.tenant) if one.name == "投诉"]
    assert queue.availability is Availability.AVAILABLE


async def test_a_caller_who_waits_is_offered_to_an_agent_whom_an_import_lets_in(
    configured: Configured,
) -> None:
    """Agent 2 is ready but not in the group; the import puts him there."""
    voice = configured.centre.voice
    await configured.apply(NOTHING + "skill_groups: {客服组: {members: [{agent: agent1}]}}\n")
    await voice.ready(voice.agents[1], voice.agents[0])
    await voice.turn(voice.acd.set_busy, voice.agents[0], "meal")
    centre = await configured.centre.calls_in()
    await centre.hears_out(2)
    assert not voice.rings(voice.agents[1])
    await configured.apply(
        NOTHING + "skill_groups: {客服组: {members: [{agent: agent1}, {agent: agent2}]}}\n"
    )
    await voice.settle()
    assert voice.rings(voice.agents[1])


async def test_the_next_caller_runs_through_the_imported_flow(configured: Configured) -> None:
    text = changed(await configured.text(), ("prompts: [welcome]", "prompts: [goodbye]"))
    await configured.apply(text)
    centre = await configured.centre.calls_in()
    assert centre.hears == words("goodbye")


async def test_a_caller_in_a_flow_goes_on_in_the_version_that_he_began(
    configured: Configured,
) -> None:
    centre = await configured.centre.calls_in()
    text = changed(await configured.text(), ("prompts: [agents-busy-wait]", "prompts: [goodbye]"))
    await configured.apply(text)
    voice = configured.centre.voice
    async with voice.centre.kit.db.transaction(configured.tenant) as tx:
        draft = await configured.centre.flows.editing.draft(tx, configured.centre.inbound)
    assert read_document(draft.document).nodes["busy_wait"].params["prompts"] == ["goodbye"]
    assert draft.head.published_version == 2
    assert centre.hears == words("welcome")
    assert centre.is_up


async def test_a_removed_queue_sends_its_callers_back_to_their_flow(
    configured: Configured,
) -> None:
    voice = configured.centre.voice
    await voice.ready(voice.agents[0])
    await voice.turn(voice.acd.set_busy, voice.agents[0], "meal")
    centre = await configured.centre.calls_in()
    await centre.hears_out(2)
    small = "{name: {zh-CN: 小}, start: e, nodes: {e: {verb: end, title: {zh-CN: 完}, exits: {}}}}"
    imported = await configured.apply(
        NOTHING + "queues: {}\nflows: {inbound: {published: " + small + "}}\n", prune=True
    )
    assert imported.plan.problems == ()
    assert voice.acd.queues(configured.tenant) == []
    assert (await configured.document())["queues"] == {}


async def test_a_removed_user_is_logged_out_and_off_the_floor(configured: Configured) -> None:
    client = await configured.log_in("agent3")
    text = changed(
        await configured.text(),
        ("    - {agent: agent3, level: 5, priority: 1}\n", ""),
        ("  A003:\n    extension: '1003'\n    user: agent3\n", ""),
        (AGENT3, ""),
    )
    assert (await configured.apply(text, prune=True)).plan.problems == ()
    assert (await client.get("/api/me")).status_code == 401
    voice = configured.centre.voice
    view = voice.acd.agent_view(configured.tenant, voice.agents[2])
    assert view is None or (view.sign_in, view.queues) == (SignIn.LOGGED_OUT, ())


async def test_a_queue_without_a_ring_time_of_its_own_follows_the_imported_setting(
    configured: Configured,
) -> None:
    voice = configured.centre.voice
    text = changed(await configured.text(), ("    ring_seconds: 20", "    ring_seconds: null"))
    await configured.apply(text)
    await configured.apply(NOTHING + "settings: {ring_seconds: 44}\n")
    config = voice.acd.queue_config(configured.tenant, voice.queue)
    assert config is not None
    assert config.ring_seconds == 44
