"""Everybody has his own wallboard; the company has one set of limits."""

import pytest

from support.centre import Centre

pytestmark = [pytest.mark.db, pytest.mark.req("RTM-01", "RTM-02")]

CARDS = [
    {"kind": "figure", "figure": "waiting", "width": 3, "queue": None},
    {"kind": "agents", "figure": None, "width": 12, "queue": None},
]


async def test_who_chose_nothing_sees_the_shipped_wallboard(centre: Centre) -> None:
    leader = await centre.log_in("leader")
    shown = (await leader.get("/api/supervision/wallboard")).json()
    assert {card["kind"] for card in shown["cards"]} >= {"figure", "queues", "agents", "alerts"}


async def test_a_wallboard_is_ones_own_and_can_be_taken_back(centre: Centre) -> None:
    leader, admin = await centre.log_in("leader"), await centre.log_in("admin")
    body = {"cards": CARDS, "sound": True}
    answer = await leader.put("/api/supervision/wallboard", json=body)
    assert answer.json() == body
    assert (await leader.get("/api/supervision/wallboard")).json() == body
    shipped = (await admin.get("/api/supervision/wallboard")).json()
    assert shipped != body
    assert (await leader.delete("/api/supervision/wallboard")).json() == shipped
    assert (await leader.get("/api/supervision/wallboard")).json() == shipped


async def test_a_card_of_no_known_figure_is_refused(centre: Centre) -> None:
    leader = await centre.log_in("leader")
    cards = [{"kind": "figure", "figure": "weather", "width": 3}]
    answer = await leader.put("/api/supervision/wallboard", json={"cards": cards})
    assert (answer.status_code, answer.json()["slug"]) == (422, "card-unfit")


async def test_agents_do_not_see_the_floor(centre: Centre) -> None:
    agent = await centre.log_in("agent1")
    for path in ("wallboard", "thresholds", "alerts"):
        assert (await agent.get(f"/api/supervision/{path}")).status_code == 403


async def test_limits_hold_for_the_company_and_are_in_the_trail(centre: Centre) -> None:
    admin = await centre.log_in("admin")
    group = (await admin.post("/api/skill-groups", json={"name": "客服组"})).json()["id"]
    form = {"name": "客户服务", "requirements": [{"group": group, "min_level": 1}]}
    queue = (await admin.post("/api/queues", json=form)).json()["id"]
    chosen = [
        {"measure": "waiting", "queue": None, "warning": 3, "alarm": 6, "sound": True},
        {"measure": "waiting", "queue": queue, "warning": 8, "alarm": None, "sound": False},
        {"measure": "talking", "queue": None, "warning": None, "alarm": None, "sound": False},
    ]
    answer = await admin.put("/api/supervision/thresholds", json={"chosen": chosen})
    assert answer.json()["chosen"] == chosen
    assert (await admin.get("/api/supervision/thresholds")).json()["chosen"] == chosen
    actions = [one["action"] for one in (await admin.get("/api/audit")).json()["items"]]
    assert "thresholds.change" in actions
    await admin.put("/api/supervision/thresholds", json={"chosen": []})
    assert (await admin.get("/api/supervision/thresholds")).json()["chosen"] == []


async def test_leaders_see_limits_and_do_not_set_them(centre: Centre) -> None:
    leader = await centre.log_in("leader")
    measures = (await leader.get("/api/supervision/thresholds")).json()["measures"]
    assert {one["measure"] for one in measures} >= {"waiting", "longest_wait", "talking"}
    answer = await leader.put("/api/supervision/thresholds", json={"chosen": []})
    assert answer.status_code == 403


async def test_an_alarm_before_its_warning_is_refused(centre: Centre) -> None:
    admin = await centre.log_in("admin")
    chosen = [{"measure": "waiting", "warning": 6, "alarm": 3}]
    answer = await admin.put("/api/supervision/thresholds", json={"chosen": chosen})
    assert (answer.status_code, answer.json()["slug"]) == (422, "threshold-unfit")
