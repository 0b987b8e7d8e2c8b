"""Companies live side by side; each sets its own settings."""

import pytest

from lingting.kernel.ids import TenantId
from lingting.tenancy.domain.company import ShortNameTaken
from lingting.tenancy.domain.defaults import RECORDING, RING_SECONDS
from lingting.tenancy.events import SettingsChanged
from support.centre import Centre

pytestmark = [pytest.mark.db, pytest.mark.req("ADM-31")]


async def test_a_short_name_belongs_to_one_company_in_any_case(centre: Centre) -> None:
    founded = await centre.found("LingTing")
    with pytest.raises(ShortNameTaken):
        await centre.identity.found_company("lingting", "另一家")
    company = await centre.tenancy.by_short_name("ＬＩＮＧＴＩＮＧ")
    assert company is not None
    assert company.id == founded.tenant
    assert company.short_name == "LingTing"
    assert [one.id for one in await centre.tenancy.all()] == [founded.tenant]


async def test_a_company_that_could_not_be_founded_leaves_nothing(centre: Centre) -> None:
    await centre.found("one")
    with pytest.raises(ShortNameTaken):
        await centre.identity.found_company("ONE", "另一家")
    assert len(await centre.tenancy.all()) == 1


async def test_an_unknown_company_is_nobody(centre: Centre) -> None:
    assert await centre.tenancy.by_short_name("nobody") is None


async def test_a_setting_counts_for_its_own_company(centre: Centre) -> None:
    admin = await centre.log_in("admin", "one")
    await centre.found("two")
    heard: list[tuple[TenantId, tuple[str, ...]]] = []

    async def hear(tenant: TenantId, event: SettingsChanged) -> None:
        heard.append((tenant, event.keys))

    centre.kit.bus.subscribe(SettingsChanged, hear)
    answer = await admin.patch("/api/settings", json={"ring_seconds": 40, "recording": False})
    assert answer.status_code == 200
    values = {item["key"]: item["value"] for item in answer.json()["items"]}
    assert (values["ring_seconds"], values["recording"]) == (40, False)
    async with centre.transaction("one") as tx:
        settings = await centre.tenancy.settings(tx)
        assert (settings[RING_SECONDS], settings[RECORDING]) == (40, False)
    async with centre.transaction("two") as tx:
        assert await centre.tenancy.get(tx, RING_SECONDS) == RING_SECONDS.default
    assert heard == [(centre.founded["one"].tenant, ("ring_seconds", "recording"))]


async def test_one_bad_value_changes_nothing(centre: Centre) -> None:
    admin = await centre.log_in()
    for bad in ({"ring_seconds": 1}, {"no_such": 1}, {"recording": "yes"}):
        answer = await admin.patch("/api/settings", json={"wrap_up_seconds": 99, **bad})
        assert answer.status_code == 422
        assert answer.json()["fields"][0]["field"] == next(iter(bad))
    items = (await admin.get("/api/settings")).json()["items"]
    assert {item["key"]: item["value"] for item in items}["wrap_up_seconds"] == 30


async def test_a_form_gets_everything_it_needs_to_show_a_setting(centre: Centre) -> None:
    admin = await centre.log_in()
    items = (await admin.get("/api/settings")).json()["items"]
    shown = {item["key"]: item for item in items}
    assert shown["ring_seconds"] == {
        "key": "ring_seconds",
        "kind": "int",
        "value": 25,
        "default": 25,
        "zh": "坐席振铃时长（秒）",
        "en": "Ring time of an agent's phone (seconds)",
        "minimum": 5,
        "maximum": 180,
        "options": [],
        "group": "calls",
    }
    assert shown["captcha"]["options"] == ["after_failure", "always"]


async def test_setting_what_is_set_already_tells_nobody(centre: Centre) -> None:
    admin = await centre.log_in()
    heard: list[SettingsChanged] = []

    async def hear(_: TenantId, event: SettingsChanged) -> None:
        heard.append(event)

    centre.kit.bus.subscribe(SettingsChanged, hear)
    for _ in range(3):
        await admin.patch("/api/settings", json={"ring_seconds": 30})
    assert len(heard) == 1


async def test_a_company_changes_its_name_and_time_zone(centre: Centre) -> None:
    admin = await centre.log_in()
    answer = await admin.patch("/api/company", json={"name": "新名", "time_zone": "Asia/Tokyo"})
    assert (answer.json()["name"], answer.json()["time_zone"]) == ("新名", "Asia/Tokyo")
    assert (await admin.get("/api/me")).json()["company"]["name"] == "新名"
    answer = await admin.patch("/api/company", json={"time_zone": "Mars/Base"})
    assert answer.json()["slug"] == "time-zone-unknown"
