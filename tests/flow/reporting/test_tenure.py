"""Talk time of people who have been with the company for a year, and of new people."""

from __future__ import annotations

from typing import Any

import pytest

from lingting.kernel.ids import AgentId
from support.report_desk import Desk
from support.stories import leave

pytestmark = [pytest.mark.flow, pytest.mark.req("KPI-09", "KPI-10")]

COLUMNS = ("veteran_talk", "newcomer_talk", "veteran_talks", "newcomer_talks")
METRICS = [f"agent.{column}" for column in (*COLUMNS, "unknown_tenure_talks")]
BOTH_DAYS = {"from": "2026-03-02", "to": "2026-03-03"}


async def began(desk: Desk, agent: AgentId, day: str | None) -> None:
    """Writes an agent's start date, as the people's page does."""
    answer = await desk.client.patch(f"/api/users/{agent}", json={"started_on": day})
    assert (answer.status_code, answer.json()["started_on"]) == (200, day), answer.text


async def talks(desk: Desk, agent: AgentId, seconds: int, hold: int = 0) -> None:
    voice = desk.voice
    await voice.ready(agent)
    caller = await voice.call_in()
    await voice.answer(agent)
    if hold:
        call = voice.call().id
        await voice.turn(voice.calls.talking.hold, call, agent)
        await voice.run(hold)
        await voice.turn(voice.calls.talking.retrieve, call, agent)
    await voice.run(seconds - hold)
    await voice.hang_up(caller)
    await voice.run(60)
    await leave(voice)


async def asked(desk: Desk, **query: Any) -> dict[str, Any]:
    return await desk.report("agent_performance", metrics=METRICS, **query)


def numbers(cells: dict[str, Any]) -> list[Any]:
    return [cells[metric.partition(".")[2]] for metric in METRICS]


async def two_days(desk: Desk) -> None:
    """Monday 2 and Tuesday 3 March 2026; agent 2 has his anniversary on the Tuesday."""
    first, second, third = desk.voice.agents
    await talks(desk, first, 100, hold=30)
    await talks(desk, first, 200)
    await talks(desk, second, 90)
    await talks(desk, third, 500)
    await desk.voice.run(24 * 3_600)
    desk.client = await desk.voice.centre.log_in("admin")
    await talks(desk, second, 240)
    await began(desk, first, "2020-06-01")
    await began(desk, second, "2025-03-03")


async def test_a_talk_belongs_to_the_tenure_of_its_day(desk: Desk) -> None:
    await two_days(desk)
    by_agent = await asked(desk, by="agent", **BOTH_DAYS)
    found = {row["cells"]["agent"]: numbers(row["cells"]) for row in by_agent["rows"]}
    assert found == {
        "坐席1": [150, None, 2, 0, 0],
        "坐席2": [240, 90, 1, 1, 0],
        "坐席3": [None, None, 0, 0, 1],
    }
    # (100 + 200 + 240) / 3 of veterans, 90 / 1 of new people; the third has no start date.
    assert numbers(by_agent["totals"]) == [180, 90, 3, 1, 1]
    targets = {one["key"]: one["target"] for one in by_agent["columns"]}
    assert (targets["veteran_talk"], targets["newcomer_talk"]) == (150, 170)
    for grain in ("day", "hour", "month"):
        by_time = await asked(desk, by="time", grain=grain, **BOTH_DAYS)
        assert numbers(by_time["totals"]) == [180, 90, 3, 1, 1], grain
    by_day = await asked(desk, by="time", grain="day", **BOTH_DAYS)
    assert [numbers(row["cells"])[:2] for row in by_day["rows"]] == [[150, 90], [240, None]]


async def test_the_numbers_follow_when_a_start_date_is_corrected(desk: Desk) -> None:
    await two_days(desk)
    first, second, _ = desk.voice.agents
    await began(desk, second, "2025-03-02")
    # All four talks are veterans' now: (100 + 200 + 90 + 240) / 4.
    assert numbers((await asked(desk, **BOTH_DAYS))["totals"]) == [157.5, None, 4, 0, 1]
    await began(desk, first, None)
    assert numbers((await asked(desk, **BOTH_DAYS))["totals"]) == [165, None, 2, 0, 3]
    # In New York the first day's talks were on 1 March at 20 o'clock, before the anniversary.
    async with desk.voice.centre.kit.db.transaction(desk.voice.tenant) as tx:
        await desk.voice.centre.tenancy.change_company(tx, None, {"time_zone": "America/New_York"})
    days = {"from": "2026-03-01", "to": "2026-03-03"}
    assert numbers((await asked(desk, **days))["totals"]) == [240, 90, 1, 1, 3]


async def test_a_talk_that_goes_on_counts_for_its_tenure_until_now(desk: Desk) -> None:
    voice = desk.voice
    agent = voice.agents[0]
    await began(desk, agent, "2026-02-01")
    await voice.ready(agent)
    await voice.call_in()
    await voice.answer(agent)
    await voice.run(75)
    assert numbers((await asked(desk))["totals"]) == [None, 75, 0, 1, 0]


async def test_the_standard_report_shows_both(desk: Desk) -> None:
    await began(desk, desk.voice.agents[0], "2026-02-01")
    await talks(desk, desk.voice.agents[0], 40)
    report = await desk.report("agent_performance")
    assert report["rows"][0]["cells"]["newcomer_talk"] == 40
    assert report["rows"][0]["cells"]["veteran_talk"] is None
