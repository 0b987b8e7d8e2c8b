"""What an administrator sees and changes over HTTP."""

from __future__ import annotations

from uuid import uuid4

import pytest

from lingting.acd.schemas import MOST_RULES
from support.routing import GROUP, QUEUE, Routing

pytestmark = pytest.mark.db


@pytest.mark.req("ACD-12", "ACD-06", "ACD-11")
async def test_skill_groups_are_made_changed_and_deleted(routing: Routing) -> None:
    admin = await routing.centre.log_in()
    body = {
        "name": "投诉组",
        "members": [{"agent": str(routing.agents[0]), "level": 8, "priority": 2}],
        "music": "queue",
    }
    made = (await admin.post("/api/skill-groups", json=body)).json()
    listed = (await admin.get("/api/skill-groups")).json()
    assert made in listed
    changed = {**body, "name": "投诉一组", "members": []}
    answer = await admin.put(f"/api/skill-groups/{made['id']}", json=changed)
    assert answer.json()["name"] == "投诉一组"
    assert (await admin.delete(f"/api/skill-groups/{made['id']}")).status_code == 204
    assert made["id"] not in [one["id"] for one in (await admin.get("/api/skill-groups")).json()]


async def test_a_skill_group_that_a_queue_needs_cannot_be_deleted(routing: Routing) -> None:
    admin = await routing.centre.log_in()
    answer = await admin.delete(f"/api/skill-groups/{GROUP}")
    assert answer.status_code == 409
    assert answer.json()["title"] == "技能组正被队列使用：热线。"


async def test_two_groups_of_one_name_are_refused_at_the_field(routing: Routing) -> None:
    admin = await routing.centre.log_in()
    answer = await admin.post("/api/skill-groups", json={"name": "客服组"})
    assert answer.status_code == 409
    assert answer.json()["fields"][0]["field"] == "name"
    assert (await admin.get("/api/skill-groups")).status_code == 200


@pytest.mark.req("ACD-13", "ACD-05", "ACD-17", "ACD-18", "ACD-19")
async def test_queues_are_made_changed_and_deleted(routing: Routing) -> None:
    admin = await routing.centre.log_in()
    body = {
        "name": "贵宾",
        "requirements": [{"group": str(GROUP), "min_level": 5}],
        "relaxations": [{"after_seconds": 30, "min_level": 1}],
        "strategy": "random",
        "priority": 9,
        "music": "classic",
    }
    answer = await admin.post("/api/queues", json=body)
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert made["ring_seconds"] is None
    listed = (await admin.get("/api/queues")).json()
    assert made in listed
    for strategy in ("sequential", "least_time_used", "fewest_calls", "round_robin"):
        answer = await admin.put(f"/api/queues/{made['id']}", json={**body, "strategy": strategy})
        assert answer.json()["strategy"] == strategy
    assert (await admin.delete(f"/api/queues/{made['id']}")).status_code == 204
    assert (await admin.delete(f"/api/queues/{made['id']}")).status_code == 404


async def test_a_queue_has_no_more_rules_than_a_caller_can_take_with_him(routing: Routing) -> None:
    admin = await routing.centre.log_in()
    rules = [{"after_seconds": second, "min_level": 1} for second in range(1, MOST_RULES + 2)]
    body = {"name": "贵宾", "requirements": [{"group": str(GROUP)}], "relaxations": rules}
    answer = await admin.post("/api/queues", json=body)
    assert answer.status_code == 422
    (field,) = answer.json()["fields"]
    assert (field["field"], field["message"]) == ("relaxations", f"最多 {MOST_RULES} 项。")
    body["relaxations"] = rules[:MOST_RULES]
    assert (await admin.post("/api/queues", json=body)).status_code == 201


async def test_contradicting_queue_settings_are_refused_with_their_place(
    routing: Routing,
) -> None:
    admin = await routing.centre.log_in()
    body = {
        "name": "错误",
        "requirements": [{"group": str(GROUP)}],
        "relaxations": [
            {"after_seconds": 30, "min_level": 3},
            {"after_seconds": 20, "min_level": 1},
        ],
    }
    answer = await admin.post("/api/queues", json=body)
    assert answer.status_code == 422
    assert answer.json()["fields"][0]["field"] == "relaxations"
    unknown = {"name": "错误", "requirements": [{"group": str(uuid4())}]}
    assert (await admin.post("/api/queues", json=unknown)).status_code == 404


async def test_queues_without_own_times_follow_their_company(routing: Routing) -> None:
    await routing.configure()
    admin = await routing.centre.log_in()
    answer = await admin.patch("/api/settings", json={"ring_seconds": 40})
    assert answer.status_code == 200, answer.text
    await routing.centre.kit.supervisor.settle()
    config = routing.acd.queue_config(routing.tenant, QUEUE)
    assert config is not None
    assert config.ring_seconds == 40


async def test_deleting_a_queue_sends_its_callers_back_to_their_flows(routing: Routing) -> None:
    admin = await routing.centre.log_in()
    await routing.ready(routing.agents[0])
    ringing, waiting = await routing.call(), await routing.call()
    assert (await admin.delete(f"/api/queues/{QUEUE}")).status_code == 204
    dropped = [(one.item, one.why) for one in routing.carrier.dropped_items]
    assert dropped == [(ringing, "queue_closed"), (waiting, "queue_closed")]
    assert not routing.carrier.ringing
    assert routing.view(routing.agents[0]).ready


@pytest.mark.req("STATE-06", "STATE-07", "STATE-14")
async def test_the_list_of_busy_reasons_is_the_companys_own(routing: Routing) -> None:
    admin = await routing.centre.log_in()
    names = [one["zh"] for one in (await admin.get("/api/busy-reasons")).json()]
    assert {"就餐", "领导谈话", "上洗手间", "支援他席", "交单", "开会", "小组培训"} <= set(names)
    answer = await admin.put(
        "/api/busy-reasons/stretching", json={"zh": "工间操", "en": "Exercise"}
    )
    assert answer.status_code == 200, answer.text
    agent = routing.agents[0]
    await routing.ready(agent)
    await routing.turn(routing.acd.set_busy, agent, "stretching")
    assert routing.shown(agent) == ("busy", "stretching")
    assert (await admin.delete("/api/busy-reasons/stretching")).status_code == 204
    refused = await admin.delete("/api/busy-reasons/after_call")
    assert refused.status_code == 409
    assert refused.json()["slug"] == "busy-reason-fixed"


async def test_the_decisions_about_a_call_can_be_read(routing: Routing) -> None:
    admin = await routing.centre.log_in()
    await routing.ready(routing.agents[0])
    await routing.call()
    ref = routing.carrier.ringing[routing.agents[0]].ref
    (decision,) = (await admin.get(f"/api/calls/{ref}/decisions")).json()
    assert decision["agent_id"] == str(routing.agents[0])
    assert decision["reason"]["rule"] == "longest_idle"


async def test_without_the_permission_nothing_can_be_changed(routing: Routing) -> None:
    accounts = routing.centre.founded["lingting"].passwords
    account = next(name for name in accounts if name != "admin")
    agent = await routing.centre.log_in(account)
    answer = await agent.post("/api/skill-groups", json={"name": "x"})
    assert answer.status_code == 403
