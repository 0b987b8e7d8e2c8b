"""What a changed text does, what it leaves, and how to come back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest

from lingting.configuration.domain.planning import Kind
from support.configured import Configured, body, changed
from support.statements import heard

pytestmark = [pytest.mark.db, pytest.mark.req("ACD-12", "ACD-13", "ADM-07", "ADM-08")]

NOTHING = "format: 1\n"


def told(plan: Any) -> list[tuple[str, str, str]]:
    return [(one.section, one.kind.value, one.name) for one in plan.changes]


async def test_the_plan_names_every_change_with_old_and_new(configured: Configured) -> None:
    text = changed(
        await configured.text(),
        ("{agent: agent1, level: 5, priority: 1}", "{agent: agent1, level: 9, priority: 1}"),
        ("max_length: null", "max_length: 12"),
        ("  A003:\n    extension: '1003'\n    user: agent3\n", ""),
        ("prompts: {}\n", "prompts: {hello: {name: 问候, zh-CN: 您好}}\n"),
    )
    plan = await configured.plan(text, prune=True)
    assert told(plan) == [
        ("seats", "removed", "A003"),
        ("skill_groups", "changed", "客服组"),
        ("queues", "changed", "客户服务"),
        ("prompts", "added", "hello"),
    ]
    fields = [
        (one.place, one.old, one.new)
        for change in plan.changes
        if change.kind is Kind.CHANGED
        for one in change.fields
    ]
    assert fields == [("members[agent1].level", 5, 9), ("max_length", None, 12)]


async def test_what_the_text_leaves_out_stays_unless_it_shall_go(configured: Configured) -> None:
    text = NOTHING + "busy_reasons: {meal: {zh: 吃饭, en: Meal}}\n"
    plan = await configured.plan(text)
    assert told(plan) == [("busy_reasons", "changed", "meal")]
    assert len(plan.left["busy_reasons"]) == 9
    await configured.apply(text, prune=True)
    document = await configured.document()
    assert list(document["busy_reasons"]) == ["meal"]
    assert list(document["queues"]) == ["客户服务"]


@pytest.mark.req("KPI-09", "KPI-10")
async def test_a_start_date_comes_from_the_text_and_goes_with_it(configured: Configured) -> None:
    for written, kept in (("2024-02-29", "2024-02-29"), ("'2025-03-01'", "2025-03-01"), ("", None)):
        entry = f"{{name: 坐席3, roles: [坐席], started_on: {written}}}"
        await configured.apply(f"{NOTHING}users: {{agent3: {entry}, li: {entry}}}\n")
        users = (await configured.document())["users"]
        assert [users[one]["started_on"] for one in ("agent3", "li")] == [kept, kept]
        assert (await configured.plan(await configured.text(), prune=True)).changes == ()


async def test_a_roll_back_undoes_everything_that_came_since(configured: Configured) -> None:
    before = await configured.text()
    text = changed(
        before,
        ("ring_seconds: 25", "ring_seconds: 40"),
        ("  A001:\n    extension: '1001'", "  A001:\n    extension: '1002'"),
        ("  A002:\n    extension: '1002'", "  A002:\n    extension: '1001'"),
        ("  坐席:\n    shipped: agent", "  客服代表:\n    shipped: agent"),
        (
            "permissions: null\n    menus: null\n  班长",
            "permissions: [desk.use]\n    menus: []\n  班长",
        ),
        ("roles: [坐席]", "roles: [客服代表]"),
        ("roles: [坐席]", "roles: [客服代表]"),
        ("roles: [坐席]", "roles: [客服代表]"),
        ("users:\n", "users:\n  li: {name: 李, roles: [管理员]}\n"),
        ("queues:\n", "queues:\n  二线: {requirements: [{group: 客服组}]}\n"),
        ("prompts: {}\n", "prompts: {welcome: {name: 欢迎, category: greeting, zh-CN: 您好}}\n"),
        ("prompts: [welcome]", "prompts: [welcome, goodbye]"),
        ("flows:\n", "flows:\n  extra: {published: " + SMALL + "}\n"),
        ("access_numbers:\n", "access_numbers:\n  8009: {flow: extra}\n"),
        (
            "bound_numbers: {}\n",
            "bound_numbers: {4001234567: {kind: 400, access_numbers: [8009]}}\n",
        ),
    )
    first = await configured.apply(text, prune=True)
    assert (first.plan.problems, first.number) == ((), 1)
    between = await configured.text()
    assert body(between) != body(before)
    back = await configured.roll_back(1)
    assert (back.plan.problems, back.number) == ((), 2)
    assert await configured.text() == before
    again = await configured.roll_back(2)
    assert again.number == 3
    assert await configured.text() == between


BOUND = "{kind: 400, access_numbers: [8009]}"
SMALL = "{name: {zh-CN: 小}, start: e, nodes: {e: {verb: end, title: {zh-CN: 结束}, exits: {}}}}"


async def test_a_flow_goes_out_of_use_again(configured: Configured) -> None:
    await configured.apply(NOTHING + "flows: {small: {draft: " + SMALL + "}}\n")
    await configured.apply(NOTHING + "flows: {small: {published: " + SMALL + "}}\n")
    assert (await configured.document())["flows"]["small"]["published"] is not None
    assert (await configured.roll_back(2)).plan.problems == ()
    assert (await configured.document())["flows"]["small"]["published"] is None


async def test_a_changed_flow_is_published_as_its_next_version(configured: Configured) -> None:
    text = changed(await configured.text(), ("max_wait_seconds: 60", "max_wait_seconds: 90"))
    await configured.apply(text)
    voice = configured.centre.voice
    async with voice.centre.kit.db.transaction(configured.tenant) as tx:
        head = await configured.centre.flows.editing.by_id(tx, configured.centre.inbound)
    assert head is not None
    assert head.published_version == 2


async def test_a_new_user_gets_a_password_that_fits_and_must_be_changed(
    configured: Configured,
) -> None:
    imported = await configured.apply(NOTHING + "users: {li: {name: 李, roles: [坐席]}}\n")
    (made_up,) = imported.passwords
    centre = configured.centre.voice.centre
    client = centre.client()
    answer = await centre.try_login(client, "li", made_up.password)
    assert answer.status_code == 200
    assert answer.json()["must_change_password"] is True
    assert made_up.password not in await configured.text()


async def test_the_text_has_no_secret(configured: Configured) -> None:
    text = await configured.text()
    for secret in configured.centre.voice.centre.founded["lingting"].passwords.values():
        assert secret not in text
    assert "password" not in text


async def test_administrators_can_change_places(configured: Configured) -> None:
    text = NOTHING + (
        "users:\n  admin: {name: 管理员, roles: [坐席]}\n  agent3: {name: 坐席3, roles: [管理员]}\n"
    )
    assert (await configured.apply(text)).plan.problems == ()


MIGHTY = "roles: {chief: {layer: platform, permissions: ['*']}}\n"
WEAK = "roles: {chief: {layer: platform, permissions: []}}\n"


async def test_a_role_may_lose_everything_to_one_who_comes_with_it(configured: Configured) -> None:
    """What a text says is one change: who administers afterwards counts."""
    chief = "users: {admin: {name: 管理员, roles: [chief]}}\n"
    assert (await configured.apply(NOTHING + MIGHTY + chief)).plan.problems == ()
    (problem,) = (await configured.apply(NOTHING + WEAK)).plan.problems
    assert (problem.slug, problem.place) == ("last-administrator", "roles.chief")
    other = "users: {li: {name: 李, roles: [管理员]}}\n"
    assert (await configured.apply(NOTHING + WEAK + other)).plan.problems == ()


async def test_an_import_is_in_the_trail_and_in_the_history(configured: Configured) -> None:
    await configured.apply(NOTHING + "settings: {ring_seconds: 33}\n")
    admin = await configured.log_in()
    (entry,) = (await admin.get("/api/audit?action=configuration")).json()["items"]
    assert entry["action"] == "configuration.import"
    assert entry["details"] == {"added": 0, "changed": 1, "removed": 0}
    (item,) = (await admin.get("/api/configuration/history")).json()["items"]
    assert (item["number"], item["by_name"], item["changed"]) == (1, None, 1)
    before = (await admin.get("/api/configuration/history/1")).json()
    assert "ring_seconds: 25" in before["text"]
    assert (await admin.get("/api/configuration/history/2")).status_code == 404


def staff(
    prefix: str, count: int, person: str = "name: 某人, roles: [坐席]", shift: int = 0
) -> str:
    """People and their seats; with a shift each sits at another's, with another's extension."""
    first = 500 if prefix == "few" else 600
    users = (f"  {prefix}{n}: {{{person}}}\n" for n in range(count))
    seats = (
        f"  A{first + n}: {{extension: '{first + (n + 2 * shift) % count}',"
        f" user: {prefix}{(n + shift) % count}}}\n"
        for n in range(count)
    )
    return f"{NOTHING}users:\n{''.join(users)}seats:\n{''.join(seats)}"


@pytest.fixture
def asked(configured: Configured) -> Callable[[str], Awaitable[int]]:
    """Imports a text; answers how many statements it took."""

    async def ask(text: str) -> int:
        with heard(configured.centre.voice.centre.kit.db) as statements:
            imported = await configured.apply(text)
        assert imported.number is not None, imported.plan.problems
        return len(statements)

    return ask


async def test_many_people_take_no_more_statements_than_a_few(
    configured: Configured, asked: Callable[[str], Awaitable[int]]
) -> None:
    """Calls of the company wait for as long as an import takes."""
    off = "name: 别人, roles: [班长], active: false, email: a@b.cn, started_on: 2024-01-01"
    for person, shift in (("name: 某人, roles: [坐席]", 0), (off, 1), ("name: 某人", 0)):
        few = await asked(staff("few", 3, person, shift))
        assert await asked(staff("many", 40, person, shift)) == few, person
        document = await configured.document()
        assert document["seats"]["A639"]["user"] == f"many{(39 + shift) % 40}"
        assert document["users"]["many39"]["roles"] == document["users"]["few1"]["roles"]


def queues(prefix: str, count: int, level: int) -> str:
    """Skill groups of two people, and a queue for each."""
    members = f"[{{agent: agent1, level: {level}}}, {{agent: agent2}}]"
    groups = (f"  {prefix}{n}: {{members: {members}}}\n" for n in range(count))
    users = (
        f"  {prefix}{n}: {{requirements: [{{group: {prefix}{n}, min_level: {level}}}]}}\n"
        for n in range(count)
    )
    return f"{NOTHING}skill_groups:\n{''.join(groups)}queues:\n{''.join(users)}"


async def test_many_queues_take_no_more_statements_than_a_few(
    configured: Configured, asked: Callable[[str], Awaitable[int]]
) -> None:
    for level in (5, 7):
        few = await asked(queues("few", 2, level))
        assert await asked(queues("many", 30, level)) == few
        document = await configured.document()
        assert document["skill_groups"]["many29"]["members"][0]["level"] == level
        assert document["queues"]["many29"]["requirements"][0]["min_level"] == level
        floor = configured.centre.voice.acd.groups(configured.tenant)
        assert [one.members[0].level for one in floor if one.name == "many29"] == [level]
    took: list[int] = []
    for count in (2, 30):
        number = (await configured.apply(queues("more", count, 5))).number
        assert number is not None
        with heard(configured.centre.voice.centre.kit.db) as statements:
            await configured.roll_back(number)
        assert "more0" not in (await configured.document())["queues"]
        took.append(len(statements))
    assert took[0] == took[1]


async def test_each_of_many_changes_is_in_the_trail(configured: Configured) -> None:
    """A person who comes in inactive is no change; a seat passes through no other extension."""
    await configured.apply(staff("few", 2, "name: 某人, active: false"))
    await configured.apply(staff("few", 2, "name: 别人, roles: [坐席]", 1))
    admin = await configured.log_in()
    answer = (await admin.get("/api/audit?limit=100")).json()
    told = [
        (one["action"], one["details"])
        for one in reversed(answer["items"])
        if one["action"].startswith(("user.", "seat."))
    ]
    assert [action for action, _ in told[-8:]] == [
        *["user.add"] * 2,
        *["seat.add"] * 2,
        *["user.change"] * 2,
        *["seat.change"] * 2,
    ]
    assert told[-8][1] == {"account": "few0", "active": False}
    assert told[-4][1]["changes"] == {
        "active": {"before": False, "after": True},
        "name": {"before": "某人", "after": "别人"},
        "roles": {"before": [], "after": ["坐席"]},
    }
    assert told[-2][1]["changes"].keys() == {"user"}


async def test_many_people_leave_in_few_statements(configured: Configured) -> None:
    """With their place on the floor, their groups, wallboards and reports."""
    removed: list[int] = []
    for count in (3, 40):
        members = ", ".join(f"{{agent: few{n}}}" for n in range(count))
        group = f"skill_groups: {{all: {{members: [{members}]}}}}\n"
        number = (await configured.apply(staff("few", count) + group)).number
        assert number is not None
        with heard(configured.centre.voice.centre.kit.db) as statements:
            await configured.roll_back(number)
        removed.append(len(statements))
        assert "few0" not in (await configured.document())["users"]
    assert removed[0] == removed[1]


async def test_a_seat_that_cannot_be_added_is_named(configured: Configured) -> None:
    """Of many the one whose extension another seat has."""
    text = staff("few", 3).replace("extension: '501'", "extension: '500'")
    imported = await configured.apply(text)
    (problem,) = imported.plan.problems
    assert (problem.slug, problem.place) == ("extension-taken", "seats.A501.extension")
    assert "few0" not in (await configured.document())["users"]
