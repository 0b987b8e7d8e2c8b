"""The trail tells who did what, when and from where."""

import pytest

from support.centre import Centre

pytestmark = [pytest.mark.db, pytest.mark.req("SEC-02")]


async def test_a_change_is_told_with_its_author_and_address(centre: Centre) -> None:
    admin = await centre.log_in(address="198.51.100.7")
    centre.clock.advance(60)
    await admin.patch("/api/settings", json={"ring_seconds": 40})
    (entry,) = (await admin.get("/api/audit", params={"action": "settings"})).json()["items"]
    assert entry["action"] == "settings.change"
    assert (entry["account"], entry["user_name"]) == ("admin", "管理员")
    assert entry["address"] == "198.51.100.7"
    assert entry["details"] == {"changes": {"ring_seconds": {"before": 25, "after": 40}}}
    assert entry["at"] == "2026-03-02T01:01:00Z"


async def test_a_change_that_failed_is_not_told(centre: Centre) -> None:
    admin = await centre.log_in()
    await admin.patch("/api/settings", json={"ring_seconds": 0})
    entries = (await admin.get("/api/audit", params={"action": "settings"})).json()["items"]
    assert entries == []


async def test_what_an_administrator_edits_is_told_with_what_it_was(centre: Centre) -> None:
    admin = await centre.log_in()
    user = centre.founded["lingting"].users["agent1"]
    name = (await admin.get(f"/api/users/{user}")).json()["name"]
    await admin.patch(f"/api/users/{user}", json={"name": "周梅", "language": "en"})
    await admin.patch(f"/api/users/{user}", json={"name": "周梅"})
    (seat, *_) = (await admin.get("/api/seats")).json()["items"]
    await admin.patch(f"/api/seats/{seat['id']}", json={"extension": "2222", "password": "a-b-c-1"})
    await admin.patch("/api/company", json={"name": "新名字"})

    items = (await admin.get("/api/audit")).json()["items"]
    told = {one["action"]: one["details"] for one in items}
    assert [one["action"] for one in items].count("user.change") == 1
    assert told["user.change"]["changes"] == {
        "name": {"before": name, "after": "周梅"},
        "language": {"before": "zh-CN", "after": "en"},
    }
    assert told["seat.change"] == {
        "number": seat["number"],
        "changes": {
            "extension": {"before": seat["extension"], "after": "2222"},
            "password": "•••",
        },
    }
    assert told["company.change"]["changes"]["name"]["after"] == "新名字"


async def test_no_password_is_in_the_trail(centre: Centre) -> None:
    admin = await centre.log_in()
    user = centre.founded["lingting"].users["agent1"]
    await admin.post(f"/api/users/{user}/password", json={"password": "hunter2-hunter2"})
    answer = await admin.get("/api/audit", params={"limit": 200})
    assert "user.reset_password" in answer.text
    assert "hunter2" not in answer.text
    for password in centre.founded["lingting"].passwords.values():
        assert password not in answer.text


async def test_the_newest_entries_come_first_and_in_pages(centre: Centre) -> None:
    admin = await centre.log_in()
    for seconds in (30, 31, 32, 33, 34):
        centre.clock.advance(1)
        await admin.patch("/api/settings", json={"ring_seconds": seconds})
    seen: list[int] = []
    params: dict[str, str | int] = {"action": "settings.change", "limit": 2}
    while True:
        page = (await admin.get("/api/audit", params=params)).json()
        seen += [item["details"]["changes"]["ring_seconds"]["after"] for item in page["items"]]
        if page["next"] is None:
            break
        params["cursor"] = page["next"]
    assert seen == [34, 33, 32, 31, 30]


async def test_entries_are_found_by_person_and_time(centre: Centre) -> None:
    admin = await centre.log_in()
    centre.clock.advance(3600)
    await centre.log_in("agent1")
    founded = centre.founded["lingting"]
    params = {"user": str(founded.users["agent1"])}
    (entry,) = (await admin.get("/api/audit", params=params)).json()["items"]
    assert entry["action"] == "session.log_in"
    params = {"from": "2026-03-02T01:30:00Z", "to": "2026-03-02T02:30:00Z"}
    items = (await admin.get("/api/audit", params=params)).json()["items"]
    assert [item["account"] for item in items] == ["agent1"]


async def test_one_company_reads_its_own_trail_only(centre: Centre) -> None:
    one = await centre.log_in("admin", "one")
    await centre.log_in("admin", "two")
    items = (await one.get("/api/audit", params={"action": "session.log_in"})).json()["items"]
    assert len(items) == 1


async def test_agents_do_not_read_the_trail(centre: Centre) -> None:
    agent = await centre.log_in("agent1")
    assert (await agent.get("/api/audit")).status_code == 403
