"""Administrators keep the company's users; everybody keeps his own account."""

import io
from typing import Any

import httpx
import pytest
from PIL import Image

from support.centre import Centre

pytestmark = [pytest.mark.db, pytest.mark.req("ADM-02", "ADM-31")]


async def roles_by_name(admin: httpx.AsyncClient) -> dict[str, str]:
    return {role["name"]: role["id"] for role in (await admin.get("/api/roles")).json()["items"]}


async def add(admin: httpx.AsyncClient, **form: Any) -> dict[str, Any]:
    roles = [(await roles_by_name(admin))["坐席"]]
    answer = await admin.post(
        "/api/users", json={"account": "new1", "name": "新人", "roles": roles, **form}
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_new_user_gets_a_password_that_is_shown_once(centre: Centre) -> None:
    admin = await centre.log_in()
    added = await add(admin)
    assert added["user"]["must_change_password"]
    listed = (await admin.get("/api/users", params={"q": "新"})).json()["items"]
    assert [user["account"] for user in listed] == ["new1"]
    assert "password" not in listed[0]
    answer = await centre.try_login(centre.client(), "new1", added["password"])
    assert answer.status_code == 200


@pytest.mark.req("KPI-09", "KPI-10")
async def test_a_start_date_is_set_kept_and_taken_away(centre: Centre) -> None:
    admin = await centre.log_in()
    user = (await add(admin, started_on="2024-02-29"))["user"]
    path = f"/api/users/{user['id']}"
    assert user["started_on"] == "2024-02-29"
    assert (await admin.patch(path, json={"name": "别名"})).json()["started_on"] == "2024-02-29"
    assert (await admin.patch(path, json={"started_on": None})).json()["started_on"] is None
    assert (await admin.get(path)).json()["started_on"] is None


@pytest.mark.parametrize("day", ["9999-12-31", "0001-01-01", "2025-02-29", "soon", ""])
async def test_a_day_on_which_nobody_can_have_begun_is_refused(centre: Centre, day: str) -> None:
    admin = await centre.log_in()
    user = centre.founded["lingting"].users["agent1"]
    answer = await admin.patch(f"/api/users/{user}", json={"started_on": day})
    assert answer.status_code == 422
    assert answer.json()["fields"][0]["field"] == "started_on"


async def test_who_must_change_his_password_can_do_nothing_else(centre: Centre) -> None:
    admin = await centre.log_in()
    added = await add(admin)
    client = centre.client()
    me = (await centre.try_login(client, "new1", added["password"])).json()
    assert me["must_change_password"]
    assert (me["permissions"], me["menus"]) == ([], [])
    assert (await client.get("/api/customers")).status_code == 403
    form = {"old": added["password"], "new": "my own password"}
    assert (await client.post("/api/me/password", json=form)).status_code == 204
    me = (await client.get("/api/me")).json()
    assert not me["must_change_password"]
    assert (await client.get("/api/customers")).status_code == 200


@pytest.mark.parametrize("account", ["agent1", "AGENT1", "ａｇｅｎｔ１"])
async def test_an_account_is_unique_in_its_company(centre: Centre, account: str) -> None:
    admin = await centre.log_in()
    answer = await admin.post("/api/users", json={"account": account, "name": "x"})
    assert answer.status_code == 409
    assert answer.json()["slug"] == "account-taken"
    assert answer.json()["fields"][0]["field"] == "account"


async def test_two_companies_may_have_the_same_account(centre: Centre) -> None:
    await centre.found("one")
    await centre.found("two")
    for company in ("one", "two"):
        me = (await (await centre.log_in("agent1", company)).get("/api/me")).json()
        assert me["company"]["short_name"] == company


@pytest.mark.req("ADM-03")
async def test_a_reset_password_ends_the_user_s_logins(centre: Centre) -> None:
    admin, agent = await centre.log_in(), await centre.log_in("agent1")
    user = centre.founded["lingting"].users["agent1"]
    answer = await admin.post(f"/api/users/{user}/password", json={})
    password = answer.json()["password"]
    assert (await agent.get("/api/me")).status_code == 401
    again = await centre.try_login(centre.client(), "agent1", password)
    assert again.json()["must_change_password"]


async def test_an_administrator_may_choose_the_new_password(centre: Centre) -> None:
    admin = await centre.log_in()
    user = centre.founded["lingting"].users["agent1"]
    answer = await admin.post(f"/api/users/{user}/password", json={"password": "12345678"})
    assert answer.json() == {"password": None}
    again = await centre.try_login(centre.client(), "agent1", "12345678")
    assert again.status_code == 200


@pytest.mark.req("UI-11")
async def test_a_person_changes_his_password_and_stays_logged_in_here_only(
    centre: Centre,
) -> None:
    here, there = await centre.log_in(), await centre.log_in()
    old = centre.founded["lingting"].passwords["admin"]
    answer = await here.post("/api/me/password", json={"old": "wrong", "new": "something new"})
    assert answer.json()["slug"] == "password-wrong"
    answer = await here.post("/api/me/password", json={"old": old, "new": "short"})
    assert answer.json()["fields"][0]["field"] == "new"
    answer = await here.post("/api/me/password", json={"old": old, "new": "something new"})
    assert answer.status_code == 204
    assert (await here.get("/api/me")).status_code == 200
    assert (await there.get("/api/me")).status_code == 401


async def test_a_person_chooses_his_language(centre: Centre) -> None:
    agent = await centre.log_in("agent1")
    assert (await agent.patch("/api/me", json={"language": "en"})).json()["language"] == "en"
    assert (await agent.get("/api/me")).json()["language"] == "en"


async def test_the_last_administrator_stays(centre: Centre) -> None:
    admin = await centre.log_in()
    me = f"/api/users/{centre.founded['lingting'].users['admin']}"
    for answer in (
        await admin.patch(me, json={"active": False}),
        await admin.patch(me, json={"roles": []}),
        await admin.delete(me),
    ):
        assert answer.status_code == 409
        assert answer.json()["slug"] == "last-administrator"
    assert (await admin.get("/api/users")).status_code == 200


async def test_a_user_who_left_is_in_no_list_but_his_name_stays(centre: Centre) -> None:
    admin = await centre.log_in()
    user = centre.founded["lingting"].users["agent1"]
    assert (await admin.delete(f"/api/users/{user}")).status_code == 204
    listed = (await admin.get("/api/users")).json()["items"]
    assert "agent1" not in [one["account"] for one in listed]
    assert (await admin.get(f"/api/users/{user}")).status_code == 404
    async with centre.transaction() as tx:
        assert (await centre.identity.names(tx))[user] == "坐席一"
        assert await centre.identity.person(tx, user) is None
    seats = {seat["number"]: seat for seat in (await admin.get("/api/seats")).json()["items"]}
    assert seats["A001"]["user"] is None
    assert (await add(admin, account="agent1"))["user"]["account"] == "agent1"


@pytest.mark.req("SEC-08")
async def test_nobody_takes_hold_of_a_person_who_may_more(centre: Centre) -> None:
    admin = await centre.log_in()
    form = {"name": "人事", "layer": "platform", "permissions": ["users.read", "users.write"]}
    role = (await admin.post("/api/roles", json=form)).json()["id"]
    added = await add(admin, account="hr", password="personnel", roles=[role])
    await admin.post(f"/api/users/{added['user']['id']}/password", json={"password": "personnel"})
    clerk = centre.client()
    await centre.try_login(clerk, "hr", "personnel")
    await clerk.post("/api/me/password", json={"old": "personnel", "new": "personnel 2"})
    boss = centre.founded["lingting"].users["admin"]
    roles = await roles_by_name(admin)
    mine = added["user"]["id"]
    for answer in (
        await clerk.post(f"/api/users/{boss}/password", json={}),
        await clerk.patch(f"/api/users/{boss}", json={"active": False}),
        await clerk.delete(f"/api/users/{boss}"),
        await clerk.patch(f"/api/users/{mine}", json={"roles": [roles["管理员"]]}),
        await clerk.post(
            "/api/users", json={"account": "x1", "name": "x", "roles": [roles["管理员"]]}
        ),
    ):
        assert answer.status_code == 403, answer.text
        assert answer.json()["slug"] == "more-than-yours"


@pytest.mark.req("UI-19")
async def test_an_agent_reaches_none_of_the_administration(centre: Centre) -> None:
    agent = await centre.log_in("agent1")
    for path in ("users", "roles", "seats", "settings", "audit", "access-numbers"):
        answer = await agent.get(f"/api/{path}")
        assert answer.status_code == 403, path
        assert answer.json()["detail"] == "您没有这项操作的权限。"


async def test_another_company_s_user_is_not_there(centre: Centre) -> None:
    admin = await centre.log_in("admin", "one")
    other = (await centre.found("two")).users["agent1"]
    for answer in (
        await admin.get(f"/api/users/{other}"),
        await admin.patch(f"/api/users/{other}", json={"name": "mine"}),
        await admin.delete(f"/api/users/{other}"),
        await admin.post(f"/api/users/{other}/password", json={}),
    ):
        assert answer.status_code == 404


def picture(kind: str = "PNG", size: tuple[int, int] = (640, 480)) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, (200, 30, 30)).save(out, kind)
    return out.getvalue()


@pytest.mark.req("ADM-32")
async def test_a_photo_becomes_a_small_square(centre: Centre) -> None:
    admin = await centre.log_in()
    user = centre.founded["lingting"].users["agent1"]
    files = {"photo": ("me.png", picture(), "image/png")}
    answer = await admin.put(f"/api/users/{user}/photo", files=files)
    assert answer.status_code == 204
    agent = await centre.log_in("agent1")
    url = (await agent.get("/api/me")).json()["user"]["photo_url"]
    answer = await agent.get(url)
    assert answer.headers["content-type"] == "image/jpeg"
    with Image.open(io.BytesIO(answer.content)) as shown:
        assert (shown.format, shown.size) == ("JPEG", (256, 256))
    assert (await admin.delete(f"/api/users/{user}/photo")).status_code == 204
    assert (await agent.get("/api/me")).json()["user"]["photo_url"] is None


@pytest.mark.parametrize("file", [b"", b"<svg onload='alert(1)'/>", picture()[:200], b"GIF89a"])
async def test_what_is_no_picture_is_refused(centre: Centre, file: bytes) -> None:
    admin = await centre.log_in()
    user = centre.founded["lingting"].users["agent1"]
    answer = await admin.put(f"/api/users/{user}/photo", files={"photo": ("x.png", file)})
    assert answer.status_code == 422
    assert answer.json()["slug"] == "photo-unfit"


async def test_the_list_of_users_comes_in_pages(centre: Centre) -> None:
    admin = await centre.log_in()
    seen: list[str] = []
    cursor = None
    while True:
        params = {"limit": 2} if cursor is None else {"limit": 2, "cursor": cursor}
        page = (await admin.get("/api/users", params=params)).json()
        seen += [user["account"] for user in page["items"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert seen == ["admin", "agent1", "agent2", "agent3", "leader"]


@pytest.mark.parametrize("q", ["%", "_", "\\", "'; DROP TABLE users; --"])
async def test_signs_of_the_database_s_language_are_plain_text(centre: Centre, q: str) -> None:
    admin = await centre.log_in()
    assert (await admin.get("/api/users", params={"q": q})).json()["items"] == []


async def test_the_operator_s_reset_needs_no_change_at_the_next_login(centre: Centre) -> None:
    await centre.found()
    password = await centre.identity.reset_password("LINGTING", "Admin")
    answer = await centre.try_login(centre.client(), "admin", password)
    assert answer.status_code == 200
    assert not answer.json()["must_change_password"]
