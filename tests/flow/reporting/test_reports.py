"""Standard reports over real stories: their numbers, their sums, and the contacts behind them."""

from __future__ import annotations

import pytest

from lingting.kernel.ids import CallId
from lingting.reporting.domain.catalogue import ALL_METRICS, REPORTS
from support.report_desk import Desk
from support.stories import STORIES, gives_up, outbound, talk_with_hold

pytestmark = pytest.mark.flow

METRICS = ["queue.offered", "queue.answered", "queue.transferred"]


@pytest.mark.req("RPT-21", "RPT-02", "KPI-01", "KPI-02", "KPI-03")
async def test_traffic_adds_up_and_every_number_opens_its_contacts(desk: Desk) -> None:
    for story in STORIES:
        await story(desk.voice)
    report = await desk.report("traffic", by="queue")
    (row,) = report["rows"]
    cells = row["cells"]
    assert cells["queue"] == "客户服务"
    ends = [cells[name] for name in ("answered", "abandoned", "overflowed", "messages")]
    assert (cells["offered"], ends, cells["in_progress"]) == (9, [6, 2, 1, 0], 0)
    assert cells["answer_rate"] == 6 / 9
    # Waits of the answered: 15, 23, 4, 5, 0 and the return's; all but one in 20 s.
    assert report["totals"]["offered"] == 9
    assert [check["holds"] for check in report["checks"]] == [True, True]
    assert report["period"]["zone"] == "Asia/Shanghai"
    for column in report["columns"]:
        if column["opens"]:
            asked = {"by": "queue", "queue": row["keys"]["queue"], "column": column["key"]}
            behind = await desk.contacts("traffic", **asked)
            assert behind["total"] == cells[column["key"]], column["key"]


async def test_every_report_answers_and_its_checks_hold(desk: Desk) -> None:
    for story in STORIES:
        await story(desk.voice)
    catalogue = (await desk.client.get("/api/reports")).json()["items"]
    assert [entry["key"] for entry in catalogue] == list(REPORTS)
    for entry in catalogue:
        for by in [*([one] for one in entry["by"]), entry["by"]]:
            report = await desk.report(entry["key"], by=by, metrics=entry["metrics"])
            assert all(check["holds"] for check in report["checks"]), (entry["key"], by)
            known = {column["key"] for column in report["columns"]}
            for row in report["rows"]:
                assert set(row["cells"]) <= known, entry["key"]
            for metric in (column["metric"] for column in report["columns"]):
                assert metric is None or metric in ALL_METRICS


@pytest.mark.req("RPT-22", "KPI-05", "KPI-06", "KPI-07", "KPI-08", "KPI-12", "KPI-37")
async def test_an_agents_time_and_performance(desk: Desk) -> None:
    await talk_with_hold(desk.voice)
    report = await desk.report("agent_time")
    (row,) = report["rows"]
    cells = row["cells"]
    # Signed in at once; 3 s ringing, 45 s talk, 15 s hold, 30 s wrap-up, then logged out.
    assert cells["agent"] == "坐席1"
    shown = [cells[name] for name in ("ringing", "talking", "holding", "wrapping", "online")]
    assert shown == [3, 45, 15, 30, 93]
    assert cells["occupancy"] == 1.0
    metrics = REPORTS["agent_performance"].offered
    report = await desk.report("agent_performance", metrics=metrics)
    performance = report["rows"][0]["cells"]
    assert performance["talks_in"] == performance["accepted"] == 1
    assert performance["average_talk"] == 60
    assert performance["longest_hold"] == 15
    assert performance["average_wrap_up"] == 30
    assert performance["average_handle"] == 90
    assert performance["one_stop_rate"] == 1
    assert performance["calls_per_hour"] == pytest.approx(3600 / 93)


@pytest.mark.req("RPT-22")
async def test_a_state_that_goes_on_counts_until_now(desk: Desk) -> None:
    voice = desk.voice
    await voice.ready(voice.agents[0])
    await voice.turn(voice.acd.set_busy, voice.agents[0], "meal")
    await voice.run(600)
    report = await desk.report("agent_time")
    assert report["rows"][0]["cells"]["busy"] == 600
    assert report["rows"][0]["cells"]["busy:meal"] == 600
    assert report["period"]["living"] is True
    assert all(check["holds"] for check in report["checks"])


@pytest.mark.req("RPT-23")
async def test_who_gave_up_and_was_called_back(desk: Desk) -> None:
    voice = desk.voice
    caller = await voice.call_in(calling="01088887777")
    await voice.run(33)
    await voice.hang_up(caller)
    await gives_up(voice)
    await voice.run(60)
    await outbound(voice)
    report = await desk.report("abandoned")
    later, first = report["rows"]
    assert later["cells"]["result"] == "未回拨"
    assert first["cells"]["result"] == "已回拨并接通"
    assert first["cells"]["waited"] == 33
    assert first["cells"]["called_back_by"] == "坐席1"
    # 33 s of the other caller and a minute later the call back was begun.
    assert first["cells"]["called_back_after"] == 93


@pytest.mark.req("KPI-03")
async def test_every_formula_of_the_same_period(desk: Desk) -> None:
    for story in STORIES:
        await story(desk.voice)
    report = await desk.report("service_levels")
    rows = {row["id"]: row["cells"] for row in report["rows"]}
    # Six answered, five of them in 20 s (the second agent's after 23 s); of two who gave up one
    # in 20 s; nine offered.
    assert (rows["of_answered"]["above"], rows["of_answered"]["below"]) == (5, 6)
    assert rows["answered_or_left"]["value"] == 6 / 8
    assert rows["of_answered_and_abandoned"]["value"] == 5 / 8
    assert rows["of_answered_and_late_abandoned"]["value"] == 5 / 7
    assert rows["of_offered"]["value"] == 5 / 9
    assert rows["removed_of_offered"]["value"] == 6 / 9
    assert [key for key, cells in rows.items() if cells["chosen"]] == ["of_answered_and_abandoned"]


async def test_a_report_as_a_file_is_audited(desk: Desk) -> None:
    await talk_with_hold(desk.voice)
    for format, begins in (("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")):
        query = {"by": "queue", "format": format, "language": "zh-CN"}
        answer = await desk.client.get("/api/reports/traffic/export", params=query)
        assert answer.status_code == 200
        assert answer.content.startswith(begins)
        disposition = answer.headers["content-disposition"]
        assert disposition == f'attachment; filename="traffic_2026-03-02_2026-03-02.{format}"'
    lines = answer.text.splitlines()
    assert lines[0].startswith("\ufeff队列,呼入量,接听量")
    assert lines[1].startswith("客户服务,1,1")
    assert lines[2].startswith("合计,1,1")
    trail = (await desk.client.get("/api/audit")).json()["items"]
    kinds = [one["details"]["format"] for one in trail if one["action"] == "reports.export"]
    assert sorted(kinds) == ["csv", "xlsx"]


async def test_reports_are_for_those_who_may_see_them(desk: Desk) -> None:
    agent = await desk.voice.centre.log_in("agent1")
    for path in ("reports", "reports/traffic", "metrics", "reports/traffic/export"):
        assert (await agent.get(f"/api/{path}")).status_code == 403
    answer = await desk.client.get("/api/reports/nothing")
    assert (answer.status_code, answer.json()["slug"]) == (404, "report-unknown")
    days = {"from": "2026-03-02", "to": "2026-03-01"}
    answer = await desk.client.get("/api/reports/traffic", params=days)
    assert (answer.status_code, answer.json()["slug"]) == (422, "period-unfit")


async def test_beside_a_day_that_is_not_over_stands_as_much_of_the_day_before(desk: Desk) -> None:
    voice = desk.voice
    await gives_up(voice)
    await voice.run(3_600)
    await gives_up(voice)
    await voice.run(23 * 3_600)
    await gives_up(voice)
    desk.client = await voice.centre.log_in("admin")
    report = await desk.report("traffic", grain="hour", compare="previous")
    # Yesterday's first caller came at nine, the second after ten; now it is just past nine.
    assert report["totals"]["offered"] == 1
    assert report["compare"]["totals"]["offered"] == 1
    beside = [row for row in report["rows"] if report["compare"]["rows"].get(row["id"])]
    assert len(beside) == len(report["rows"]) == 10
    assert report["compare"]["rows"]["9"]["offered"] == 1


@pytest.mark.req("RTM-22")
async def test_a_call_that_was_taken_over_is_answered_once_and_talked_by_two(desk: Desk) -> None:
    voice = desk.voice
    agent, _, boss = voice.agents
    await voice.ready(agent)
    await voice.call_in()
    await voice.answer(agent)
    await voice.run(40)
    await voice.ready(boss)
    call = CallId(voice.call().id)
    await voice.turn(voice.calls.taking_over.take_over, boss, call)
    await voice.run(2)
    await voice.answer(boss)
    await voice.run(20)
    await voice.turn(voice.calls.talking.hang_up, call, boss)
    await voice.run(60)
    queue = (await desk.report("traffic", by="queue", metrics=METRICS))["totals"]
    counted = [queue[name] for name in ("offered", "answered", "transferred")]
    assert counted == [1, 1, 1]
    columns = ["agent.talks_in", "agent.transferred", "agent.average_talk"]
    rows = (await desk.report("agent_performance", metrics=columns))["rows"]
    found = {
        row["cells"]["agent"]: [row["cells"][name.partition(".")[2]] for name in columns]
        for row in rows
    }
    assert found == {"坐席1": [1, 1, 40], "坐席3": [1, 0, 20]}
    story = (await desk.client.get(f"/api/calls/{call}")).json()
    chapters = [(one["kind"], one["seconds"]) for one in story["chapters"]][-3:]
    assert chapters == [("talking", 40), ("reconnecting", 2), ("talking", 20)]
