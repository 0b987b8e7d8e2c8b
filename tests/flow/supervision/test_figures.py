"""The wallboard's hour and day are the reports' numbers, down to the last call."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

import pytest

from lingting.main.day_figures import ReportedFigures
from lingting.reporting.figures import QueueFigures
from lingting.reporting.projection import Projection
from support.stories import gives_up, sent_off, talk_with_hold, transfer
from support.voice import Voice
from support.wallboard import Wall

pytestmark = [pytest.mark.flow, pytest.mark.req("RTM-21", "KPI-01", "KPI-02", "KPI-03")]


@pytest.fixture
async def wall(voice: Voice, database_url: str) -> Wall:
    kit = voice.centre.kit
    projection = Projection(kit, voice.centre.tenancy)
    reported = QueueFigures(kit, projection, voice.centre.tenancy)
    made = Wall(voice, database_url, figures=ReportedFigures(reported, kit.clock))
    made.before_reading = partial(projection.step, voice.tenant)
    await made.open()
    return made


async def test_a_days_calls_are_on_the_wallboard_as_soon_as_they_are_counted(wall: Wall) -> None:
    voice = wall.voice
    for story in (talk_with_hold, gives_up, transfer, sent_off):
        await story(voice)
    await voice.call_in()
    state = await wall.agrees()
    row = state["queues"][str(voice.queue)]
    # 15 s answered, 33 s gave up, 4 s and 5 s answered, 18 s sent off; who still waits is
    # offered, and no rate judges him yet
    expected = {
        "offered": 6,
        "answered": 3,
        "abandoned": 1,
        "answer_rate": 60,
        "service_level": 75,
        "abandon_rate": 20,
    }
    assert row["today"] == expected
    assert row["hour"] == expected
    assert state["stretches"]["today"] == expected
    assert row["waiting"] == 1


async def test_a_new_hour_begins_at_zero_and_the_day_goes_on(wall: Wall) -> None:
    voice = wall.voice
    await talk_with_hold(voice)
    assert (await wall.agrees())["stretches"]["hour"]["answered"] == 1
    await voice.run(3_600)
    stretches = (await wall.agrees())["stretches"]
    assert stretches["hour"] == {"offered": 0, "answered": 0, "abandoned": 0}
    assert stretches["today"]["answered"] == 1


async def test_figures_that_alerts_read_anew_reach_the_board(wall: Wall) -> None:
    voice, following = wall.voice, wall.supervision.following
    await talk_with_hold(voice)
    await wall.read()
    following._moves(voice.tenant)
    assert not following._moves(voice.tenant)
    await voice.run(3_600)
    await wall.supervision.alerting.look(voice.tenant)
    assert following._moves(voice.tenant), "nothing else tells the board of the new hour"
    assert not following._moves(voice.tenant)


async def test_a_clock_that_was_set_back_makes_figures_old(wall: Wall) -> None:
    voice, clock = wall.voice, wall.voice.centre.clock
    await wall.read()
    wall.supervision.following._moves(voice.tenant)
    assert not wall.supervision.following._moves(voice.tenant)
    clock._now -= timedelta(hours=1)
    assert wall.supervision.following._moves(voice.tenant)
