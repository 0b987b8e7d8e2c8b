"""What the wallboard shows is what the server would say afresh, after every step of a story."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from lingting.acd.domain.states import Method
from lingting.calls.ports import LegArrived
from lingting.customers.service import NewCustomer
from lingting.kernel.ids import TenantId
from lingting.supervision.domain.figures import ByQueue, QueueFigures
from lingting.supervision.domain.measures import COMPANY
from support.voice import NUMBER, Voice
from support.wallboard import Wall

pytestmark = pytest.mark.flow
PREFERRED_SECONDS = 31


@pytest.fixture
async def wall(voice: Voice, database_url: str) -> Wall:
    made = Wall(voice, database_url, "numbers.see")
    await made.open()
    return made


def agent_of(wall: Wall, number: int = 0) -> str:
    return str(wall.voice.agents[number])


def queue_of(wall: Wall) -> str:
    return str(wall.voice.queue)


@pytest.mark.req("RTM-01", "RTM-03", "RTM-04")
async def test_a_whole_call_on_the_wallboard_equals_a_fresh_start(wall: Wall) -> None:
    voice, agent, queue = wall.voice, agent_of(wall), queue_of(wall)
    state = await wall.agrees()
    assert state["agents"][agent]["state"] == "offline"
    assert state["queues"][queue]["availability"] == "none_signed_in"
    await voice.turn(voice.acd.log_in, voice.agents[0])
    await voice.turn(voice.acd.sign_in, voice.agents[0], Method.WEB)
    state = await wall.agrees()
    shown = state["agents"][agent]
    assert (shown["state"], shown["reason"], shown["name"]) == ("busy", "after_login", "坐席1")
    assert state["reasons"]["meal"]["zh"]
    await voice.ready(voice.agents[0])
    caller = await voice.call_in()
    state = await wall.agrees()
    assert state["agents"][agent]["state"] == "ringing"
    (waiting,) = state["waiting"].values()
    assert (waiting["place"], waiting["agent"], waiting["queue"]) == (1, agent, queue)
    assert waiting["caller"]["shown"] == "138 0013 8000"
    assert state["calls"] == {}
    await voice.run(4)
    await voice.answer(voice.agents[0])
    state = await wall.agrees()
    call = str(voice.call().id)
    assert state["agents"][agent]["state"] == "talking"
    assert state["agents"][agent]["call"] == call
    assert state["waiting"] == {}
    assert state["calls"][call]["state"] == "talking"
    assert state["calls"][call]["agent"] == agent
    assert state["queues"][queue]["engaged"] == 1
    assert list(state["lines"]["trunks"].values()) == [{"in": 1, "out": 0}]
    await voice.turn(voice.calls.talking.hold, voice.call().id, voice.agents[0])
    state = await wall.agrees()
    assert state["agents"][agent]["state"] == "holding"
    assert state["calls"][call]["state"] == "held"
    await voice.turn(voice.calls.talking.retrieve, voice.call().id, voice.agents[0])
    await voice.hang_up(caller)
    state = await wall.agrees()
    assert state["agents"][agent]["state"] == "wrapping"
    assert state["calls"] == {}
    assert state["lines"]["trunks"] == {}
    await voice.run(35)
    state = await wall.agrees()
    assert state["agents"][agent]["calls_today"] == 1
    assert len(wall.frames) > 8


@pytest.mark.req("RTM-01")
async def test_callers_wait_in_their_places_with_the_time_that_it_may_take(wall: Wall) -> None:
    voice, queue = wall.voice, queue_of(wall)
    for number in range(4):
        await voice.call_in(f"1380013800{number}")
        await voice.run(5)
    state = await wall.agrees()
    in_order = sorted(state["waiting"].values(), key=lambda one: one["place"])
    assert [one["place"] for one in in_order] == [1, 2, 3, 4]
    assert [one["caller"]["shown"][-1] for one in in_order] == ["0", "1", "2", "3"]
    assert [one["since"] for one in in_order] == sorted(one["since"] for one in in_order)
    assert state["queues"][queue]["waiting"] == 4
    assert state["queues"][queue]["longest_since"] == in_order[0]["since"]


@pytest.mark.req("RTM-01", "ACD-09")
async def test_it_is_said_for_whom_a_caller_waits_while_another_is_free(wall: Wall) -> None:
    voice, (last, other) = wall.voice, wall.voice.agents[:2]
    for caller in ("13800138001", "13800138002"):
        await voice.ready(last)
        leg = await voice.call_in(caller)
        await voice.run(4)
        await voice.answer(last)
        if caller.endswith("1"):
            await voice.hang_up(leg)
            await voice.run(35)
    await voice.ready(other)
    await voice.call_in("13800138001")
    (waiting,) = (await wall.read())["waiting"].values()
    assert (waiting["reserved_for"], waiting.get("agent")) == (str(last), None)
    await voice.run(PREFERRED_SECONDS)
    (waiting,) = (await wall.agrees())["waiting"].values()
    assert (waiting.get("reserved_for"), waiting["agent"]) == (None, str(other))


@pytest.mark.req("RTM-01", "RTM-03")
async def test_a_frame_holds_only_what_changed(wall: Wall) -> None:
    voice = wall.voice
    await voice.ready()
    await wall.read()
    del wall.frames[:]
    await voice.turn(voice.acd.set_busy, voice.agents[1], "meal")
    await wall.read()
    (patch,) = wall.frames
    assert set(patch) == {"agents", "queues"}
    assert set(patch["agents"]) == {str(voice.agents[1])}
    assert set(patch["queues"][queue_of(wall)]) == {"ready"}


async def test_who_may_not_see_numbers_sees_their_ends(voice: Voice, database_url: str) -> None:
    wall = Wall(voice, database_url)
    await wall.open()
    await voice.call_in()
    (waiting,) = (await wall.agrees())["waiting"].values()
    assert waiting["caller"]["shown"].endswith("8000")
    assert "13800138000" not in str(waiting).replace(" ", "")


async def test_a_known_caller_is_called_by_name(wall: Wall) -> None:
    voice = wall.voice
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        new = NewCustomer(name="张晓梅", numbers=("13800138000",))
        known = await voice.centre.customers.add(tx, new)
    await voice.call_in()
    (waiting,) = (await wall.agrees())["waiting"].values()
    assert waiting["caller"]["name"] == "张晓梅"
    assert waiting["caller"]["customer_id"] == str(known.id)


@pytest.mark.req("RTM-21", "KPI-01", "KPI-02", "KPI-03")
async def test_the_hours_and_the_days_figures_stand_beside_their_targets(wall: Wall) -> None:
    figures = QueueFigures(
        offered=20, answered=17, abandoned=3, answer_rate=0.85, abandon_rate=0.15, service_level=0.8
    )
    wall.counted.count(wall.voice.tenant, {wall.voice.queue: figures, None: figures})
    state = await wall.agrees()
    row = state["queues"][queue_of(wall)]
    assert (row["hour"]["answer_rate"], row["targets"]["answer_rate"]) == (85, 90)
    assert (row["today"]["service_level"], row["targets"]["service_level"]) == (80, 80)
    assert state["stretches"]["today"]["offered"] == 20
    alerts = {key.split(":")[0]: one["level"] for key, one in state["alerts"].items()}
    assert alerts == {
        "answer_rate_hour": "warning",
        "answer_rate_today": "warning",
        "abandon_rate_hour": "alarm",
        "abandon_rate_today": "alarm",
    }


@pytest.mark.req("RTM-21")
async def test_figures_are_asked_for_again_only_when_something_was_counted(wall: Wall) -> None:
    voice = wall.voice
    await wall.read()
    await voice.run(1)
    await wall.read()
    asked = len(wall.counted.asked)
    await wall.read()
    assert len(wall.counted.asked) == asked
    await voice.call_in()
    await wall.read()
    assert len(wall.counted.asked) == asked
    wall.counted.count(voice.tenant, {None: QueueFigures(offered=1)})
    assert (await wall.agrees())["stretches"]["hour"]["offered"] == 1
    assert len(wall.counted.asked) > asked


@pytest.mark.req("RTM-02")
async def test_a_caller_who_waits_too_long_raises_an_alert_that_outlives_a_restart(
    wall: Wall,
) -> None:
    voice, key = wall.voice, f"longest_wait:{queue_of(wall)}"
    caller = await voice.call_in()
    since = (await wall.agrees())["queues"][queue_of(wall)]["longest_since"]
    await voice.run(59)
    assert key not in (await wall.agrees())["alerts"]
    await voice.run(1)
    alert = (await wall.agrees())["alerts"][key]
    assert (alert["level"], alert["began_at"]) == ("warning", since)
    await voice.run(60)
    assert (await wall.agrees())["alerts"][key]["level"] == "alarm"
    assert (await wall.agrees())["alerts"][key]["since"] == alert["since"]
    await voice.hang_up(caller)
    assert key not in (await wall.agrees())["alerts"]


@pytest.mark.req("RTM-02", "RTM-03")
async def test_an_agent_who_talks_too_long_is_an_alert_since_the_limit(wall: Wall) -> None:
    voice = wall.voice
    await voice.ready(voice.agents[0])
    await voice.call_in()
    await voice.answer(voice.agents[0])
    await voice.run(700)
    state = await wall.agrees()
    alert = state["alerts"][f"talking:{agent_of(wall)}"]
    assert alert["level"] == "warning"
    assert alert["began_at"] == state["agents"][agent_of(wall)]["since"]


async def is_refused(voice: Voice) -> None:
    """The engine comes to this caller nine seconds too late."""
    voice.switch.call_in("13800138000", NUMBER)
    heard = voice.centre.clock.now() - timedelta(seconds=9)
    for event in voice.switch.take_events():
        if isinstance(event, LegArrived):
            event = replace(event, heard_at=heard)
        await voice.calls.door.enter(event)
    await voice.settle()


async def test_an_alarm_tells_how_many_were_refused_in_the_last_minute_and_is_over_by_itself(
    wall: Wall,
) -> None:
    voice, key = wall.voice, f"refused_late:{COMPANY}"
    for _ in range(2):
        await is_refused(voice)
    alert = (await wall.agrees())["alerts"][key]
    assert (alert["level"], alert["value"]) == ("alarm", 2)
    voice.centre.clock.advance(30)
    await is_refused(voice)
    assert (await wall.agrees())["alerts"][key]["value"] == 3
    voice.centre.clock.advance(40)
    assert (await wall.agrees())["alerts"][key]["value"] == 1
    voice.centre.clock.advance(20)
    assert key not in (await wall.agrees())["alerts"]


async def test_two_who_look_at_once_see_the_same_figures_and_ask_once(
    wall: Wall, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant, counted, at_once = wall.voice.tenant, wall.counted, wall.counted.since
    await wall.read()

    async def since(tenant: TenantId, starts: Sequence[datetime]) -> list[ByQueue]:
        await asyncio.sleep(0.01)
        return await at_once(tenant, starts)

    monkeypatch.setattr(counted, "since", since)
    figures, asked = wall.supervision.alerting._looking.figures, len(counted.asked)
    counted.count(tenant, {None: QueueFigures(offered=7)})
    seen = await asyncio.gather(*(figures.of(tenant) for _ in range(2)))
    assert [one.hour[None].offered for one in seen] == [7, 7]
    assert len(counted.asked) == asked + 1
