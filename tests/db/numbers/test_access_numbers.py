"""An inbound call finds its company by the number that was dialled."""

import asyncio
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import httpx
import pytest

from support.centre import Centre, make_centre
from support.statements import heard

pytestmark = [pytest.mark.db, pytest.mark.req("TEL-01")]


async def add(admin: httpx.AsyncClient, number: str, **more: Any) -> dict[str, Any]:
    answer = await admin.post("/api/access-numbers", json={"number": number, **more})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_call_finds_company_and_flow_in_any_spelling(centre: Centre) -> None:
    admin = await centre.log_in()
    flow = str(uuid4())
    await add(admin, "010-8888 1234", label="总机", flow_id=flow)
    for called in ("01088881234", "+861088881234", "861088881234", "sip:01088881234@x"):
        found = await centre.numbers.find(called)
        assert found is not None, called
        tenant, number = found
        assert tenant == centre.founded["lingting"].tenant
        assert (number.number, str(number.flow)) == ("010-8888 1234", flow)


@pytest.mark.parametrize("called", ["", "anonymous", "01088889999", "' OR 1=1 --"])
async def test_an_unknown_number_leads_nowhere(centre: Centre, called: str) -> None:
    admin = await centre.log_in()
    await add(admin, "01088881234")
    assert await centre.numbers.find(called) is None


@pytest.fixture
def statements(centre: Centre) -> Iterator[list[str]]:
    """What the database was asked."""
    with heard(centre.kit.db) as asked:
        yield asked


async def test_a_flood_of_numbers_that_nobody_has_asks_the_database_once_in_five_seconds(
    centre: Centre, statements: list[str]
) -> None:
    await add(await centre.log_in(), "01088881234")
    assert await centre.numbers.find("01088881234") is not None
    statements.clear()
    for number in range(500):
        assert await centre.numbers.find(f"0102222{number:04}") is None
    assert sum("access_number_directory" in one for one in statements) <= 1
    statements.clear()
    assert await centre.numbers.find("01088881234") is not None
    assert statements == []
    centre.clock.advance(5)
    assert await centre.numbers.find("01022220001") is None
    assert sum("access_number_directory" in one for one in statements) == 1


async def test_a_number_is_found_as_soon_as_it_is_added_though_it_was_unknown_before(
    centre: Centre,
) -> None:
    admin = await centre.log_in()
    assert await centre.numbers.find("01088881234") is None
    await add(admin, "01088881234")
    assert await centre.numbers.find("01088881234") is not None


async def test_two_companies_cannot_own_one_number(centre: Centre) -> None:
    one, two = await centre.log_in("admin", "one"), await centre.log_in("admin", "two")
    await add(one, "01088881234")
    for number in ("010 8888 1234", "+86 10 8888 1234"):
        answer = await two.post("/api/access-numbers", json={"number": number})
        assert answer.status_code == 409
        assert answer.json()["slug"] == "number-taken"
        assert number in answer.json()["detail"]
    assert (await two.get("/api/access-numbers")).json()["items"] == []


async def test_of_two_companies_that_claim_a_number_at_once_one_gets_it(centre: Centre) -> None:
    admins = [await centre.log_in("admin", name) for name in ("one", "two")]
    forms = [admin.post("/api/access-numbers", json={"number": "95588"}) for admin in admins]
    answers = await asyncio.gather(*forms)
    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_a_number_that_is_switched_off_leads_nowhere_until_it_is_on(centre: Centre) -> None:
    admin = await centre.log_in()
    path = f"/api/access-numbers/{(await add(admin, '8001'))['id']}"
    await admin.patch(path, json={"active": False})
    assert await centre.numbers.find("8001") is None
    await admin.patch(path, json={"active": True})
    assert await centre.numbers.find("8001") is not None


async def test_a_number_that_was_changed_is_free_for_others(centre: Centre) -> None:
    one, two = await centre.log_in("admin", "one"), await centre.log_in("admin", "two")
    path = f"/api/access-numbers/{(await add(one, '8001'))['id']}"
    changed = (await one.patch(path, json={"number": "8002", "flow_id": None})).json()
    assert (changed["number"], changed["flow_id"]) == ("8002", None)
    await add(two, "8001")
    found = await centre.numbers.find("8001")
    assert found is not None
    assert found[0] == centre.founded["two"].tenant
    assert (await one.patch(path, json={"number": "8001"})).json()["slug"] == "number-taken"
    assert await centre.numbers.find("8002") is not None


async def test_a_number_that_was_removed_is_free(centre: Centre) -> None:
    admin = await centre.log_in()
    path = f"/api/access-numbers/{(await add(admin, '8001'))['id']}"
    assert (await admin.delete(path)).status_code == 204
    assert await centre.numbers.find("8001") is None
    await add(admin, "8001")
    assert (await admin.delete(path)).status_code == 404


async def test_one_company_cannot_touch_another_s_number(centre: Centre) -> None:
    one, two = await centre.log_in("admin", "one"), await centre.log_in("admin", "two")
    path = f"/api/access-numbers/{(await add(one, '8001'))['id']}"
    assert (await two.patch(path, json={"active": False})).status_code == 404
    assert (await two.delete(path)).status_code == 404
    assert await centre.numbers.find("8001") is not None


@pytest.mark.req("TEL-02", "TEL-03", "TEL-04")
async def test_400_and_800_numbers_lead_to_the_first_active_access_number(
    centre: Centre,
) -> None:
    admin = await centre.log_in()
    numbers = [await add(admin, text) for text in ("01088880001", "01088880002")]
    ids = [number["id"] for number in numbers]
    for number, kind in (("400-820-1234", "400"), ("400-820-5678", "400"), ("8008201234", "800")):
        form = {"number": number, "kind": kind, "label": "热线", "access_numbers": ids}
        answer = await admin.post("/api/bound-numbers", json=form)
        assert answer.status_code == 201, answer.text
    for called in ("4008201234", "400-820-5678", "8008201234"):
        found = await centre.numbers.find(called)
        assert found is not None
        assert str(found[1].id) == ids[0]
    await admin.patch(f"/api/access-numbers/{ids[0]}", json={"active": False})
    found = await centre.numbers.find("4008201234")
    assert found is not None
    assert str(found[1].id) == ids[1]


@pytest.mark.req("TEL-02")
async def test_a_400_number_is_bound_again_and_let_go(centre: Centre) -> None:
    admin = await centre.log_in()
    ids = [(await add(admin, text))["id"] for text in ("8001", "8002")]
    form = {"number": "4008201234", "kind": "400", "access_numbers": ids[:1]}
    bound = (await admin.post("/api/bound-numbers", json=form)).json()
    path = f"/api/bound-numbers/{bound['id']}"
    changed = await admin.patch(path, json={"access_numbers": [ids[1], ids[0]], "label": "新"})
    assert (changed.json()["access_numbers"], changed.json()["label"]) == ([ids[1], ids[0]], "新")
    answer = await admin.patch(path, json={"access_numbers": [str(uuid4())]})
    assert answer.json()["slug"] == "number-not-found"
    await admin.delete(f"/api/access-numbers/{ids[1]}")
    (left,) = (await admin.get("/api/bound-numbers")).json()["items"]
    assert left["access_numbers"] == [ids[0]]
    assert (await admin.delete(path)).status_code == 204
    assert await centre.numbers.find("4008201234") is None


async def test_a_400_number_in_use_is_taken_for_everybody(centre: Centre) -> None:
    one, two = await centre.log_in("admin", "one"), await centre.log_in("admin", "two")
    form = {"number": "4008201234", "kind": "400", "access_numbers": []}
    assert (await one.post("/api/bound-numbers", json=form)).status_code == 201
    assert (await two.post("/api/bound-numbers", json=form)).json()["slug"] == "number-taken"
    answer = await two.post("/api/access-numbers", json={"number": "400 820 1234"})
    assert answer.json()["slug"] == "number-taken"


@pytest.mark.req("FLOW-04")
async def test_the_fallback_and_outbound_numbers_are_settings(centre: Centre) -> None:
    admin = await centre.log_in()
    async with centre.transaction() as tx:
        assert await centre.numbers.fallback_number(tx) is None
        assert await centre.numbers.outbound_caller_id(tx) is None
    await add(admin, "010-8888 1234")
    async with centre.transaction() as tx:
        assert await centre.numbers.outbound_caller_id(tx) == "01088881234"
    settings = {"fallback_number": "138 0013 8000", "outbound_number": "400-820-1234"}
    await admin.patch("/api/settings", json=settings)
    async with centre.transaction() as tx:
        assert await centre.numbers.fallback_number(tx) == "13800138000"
        assert await centre.numbers.outbound_caller_id(tx) == "4008201234"


async def test_a_company_with_a_trunk_of_its_own_dials_through_it(database_url: str) -> None:
    centre = make_centre(database_url, company_trunks={"demo": "sip:127.0.0.5:15060"})
    try:
        await centre.found("demo")
        await centre.found("lingting")
        async with centre.transaction("demo") as tx:
            assert (await centre.numbers.trunk(tx)).name == "trunk-demo"
        async with centre.transaction("lingting") as tx:
            assert (await centre.numbers.trunk(tx)).name == "default"
    finally:
        await centre.close()
