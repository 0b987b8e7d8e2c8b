"""Customers are found by number and text, and kept exactly as they were typed."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import httpx
import pytest

from lingting.customers.ports import Contact
from lingting.kernel.ids import CustomerId
from lingting.platform.db import Transaction
from lingting.testing.manual_clock import MONDAY_MORNING
from support.centre import Centre

pytestmark = [pytest.mark.db, pytest.mark.req("CRM-02")]

ODD_TEXTS = [
    "<script>alert('x')</script>",
    "O'Brien; DROP TABLE customers; --",
    "张伟 👩🏽‍💻 𠮷野家",
    "\u202eright to left\u202c",
    "  spaces kept  ",
    "line one\nline two\ttab",
    "{{7*7}} ${jndi:x} %s %(a)s \\",
]


async def add(agent: httpx.AsyncClient, **form: Any) -> dict[str, Any]:
    answer = await agent.post("/api/customers", json={"name": "王芳", **form})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def names(agent: httpx.AsyncClient, **params: str) -> list[str]:
    answer = await agent.get("/api/customers", params=params)
    return [one["name"] for one in answer.json()["items"]]


async def test_a_caller_is_found_by_his_number_in_any_spelling(centre: Centre) -> None:
    agent = await centre.log_in("agent1")
    customer = await add(agent, numbers=["138 0013 8000", "010-8888 1234"])
    assert customer["numbers"][0] == {
        "number": "13800138000",
        "shown": "138 0013 8000",
        "key": "+8613800138000",
        "region": "北京市",
        "region_en": "Beijing",
    }
    for spelling in ("13800138000", "+86 138 0013 8000", "013800138000", "01088881234"):
        assert await names(agent, number=spelling) == ["王芳"]
    async with centre.transaction() as tx:
        found = await centre.customers.by_number(tx, "+8613800138000")
        assert found is not None
        assert str(found.id) == customer["id"]
        assert await centre.customers.by_number(tx, "+8613800138001") is None


@pytest.mark.req("CRM-01")
async def test_an_unknown_number_belongs_to_nobody(centre: Centre) -> None:
    agent = await centre.log_in("agent1")
    assert await names(agent, number="13900139000") == []


async def test_of_several_owners_of_a_number_the_one_changed_last_calls(centre: Centre) -> None:
    agent = await centre.log_in("agent1")
    first = await add(agent, name="先", numbers=["13800138000"])
    centre.clock.advance(1)
    await add(agent, name="后", numbers=["13800138000"])
    async with centre.transaction() as tx:
        found = await centre.customers.by_numbers(tx, ["+8613800138000", "unknown"])
    assert {key: one.name for key, one in found.items()} == {"+8613800138000": "后"}
    centre.clock.advance(1)
    await agent.patch(f"/api/customers/{first['id']}", json={"level": "VIP"})
    async with centre.transaction() as tx:
        found = await centre.customers.by_number(tx, "+8613800138000")
    assert found is not None
    assert found.name == "先"
    assert await names(agent, number="13800138000") == ["后", "先"]


@pytest.mark.parametrize("text", ODD_TEXTS)
async def test_every_text_is_kept_as_it_was_typed(centre: Centre, text: str) -> None:
    agent = await centre.log_in("agent1")
    form = dict.fromkeys(("name", "company", "level", "email", "address", "notes"), text)
    customer = await add(agent, **form)
    read = (await agent.get(f"/api/customers/{customer['id']}")).json()
    assert {field: read[field] for field in form} == form
    assert await names(agent, q=text) == [text]


@pytest.mark.parametrize(
    ("form", "field"),
    [
        ({}, "name"),
        ({"name": ""}, "name"),
        ({"name": "   "}, "name"),
        ({"name": None}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": "x", "notes": "x" * 4001}, "notes"),
        ({"name": "x", "numbers": "13800138000"}, "numbers"),
        ({"name": "x", "numbers": ["no number"]}, "numbers"),
        ({"name": "x", "numbers": [""]}, "numbers"),
        ({"name": "x", "numbers": [f"1380013{n:04}" for n in range(21)]}, "numbers"),
        ({"name": "x", "numbers": ["1"] * 51}, "numbers"),
    ],
)
async def test_a_form_that_does_not_fit_says_where(
    centre: Centre, form: dict[str, Any], field: str
) -> None:
    agent = await centre.log_in("agent1")
    answer = await agent.post("/api/customers", json=form)
    assert answer.status_code == 422
    problem = answer.json()
    assert problem["fields"][0]["field"].split(".")[0] == field
    assert problem["fields"][0]["message"]
    assert await names(agent) == []


async def test_a_change_touches_only_what_it_names(centre: Centre) -> None:
    agent = await centre.log_in("agent1")
    customer = await add(agent, company="聆听", numbers=["13800138000"], notes="old")
    path = f"/api/customers/{customer['id']}"
    centre.clock.advance(5)
    changed = (await agent.patch(path, json={"notes": "new"})).json()
    assert changed["notes"] == "new"
    assert changed["updated_at"] == "2026-03-02T01:00:05Z"
    same = ("name", "company", "numbers", "created_at")
    assert {key: changed[key] for key in same} == {key: customer[key] for key in same}
    changed = (await agent.patch(path, json={"numbers": ["139 0013 9000"], "notes": ""})).json()
    assert ([n["number"] for n in changed["numbers"]], changed["notes"]) == (["13900139000"], "")
    assert await names(agent, number="13800138000") == []


async def test_a_customer_is_found_by_a_part_of_a_text_or_a_number(centre: Centre) -> None:
    agent = await centre.log_in("agent1")
    await add(agent, name="王芳", company="百分百公司", numbers=["13800138000"])
    await add(agent, name="Li Lei", notes="喜欢 100% 棉", numbers=["13911112222"])
    assert await names(agent, q="芳") == ["王芳"]
    assert await names(agent, q="li lei") == ["Li Lei"]
    assert await names(agent, q="100%") == ["Li Lei"]
    assert await names(agent, q="1111") == ["Li Lei"]
    assert await names(agent, q="138-0013") == ["王芳"]
    assert await names(agent, q="%") == ["Li Lei"]
    assert await names(agent, q="没有") == []


async def test_the_list_comes_in_pages_the_newest_first(centre: Centre) -> None:
    agent = await centre.log_in("agent1")
    for number in range(5):
        centre.clock.advance(1)
        await add(agent, name=f"c{number}")
    seen: list[str] = []
    params: dict[str, str | int] = {"limit": 2}
    while True:
        page = (await agent.get("/api/customers", params=params)).json()
        seen += [one["name"] for one in page["items"]]
        if page["next"] is None:
            break
        params["cursor"] = page["next"]
    assert seen == ["c4", "c3", "c2", "c1", "c0"]


async def test_another_company_s_customer_is_not_there(centre: Centre) -> None:
    one, two = await centre.log_in("agent1", "one"), await centre.log_in("agent1", "two")
    customer = await add(one, numbers=["13800138000"])
    path = f"/api/customers/{customer['id']}"
    assert (await two.get(path)).status_code == 404
    assert (await two.patch(path, json={"name": "mine"})).status_code == 404
    assert (await two.get(f"{path}/history")).status_code == 404
    assert await names(two, number="13800138000") == []


async def test_the_trail_names_the_fields_but_no_personal_data(centre: Centre) -> None:
    admin = await centre.log_in()
    customer = await add(admin, numbers=["13800138000"])
    await admin.patch(
        f"/api/customers/{customer['id']}", json={"notes": "secret", "numbers": ["13911112222"]}
    )
    answer = await admin.get("/api/audit", params={"action": "customer"})
    changed, added = answer.json()["items"]
    assert changed["details"] == {"fields": ["notes", "numbers"]}
    assert added["target"] == f"customer:{customer['id']}"
    assert "1391111" not in answer.text


class Calls:
    """A feature that keeps contacts, an hour apart."""

    def __init__(self, count: int) -> None:
        self.asked: list[tuple[CustomerId, tuple[str, ...]]] = []
        self.kept = [
            Contact(
                kind="call",
                id=uuid4(),
                at=MONDAY_MORNING - timedelta(hours=hours),
                number="13800138000",
                direction="in",
                outcome="answered",
                agents=("坐席一",),
                seconds=60,
            )
            for hours in range(count)
        ]

    async def contacts(
        self,
        tx: Transaction,
        customer: CustomerId,
        numbers: Sequence[str],
        before: datetime | None,
        limit: int,
    ) -> Sequence[Contact]:
        self.asked.append((customer, tuple(numbers)))
        return [one for one in self.kept if before is None or one.at < before][:limit]


@pytest.mark.req("CRM-03", "SOFT-31")
async def test_earlier_contacts_come_from_the_features_that_keep_them(centre: Centre) -> None:
    agent = await centre.log_in("agent1")
    customer = await add(agent, numbers=["13800138000"])
    path = f"/api/customers/{customer['id']}/history"
    assert (await agent.get(path)).json() == {"items": [], "next": None}
    calls = Calls(3)
    centre.customers.read_history_from(calls)
    page = (await agent.get(path, params={"limit": 2})).json()
    assert [item["id"] for item in page["items"]] == [str(one.id) for one in calls.kept[:2]]
    assert page["items"][0]["agents"] == ["坐席一"]
    rest = (await agent.get(path, params={"cursor": page["next"]})).json()
    assert [item["id"] for item in rest["items"]] == [str(calls.kept[2].id)]
    assert calls.asked[0] == (CustomerId(calls.asked[0][0]), ("+8613800138000",))
