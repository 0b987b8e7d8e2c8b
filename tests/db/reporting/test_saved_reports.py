"""Saved reports: one's own, shared with the company, and changed by whom they belong to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Any

import httpx
import pytest

from lingting.identity.api import NewPerson
from support.centre import Centre, make_centre
from support.reports import wire_reports
from support.voice import PEOPLE, make_voice

pytestmark = pytest.mark.db

LEADERS = (
    NewPerson("admin", "管理员", "administrator"),
    NewPerson("one", "班长一", "supervisor"),
    NewPerson("two", "班长二", "supervisor"),
)
DEFINITION = {"report": "traffic", "period": "lastWeek", "by": ["queue"], "chart": "bar"}


@dataclass
class Shelf:
    """A company's saved reports, and those who keep them."""

    centre: Centre
    clients: dict[str, httpx.AsyncClient]

    async def save(self, who: str, name: str, **more: Any) -> dict[str, Any]:
        body = {"name": name, "definition": DEFINITION, **more}
        answer = await self.clients[who].post("/api/saved-reports", json=body)
        assert answer.status_code == 201, answer.text
        return answer.json()

    async def names(self, who: str) -> list[str]:
        answer = await self.clients[who].get("/api/saved-reports")
        return [one["name"] for one in answer.json()["items"]]


@pytest.fixture
async def shelf(database_url: str) -> AsyncIterator[Shelf]:
    centre = make_centre(database_url)
    await make_voice(centre, (*PEOPLE, *LEADERS))
    wire_reports(centre)
    clients = {one.account: await centre.log_in(one.account) for one in LEADERS}
    clients["agent1"] = await centre.log_in("agent1")
    yield Shelf(centre, clients)
    await centre.close()


@pytest.mark.req("RPT-03")
async def test_a_report_is_kept_as_it_was_asked_for(shelf: Shelf) -> None:
    made = await shelf.save("one", " 上周各队列 ")
    assert (made["name"], made["owner"], made["mine"]) == ("上周各队列", "班长一", True)
    read = (await shelf.clients["one"].get(f"/api/saved-reports/{made['id']}")).json()
    kept = {name: read["definition"][name] for name in DEFINITION}
    assert kept == DEFINITION


@pytest.mark.req("RPT-03")
async def test_a_private_report_is_nobody_elses_and_a_shared_one_is_read_by_all(
    shelf: Shelf,
) -> None:
    private = await shelf.save("one", "甲")
    shared = await shelf.save("one", "乙", shared=True)
    assert await shelf.names("one") == ["乙", "甲"] or await shelf.names("one") == ["甲", "乙"]
    assert await shelf.names("two") == ["乙"]
    two = shelf.clients["two"]
    assert (await two.get(f"/api/saved-reports/{private['id']}")).status_code == 404
    assert (await two.get(f"/api/saved-reports/{shared['id']}")).json()["mine"] is False


async def test_only_the_owner_and_an_administrator_change_a_shared_report(shelf: Shelf) -> None:
    shared = await shelf.save("one", "乙", shared=True)
    place = f"/api/saved-reports/{shared['id']}"
    refused = await shelf.clients["two"].patch(place, json={"name": "丙"})
    assert (refused.status_code, refused.json()["slug"]) == (403, "saved-report-not-yours")
    assert (await shelf.clients["two"].delete(place)).status_code == 403
    changed = await shelf.clients["admin"].patch(place, json={"name": "丙"})
    assert (changed.json()["name"], changed.json()["owner"]) == ("丙", "班长一")
    assert (await shelf.clients["one"].delete(place)).status_code == 204
    assert await shelf.names("one") == []


async def test_an_administrator_cannot_read_what_a_leader_keeps_for_himself(shelf: Shelf) -> None:
    private = await shelf.save("one", "甲")
    assert await shelf.names("admin") == []
    place = f"/api/saved-reports/{private['id']}"
    assert (await shelf.clients["admin"].delete(place)).status_code == 404


@pytest.mark.parametrize(
    "wrong",
    [
        {"report": "nothing"},
        {"by": ["agent"]},
        {"metrics": ["agent.idle"]},
        {"period": None},
        {"first": "2026-11-01", "last": "2026-11-02"},
        {"chart": "pie"},
    ],
)
async def test_what_no_report_can_answer_is_not_kept(shelf: Shelf, wrong: dict[str, Any]) -> None:
    body = {"name": "甲", "definition": {**DEFINITION, **wrong}}
    answer = await shelf.clients["one"].post("/api/saved-reports", json=body)
    assert answer.status_code in (404, 422)
    assert await shelf.names("one") == []


async def test_who_may_not_see_reports_has_none(shelf: Shelf) -> None:
    assert (await shelf.clients["agent1"].get("/api/saved-reports")).status_code == 403
    body = {"name": "甲", "definition": DEFINITION}
    assert (await shelf.clients["agent1"].post("/api/saved-reports", json=body)).status_code == 403


async def test_the_shared_reports_of_a_removed_person_stay(shelf: Shelf) -> None:
    await shelf.save("two", "甲")
    shared = await shelf.save("two", "乙", shared=True)
    people = (await shelf.clients["admin"].get("/api/users")).json()["items"]
    (two,) = [one for one in people if one["account"] == "two"]
    assert (await shelf.clients["admin"].delete(f"/api/users/{two['id']}")).status_code == 204
    assert await shelf.names("admin") == ["乙"]
    place = f"/api/saved-reports/{shared['id']}"
    assert (await shelf.clients["admin"].delete(place)).status_code == 204


async def test_every_change_is_in_the_trail(shelf: Shelf) -> None:
    made = await shelf.save("one", "甲")
    place = f"/api/saved-reports/{made['id']}"
    await shelf.clients["one"].patch(place, json={"shared": True})
    await shelf.clients["one"].delete(place)
    trail = (await shelf.clients["admin"].get("/api/audit")).json()["items"]
    found = [one["action"] for one in trail if one["action"].startswith("saved_report.")]
    assert found == ["saved_report.delete", "saved_report.update", "saved_report.create"]
