"""Roles and seats are kept by administrators; a person may register at a seat himself."""

import asyncio
from typing import Any

import httpx
import pytest

from lingting.identity.events import SeatChanged
from lingting.kernel.ids import TenantId, UserId
from support.centre import Centre

pytestmark = [pytest.mark.db, pytest.mark.req("ADM-04", "ADM-06", "ADM-07", "ADM-08")]


async def items(client: httpx.AsyncClient, what: str, by: str) -> dict[str, Any]:
    return {one[by]: one for one in (await client.get(f"/api/{what}")).json()["items"]}


@pytest.mark.req("ADM-34")
async def test_the_company_starts_with_three_roles_in_two_layers(centre: Centre) -> None:
    roles = await items(await centre.log_in(), "roles", "key")
    assert {key: role["layer"] for key, role in roles.items()} == {
        "agent": "seat",
        "supervisor": "platform",
        "administrator": "platform",
    }
    assert {key: role["users"] for key, role in roles.items()} == {
        "agent": 3,
        "supervisor": 1,
        "administrator": 1,
    }


@pytest.mark.req("ADM-05")
async def test_a_role_decides_which_menus_its_people_see(centre: Centre) -> None:
    admin, agent = await centre.log_in(), await centre.log_in("agent1")
    role = (await items(admin, "roles", "key"))["agent"]
    answer = await admin.patch(f"/api/roles/{role['id']}", json={"menus": ["desk"]})
    assert answer.json()["menus"] == ["desk"]
    assert (await agent.get("/api/me")).json()["menus"] == ["desk"]
    answer = await admin.patch(f"/api/roles/{role['id']}", json={"menus": ["no-such"]})
    assert answer.json()["slug"] == "permission-unknown"


async def test_a_role_is_added_changed_given_and_removed(centre: Centre) -> None:
    admin = await centre.log_in()
    form = {"name": "质检", "layer": "platform", "permissions": ["calls.read"]}
    role = (await admin.post("/api/roles", json=form)).json()
    path = f"/api/roles/{role['id']}"
    changed = await admin.patch(path, json={"permissions": ["calls.read", "recordings.listen"]})
    assert changed.json()["permissions"] == ["calls.read", "recordings.listen"]
    user = f"/api/users/{centre.founded['lingting'].users['agent1']}"
    await admin.patch(user, json={"roles": [role["id"]]})
    assert (await admin.delete(path)).json()["slug"] == "role-in-use"
    await admin.patch(user, json={"roles": []})
    assert (await admin.delete(path)).status_code == 204
    assert (await admin.delete(path)).status_code == 404


async def test_two_roles_never_share_a_name(centre: Centre) -> None:
    admin = await centre.log_in()
    form = {"name": "坐席", "layer": "seat", "permissions": []}
    assert (await admin.post("/api/roles", json=form)).json()["slug"] == "role-name-taken"
    roles = await items(admin, "roles", "key")
    answer = await admin.patch(f"/api/roles/{roles['agent']['id']}", json={"name": "班长"})
    assert answer.json()["slug"] == "role-name-taken"


async def test_shipped_roles_stay_and_the_administrator_keeps_his_rights(centre: Centre) -> None:
    admin = await centre.log_in()
    role = (await items(admin, "roles", "key"))["administrator"]
    path = f"/api/roles/{role['id']}"
    assert (await admin.delete(path)).json()["slug"] == "role-is-shipped"
    answer = await admin.patch(path, json={"permissions": []})
    assert answer.json()["slug"] == "last-administrator"


async def test_a_role_of_the_last_administrators_keeps_its_rights(centre: Centre) -> None:
    """Of a role of the company's own, too: somebody else must be able to administer."""
    admin = await centre.log_in()
    form = {"name": "负责人", "layer": "platform", "permissions": ["*"]}
    role = (await admin.post("/api/roles", json=form)).json()
    path, less = f"/api/roles/{role['id']}", {"permissions": ["users.read"]}
    user = f"/api/users/{centre.founded['lingting'].users['admin']}"
    administrator = (await items(admin, "roles", "key"))["administrator"]["id"]
    await admin.patch(user, json={"roles": [role["id"]]})
    assert (await admin.patch(path, json=less)).json()["slug"] == "last-administrator"
    await admin.patch(user, json={"roles": [role["id"], administrator]})
    assert (await admin.patch(path, json=less)).json()["permissions"] == ["users.read"]


@pytest.mark.req("ADM-34")
async def test_a_seat_role_takes_no_permission_of_the_platform(centre: Centre) -> None:
    admin = await centre.log_in()
    form = {"name": "x", "layer": "seat", "permissions": ["users.write"]}
    assert (await admin.post("/api/roles", json=form)).json()["slug"] == "permission-unknown"


@pytest.mark.parametrize("permission", ["calls.read", "calls.read_own"])
async def test_whoever_may_see_calls_finds_their_page(permission: str, centre: Centre) -> None:
    admin, agent = await centre.log_in("admin"), await centre.log_in("agent1")
    own = {"name": "看通话", "layer": "platform", "permissions": [permission]}
    made = (await admin.post("/api/roles", json=own)).json()
    people = await items(admin, "users", "account")
    await admin.patch(f"/api/users/{people['agent1']['id']}", json={"roles": [made["id"]]})
    assert (await agent.get("/api/me")).json()["menus"] == ["calls"]


async def test_permissions_and_menus_have_names_in_both_languages(centre: Centre) -> None:
    agent = await centre.log_in("agent1")
    permissions = await items(agent, "permissions", "name")
    assert permissions["users.write"]["zh"] == "管理用户"
    assert permissions["users.write"]["en"] == "Manage users"
    assert (await items(agent, "menus", "name"))["desk"]["permissions"] == ["desk.use"]


@pytest.mark.req("STATE-15", "UI-17")
async def test_a_seat_number_and_an_extension_exist_once(centre: Centre) -> None:
    admin = await centre.log_in()
    added = await admin.post("/api/seats", json={"number": "A004", "extension": "1004"})
    assert added.status_code == 201
    for form, slug in (
        ({"number": "A004", "extension": "1005"}, "seat-number-taken"),
        ({"number": "A005", "extension": "1004"}, "extension-taken"),
        ({"number": "a005", "extension": "1005"}, "seat-number-unfit"),
        ({"number": "A005", "extension": "five"}, "extension-unfit"),
    ):
        answer = await admin.post("/api/seats", json=form)
        assert answer.json()["slug"] == slug
    other = (await items(admin, "seats", "number"))["A001"]
    answer = await admin.patch(f"/api/seats/{other['id']}", json={"number": "A004"})
    assert answer.json()["slug"] == "seat-number-taken"
    assert "A004" in answer.json()["detail"]


@pytest.mark.req("STATE-15")
async def test_a_number_taken_twice_at_once_is_given_once(centre: Centre) -> None:
    admin = await centre.log_in()
    forms = [{"number": "A100", "extension": str(1100 + n)} for n in range(5)]
    answers = await asyncio.gather(*(admin.post("/api/seats", json=form) for form in forms))
    assert sorted(answer.status_code for answer in answers) == [201, 409, 409, 409, 409]


async def test_a_person_has_one_seat_and_a_seat_one_person(centre: Centre) -> None:
    admin = await centre.log_in()
    told: list[tuple[str, UserId | None]] = []

    async def hear(_: TenantId, event: SeatChanged) -> None:
        told.append((event.number, event.user))

    centre.kit.bus.subscribe(SeatChanged, hear)
    user = centre.founded["lingting"].users["agent1"]
    seats = await items(admin, "seats", "number")
    answer = await admin.patch(f"/api/seats/{seats['A002']['id']}", json={"user_id": str(user)})
    assert answer.json()["user"]["account"] == "agent1"
    seats = await items(admin, "seats", "number")
    assert seats["A001"]["user"] is None
    assert told == [("A001", None), ("A002", user)]
    async with centre.transaction() as tx:
        seat = await centre.identity.seat_by_extension(tx, "1002")
    assert seat is not None
    assert seat.user == user


async def test_a_seat_is_freed_and_removed(centre: Centre) -> None:
    admin, agent = await centre.log_in(), await centre.log_in("agent1")
    seat = (await items(admin, "seats", "number"))["A001"]
    answer = await admin.patch(f"/api/seats/{seat['id']}", json={"user_id": None})
    assert answer.json()["user"] is None
    assert (await agent.get("/api/me")).json()["seat"] is None
    assert (await admin.delete(f"/api/seats/{seat['id']}")).status_code == 204
    assert (await admin.delete(f"/api/seats/{seat['id']}")).status_code == 404


async def test_a_seat_is_given_to_people_of_the_company_only(centre: Centre) -> None:
    admin = await centre.log_in("admin", "one")
    stranger = (await centre.found("two")).users["agent1"]
    form = {"number": "A900", "extension": "1900", "user_id": str(stranger)}
    answer = await admin.post("/api/seats", json=form)
    assert answer.status_code == 404
    assert answer.json()["slug"] == "user-not-found"


@pytest.mark.req("UI-16")
async def test_a_person_registers_at_a_seat_with_its_number_and_password(centre: Centre) -> None:
    admin, agent = await centre.log_in(), await centre.log_in("agent1")
    form = {"number": "A020", "extension": "1020", "password": "desk twenty"}
    await admin.post("/api/seats", json=form)
    for number, password, slug in (
        ("A020", "wrong", "seat-password-wrong"),
        ("A404", "desk twenty", "seat-password-wrong"),
        ("A002", "", "seat-password-wrong"),
        ("a020", "desk twenty", "seat-number-unfit"),
    ):
        typed = {"number": number, "password": password}
        assert (await agent.post("/api/me/seat", json=typed)).json()["slug"] == slug
    typed = {"number": "A020", "password": "desk twenty"}
    me = (await agent.post("/api/me/seat", json=typed)).json()
    assert (me["seat"]["number"], me["seat"]["extension"]) == ("A020", "1020")
    colleague = await centre.log_in("agent2")
    answer = await colleague.post("/api/me/seat", json=typed)
    assert answer.json()["slug"] == "seat-occupied"
    assert (await agent.delete("/api/me/seat")).json()["seat"] is None
    assert (await colleague.post("/api/me/seat", json=typed)).status_code == 200
