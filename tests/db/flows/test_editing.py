"""Flows are listed, edited, checked, published, copied and deleted over HTTP."""

from typing import Any

import httpx
import pytest

from lingting.flows.domain import document
from support.flow_centre import FlowCentre

pytestmark = pytest.mark.db


async def admin(centre: FlowCentre) -> httpx.AsyncClient:
    return await centre.voice.centre.log_in()


async def new_flow(client: httpx.AsyncClient, name: str = "投诉流程") -> dict[str, Any]:
    answer = await client.post("/api/flows", json={"name": {"zh-CN": name}})
    assert answer.status_code == 201, answer.text
    return answer.json()


@pytest.mark.req("IVR-21", "IVR-15", "FLOW-01", "FLOW-12")
async def test_a_new_company_has_both_flows_published(flow_centre: FlowCentre) -> None:
    client = await admin(flow_centre)
    items = (await client.get("/api/flows")).json()["items"]
    assert {(one["name"]["zh-CN"], one["published_version"]) for one in items} == {
        ("呼叫中心接听流程", 1),
        ("留言子程序", 1),
    }
    for one in items:
        assert (await client.get(f"/api/flows/{one['id']}/draft")).json()["problems"] == []


@pytest.mark.req("IVR-22", "IVR-03", "IVR-18")
async def test_the_designer_reads_every_verb_with_its_schema_and_help(
    flow_centre: FlowCentre,
) -> None:
    client = await admin(flow_centre)
    answer = (await client.get("/api/flows/verbs")).json()
    menu = next(verb for verb in answer["items"] if verb["name"] == "menu")
    assert menu["node_type"] == "PLAY OPTION"
    assert menu["help"]["zh-CN"]
    properties = menu["parameters"]["$defs"]["MenuParams"]["properties"]
    assert properties["prompts"]["x-kind"] == "prompt"
    assert answer["exit_titles"]["no_agent"]["zh-CN"] == "无坐席登录"


@pytest.mark.req("IVR-21", "IVR-19")
async def test_a_draft_with_errors_is_stored_but_not_published(flow_centre: FlowCentre) -> None:
    client = await admin(flow_centre)
    flow = await new_flow(client)
    place = f"/api/flows/{flow['id']}"
    document = (await client.get(f"{place}/draft")).json()["document"]
    document["nodes"]["goodbye"]["exits"] = {}
    saved = await client.put(f"{place}/draft", json={"document": document, "revision": 1})
    slugs = {problem["slug"] for problem in saved.json()["problems"]}
    assert slugs == {"exit-unconnected", "unreachable"}
    assert saved.json()["problems"][0]["message"] == "出口“继续”没有连接。"
    refused = await client.post(f"{place}/publish", json={})
    assert refused.status_code == 422
    assert refused.json()["slug"] == "flow-has-problems"
    assert "goodbye: exit-unconnected" in refused.json()["params"]["problems"]


@pytest.mark.req("IVR-21")
async def test_publishing_makes_versions_that_can_be_read_and_restored(
    flow_centre: FlowCentre,
) -> None:
    client = await admin(flow_centre)
    flow = await new_flow(client)
    place = f"/api/flows/{flow['id']}"
    first = await client.post(f"{place}/publish", json={"note": "第一版"})
    assert first.json()["published_version"] == 1
    document = (await client.get(f"{place}/draft")).json()["document"]
    document["nodes"]["goodbye"]["prompts"] = ["agents-busy-goodbye"]
    await client.put(f"{place}/draft", json={"document": document, "revision": 1})
    assert (await client.post(f"{place}/publish", json={})).json()["published_version"] == 2
    items = (await client.get(f"{place}/versions")).json()["items"]
    assert [(one["version"], one["note"]) for one in items] == [(2, ""), (1, "第一版")]
    old = (await client.get(f"{place}/versions/1")).json()
    assert old["nodes"]["goodbye"]["prompts"] == ["goodbye"]
    restored = await client.post(f"{place}/versions/1/restore", json={"revision": 2})
    assert restored.json()["document"]["nodes"]["goodbye"]["prompts"] == ["goodbye"]
    assert (await client.get(f"{place}/versions/9")).status_code == 404


async def test_two_people_who_edit_one_flow_do_not_overwrite_each_other(
    flow_centre: FlowCentre,
) -> None:
    client = await admin(flow_centre)
    flow = await new_flow(client)
    place = f"/api/flows/{flow['id']}/draft"
    document = (await client.get(place)).json()["document"]
    assert (await client.put(place, json={"document": document, "revision": 1})).is_success
    late = await client.put(place, json={"document": document, "revision": 1})
    assert late.status_code == 409
    assert late.json()["slug"] == "flow-changed-meanwhile"


@pytest.mark.req("IVR-21")
async def test_a_flow_is_copied_renamed_and_deleted(flow_centre: FlowCentre) -> None:
    client = await admin(flow_centre)
    body = {"name": {"zh-CN": "节日流程", "en": "Holiday"}, "copy_of": str(flow_centre.inbound)}
    copy = (await client.post("/api/flows", json=body)).json()
    assert copy["published_version"] is None
    place = f"/api/flows/{copy['id']}"
    renamed = await client.patch(place, json={"name": {"zh-CN": "春节流程"}})
    assert renamed.json()["name"]["zh-CN"] == "春节流程"
    graph = (await client.get(f"{place}/graph")).json()
    assert len(graph["nodes"]) == 14
    assert (await client.delete(place)).status_code == 204
    assert (await client.get(f"{place}/draft")).status_code == 404


async def test_a_flow_that_another_one_runs_is_not_deleted(flow_centre: FlowCentre) -> None:
    client = await admin(flow_centre)
    items = (await client.get("/api/flows")).json()["items"]
    voicemail = next(one for one in items if one["key"] == "voicemail")
    refused = await client.delete(f"/api/flows/{voicemail['id']}")
    assert refused.status_code == 409
    assert "呼叫中心接听流程" in refused.json()["detail"]


@pytest.mark.parametrize(
    ("body", "slug"),
    [
        ({"document": {"nodes": 7}, "revision": 1}, "flow-document-unreadable"),
        ({"document": {"name": {}, "nodes": {}}, "revision": 1}, "flow-name-missing"),
    ],
)
async def test_what_is_no_flow_is_refused(
    flow_centre: FlowCentre, body: dict[str, Any], slug: str
) -> None:
    client = await admin(flow_centre)
    flow = await new_flow(client)
    refused = await client.put(f"/api/flows/{flow['id']}/draft", json=body)
    assert (refused.status_code, refused.json()["slug"]) == (422, slug)


async def test_a_document_can_be_checked_without_being_stored(flow_centre: FlowCentre) -> None:
    client = await admin(flow_centre)
    flow = await new_flow(client)
    body = {"document": {"name": {"zh-CN": "x"}, "start": "y", "nodes": {}}}
    found = await client.post(f"/api/flows/{flow['id']}/check", json=body)
    assert [one["slug"] for one in found.json()["problems"]] == ["start-missing"]


async def test_a_check_tells_the_exits_of_a_node_that_is_not_stored_yet(
    flow_centre: FlowCentre,
) -> None:
    client = await admin(flow_centre)
    place = f"/api/flows/{(await new_flow(client))['id']}"
    draft = (await client.get(f"{place}/draft")).json()
    document = draft["document"]
    assert draft["exits"].keys() == document["nodes"].keys()
    document["nodes"]["hours"] = {"verb": "hours", "periods": [{}], "exits": {}}
    checked = (await client.post(f"{place}/check", json={"document": document})).json()
    assert checked["exits"]["hours"] == ["open", "closed", "holiday"]


async def test_an_agent_may_neither_read_nor_write_flows(flow_centre: FlowCentre) -> None:
    client = await flow_centre.voice.centre.log_in("agent1")
    assert (await client.get("/api/flows")).status_code == 403
    assert (await client.post("/api/flows", json={"name": {"zh-CN": "x"}})).status_code == 403


async def test_calls_under_way_finish_the_version_they_began_with(flow_centre: FlowCentre) -> None:
    await flow_centre.calls_in()
    client = await admin(flow_centre)
    place = f"/api/flows/{flow_centre.inbound}"
    body = (await client.get(f"{place}/draft")).json()
    document = {**body["document"], "start": "goodbye"}
    document["nodes"] = {key: document["nodes"][key] for key in ("goodbye", "end")}
    saved = {"document": document, "revision": body["flow"]["revision"]}
    assert (await client.put(f"{place}/draft", json=saved)).json()["problems"] == []
    assert (await client.post(f"{place}/publish", json={})).is_success
    await flow_centre.hears_out()
    steps = [step.node for step in await flow_centre.path(flow_centre.call().id)]
    assert steps[:2] == ["welcome", "look"]


@pytest.mark.req("FLOW-17")
async def test_an_agent_sees_how_his_own_call_reached_him(flow_centre: FlowCentre) -> None:
    voice = flow_centre.voice
    await voice.ready(voice.agents[0])
    await (await flow_centre.calls_in()).hears_out()
    await voice.answer(voice.agents[0])
    place = f"/api/calls/{flow_centre.call().id}/path"
    own = await (await voice.centre.log_in("agent1")).get(place)
    assert [step["title"]["zh-CN"] for step in own.json()["steps"]] == [
        "欢迎语",
        "坐席是否空闲",
        "排队",
    ]
    other = await (await voice.centre.log_in("agent2", address="192.0.2.2")).get(place)
    assert other.status_code == 403


async def test_a_flow_that_grew_too_large_is_refused_and_the_rest_goes_on(
    flow_centre: FlowCentre, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = await admin(flow_centre)
    flow = next(one for one in (await client.get("/api/flows")).json()["items"])
    draft = (await client.get(f"/api/flows/{flow['id']}/draft")).json()
    monkeypatch.setattr(document, "MOST_PARTS", 3)
    form = {"document": draft["document"], "revision": draft["flow"]["revision"]}
    for refused in (
        await client.put(f"/api/flows/{flow['id']}/draft", json=form),
        await client.post(f"/api/flows/{flow['id']}/check", json=form),
    ):
        assert (refused.status_code, refused.json()["slug"]) == (422, "flow-too-large")
    assert (await client.get(f"/api/flows/{flow['id']}/draft")).json() == draft
    assert (await client.post("/api/flows", json={"name": {"zh-CN": "另一个"}})).is_success
