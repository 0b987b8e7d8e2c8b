"""Reports over the default flow: where callers go, where they leave, who is asked and satisfied."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from lingting.calls.ports import LegArrived
from lingting.reporting import proof_store
from lingting.reporting.tables.sums import STEPS
from support.flow_centre import FlowCentre
from support.numbers import Numbers
from support.reports import wire_reports
from support.voice import NUMBER

pytestmark = pytest.mark.flow


async def is_served_and_rates(centre: FlowCentre, key: str) -> None:
    """A caller speaks 40 s with the first agent and rates by this key; none: hangs up instead."""
    agent = centre.voice.agents[0]
    await centre.voice.turn(centre.voice.acd.set_idle, agent)
    await (await centre.calls_in()).hears_out()
    await centre.voice.answer(agent)
    await centre.voice.run(40)
    await centre.voice.hang_up(centre.voice.ringing(agent))
    if key:
        await (await centre.presses(key)).hears_out(2)
    else:
        await centre.hangs_up()
    await centre.voice.run(40)


async def leaves_during_the_welcome(centre: FlowCentre) -> None:
    await centre.calls_in()
    await centre.voice.run(1)
    await centre.hangs_up()


async def is_refused(centre: FlowCentre) -> None:
    """The engine comes to this caller nine seconds too late."""
    switch = centre.voice.switch
    switch.call_in("13800138000", NUMBER)
    heard = centre.voice.centre.clock.now() - timedelta(seconds=9)
    for event in switch.take_events():
        if isinstance(event, LegArrived):
            event = replace(event, heard_at=heard)
        await centre.voice.calls.door.enter(event)
    await centre.voice.settle()


async def leaves_a_message(centre: FlowCentre) -> None:
    """Nobody is signed in: the caller is led to the message and speaks for nine seconds."""
    for agent in centre.voice.agents:
        view = centre.voice.acd.agent_view(centre.voice.tenant, agent)
        if view is not None and view.sign_in.value != "logged_out":
            await centre.voice.turn(centre.voice.acd.log_out, agent, forced=True)
    await (await centre.calls_in()).hears_out(3)
    await centre.voice.run(9)
    assert centre.caller is not None
    await centre.hangs_up()


async def reports(centre: FlowCentre) -> dict[str, dict[str, Any]]:
    whole = centre.voice.centre
    wire_reports(whole)
    client = await whole.log_in("admin")
    keys = ("containment", "flow_steps", "flow_paths", "satisfaction", "traffic")
    found: dict[str, dict[str, Any]] = {}
    for key in keys:
        answer = await client.get(f"/api/reports/{key}")
        assert answer.status_code == 200, answer.text
        found[key] = answer.json()
        assert all(check["holds"] for check in found[key]["checks"]), key
        for row in found[key]["rows"][:3]:
            for column in found[key]["columns"]:
                if column["opens"]:
                    asked = {"column": column["key"], **row["keys"]}
                    behind = await client.get(f"/api/reports/{key}/contacts", params=asked)
                    assert behind.status_code == 200, behind.text
                    assert behind.json()["total"] == row["cells"][column["key"]], column["key"]
    return found


@pytest.mark.req("IVR-27", "CSAT-04", "CSAT-05", "KPI-14")
async def test_a_day_of_the_default_flow(flow_centre: FlowCentre) -> None:
    numbers = Numbers(flow_centre.voice)
    await flow_centre.voice.ready(flow_centre.voice.agents[0])
    for key in ("1", "2", "4", ""):
        await is_served_and_rates(flow_centre, key)
        await numbers.follow()
    await leaves_during_the_welcome(flow_centre)
    await leaves_a_message(flow_centre)
    await numbers.follow()
    live = await numbers.rows()
    assert await numbers.anew() == live
    by_days = await numbers.total(STEPS.days)
    assert by_days["entered"] > 0
    assert by_days == await numbers.total(STEPS.quarters)
    found = await reports(flow_centre)

    calls = found["containment"]["totals"]
    # Four were served, one left during the welcome, one was led to the message without a queue.
    assert (calls["calls"], calls["queued"], calls["left_in_flow"]) == (6, 4, 1)
    assert calls["flow_other"] + calls["self_service"] == 1
    assert calls["flow_loss"] == 1 / 6

    assert (calls["refused"], calls["refused_rate"]) == (0, 0)

    (agent,) = [row["cells"] for row in found["satisfaction"]["rows"]]
    # All four were asked; keys 1 and 2 are satisfied (scores 4 and 3), key 4 is not (score 1).
    assert (agent["talks_in"], agent["asked"], agent["rated"], agent["satisfied"]) == (4, 4, 3, 2)
    assert (agent["asked_rate"], agent["satisfaction_rate"]) == (1.0, 2 / 3)
    assert agent["average_score"] == pytest.approx(8 / 3)

    steps = {row["cells"]["node"]: row["cells"] for row in found["flow_steps"]["rows"]}
    welcome = next(iter(sorted(steps.values(), key=lambda cells: -cells["entered"])))
    assert welcome["entered"] == 6
    assert welcome["hung_up"] == 1
    ways = [row["cells"] for row in found["flow_paths"]["rows"]]
    assert sum(way["share"] for way in ways if way["node"] == welcome["node"]) == pytest.approx(1)
    assert any(way["target"] == "客户挂机" for way in ways)


async def test_who_was_refused_is_counted_among_the_calls_by_his_own_name(
    flow_centre: FlowCentre,
) -> None:
    numbers = Numbers(flow_centre.voice)
    await leaves_during_the_welcome(flow_centre)
    for _ in range(3):
        await is_refused(flow_centre)
    await numbers.follow()
    live = await numbers.rows()
    assert await numbers.anew() == live
    found = await reports(flow_centre)
    calls = found["containment"]["totals"]
    assert (calls["calls"], calls["refused"], calls["left_in_flow"]) == (4, 3, 1)
    assert (calls["flow_other"], calls["refused_rate"]) == (0, 0.75)
    # He who left stayed a second; who was refused has no length that could shorten the mean.
    assert calls["average_length"] == pytest.approx(1, abs=0.2)
    assert found["traffic"]["totals"]["offered"] == 0
    kit = flow_centre.voice.centre.kit
    day = (kit.clock.now() - timedelta(days=1), kit.clock.now() + timedelta(days=1))
    async with kit.db.transaction(flow_centre.voice.tenant) as tx:
        assert await proof_store.calls_missed(tx.conn, *day) == 0
    flow_centre.voice.centre.clock.advance(1)
    client = await flow_centre.voice.centre.log_in("admin")
    wanted = {"outcome": "refused"}
    refused, *_ = (await client.get("/api/calls", params=wanted)).json()["items"]
    text = (await client.get("/api/calls/export", params=wanted)).text
    assert refused["hung_up_by"] == "platform"
    assert text.count("系统繁忙拒接") == 3
    story = (await client.get(f"/api/calls/{refused['id']}")).json()
    ((name, data),) = [(one["name"], one["data"]) for one in story["timeline"]]
    assert (name, data["why"], data["measured"], data["limit"]) == ("call.refused", "late", 9, 4)
