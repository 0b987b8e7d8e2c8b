"""Lists of contacts: page by page without a gap, totals of all pages, the whole list as a file."""

from __future__ import annotations

from typing import Any

import pytest

from lingting.reporting.reports import engine
from support.report_desk import Desk
from support.stories import STORIES, gives_up, outbound

pytestmark = [pytest.mark.flow, pytest.mark.req("RPT-07", "RPT-23")]


async def pages(desk: Desk, key: str, limit: int) -> list[dict[str, Any]]:
    found = [await desk.report(key, limit=limit)]
    while (cursor := found[-1]["next"]) is not None:
        found.append(await desk.report(key, limit=limit, cursor=cursor))
    return found


@pytest.mark.parametrize("key", ["abandoned", "seat_calls"])
async def test_pages_make_the_whole_list_and_the_first_has_its_totals(desk: Desk, key: str) -> None:
    for story in (*STORIES, gives_up):
        await story(desk.voice)
    whole = await desk.report(key)
    assert whole["next"] is None
    assert len(whole["rows"]) == whole["totals"]["at"] > 2
    times = [row["cells"]["at"] for row in whole["rows"]]
    assert times == sorted(times, reverse=True)
    turned = await pages(desk, key, 2)
    assert [row for page in turned for row in page["rows"]] == whole["rows"]
    assert [len(page["rows"]) for page in turned[:-1]] == [2] * (len(turned) - 1)
    assert all(page["totals"] is None for page in turned[1:])
    known = turned[0]["totals"]
    assert known == {name: whole["totals"][name] for name in known}


async def test_totals_are_those_of_the_rows(desk: Desk) -> None:
    for story in (*STORIES, gives_up, outbound):
        await story(desk.voice)
    calls = await desk.report("seat_calls")
    for name in ("talk", "hold", "ring"):
        rows = [row["cells"][name] or 0 for row in calls["rows"]]
        assert calls["totals"][name] == pytest.approx(sum(rows)), name
    left = await desk.report("abandoned")
    waits = [row["cells"]["waited"] for row in left["rows"]]
    assert left["totals"]["waited"] == pytest.approx(sum(waits) / len(waits))
    averaged = [one["key"] for one in left["columns"] if one["averaged"]]
    assert averaged == ["waited"]
    reached = sum(row["keys"]["result"] in ("reached", "came_back") for row in left["rows"])
    assert left["totals"]["result"] == f"{reached} / {len(waits)} 已接通"
    # All call from one number: two gave up before somebody spoke with it, the last one after.
    assert (reached, len(waits)) == (2, 3)


async def test_a_list_as_a_file_has_all_pages(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    for story in (*STORIES, gives_up):
        await story(desk.voice)
    monkeypatch.setattr(engine, "AT_ONCE", 2)
    whole = await desk.report("seat_calls")
    for format in ("csv", "xlsx"):
        query = {"format": format, "language": "en"}
        answer = await desk.client.get("/api/reports/seat_calls/export", params=query)
        assert answer.status_code == 200, answer.text
        if format == "csv":
            lines = answer.content.decode("utf-8-sig").splitlines()
            assert len(lines) == len(whole["rows"]) + 2
            assert lines[-1].startswith("Total,")
    trail = (await desk.client.get("/api/audit")).json()["items"]
    told = [one["details"]["rows"] for one in trail if one["action"] == "reports.export"]
    assert told == [len(whole["rows"])] * 2


@pytest.mark.parametrize("cursor", ["x", "MjAyNi0wMy0wMg==", "MjAyNi0wMy0wMlQwMDowMDowMFogYQ=="])
async def test_a_place_that_no_list_gave_is_refused(desk: Desk, cursor: str) -> None:
    answer = await desk.client.get("/api/reports/abandoned", params={"cursor": cursor})
    assert (answer.status_code, answer.json()["slug"]) == (422, "cursor-unfit")
