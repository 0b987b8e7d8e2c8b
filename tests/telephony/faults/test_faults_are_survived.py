"""Each fault that is done to the running product keeps its promise (docs/reference/promises.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from lingting.testing.sipp import Sipp
from support.faults.asterisk_killed import asterisk_killed
from support.faults.asterisk_silent import asterisk_silent
from support.faults.database_and_engine import database_and_engine
from support.faults.database_disk_full import database_disk_full
from support.faults.database_stopped import database_stopped
from support.faults.disk import CannotMount
from support.faults.disk_full import disk_full
from support.faults.disk_hangs import disk_hangs
from support.faults.engine_killed import engine_killed
from support.faults.plant import Plant
from support.faults.storage_gone import storage_gone
from support.faults.two_engines import two_engines
from support.faults.worker_killed import worker_killed

pytestmark = pytest.mark.telephony


async def test_a_killed_engine_costs_no_talk_no_place_and_no_contact(
    plant: Plant, sipp: Sipp, tmp_path: Path
) -> None:
    result = await engine_killed(plant, sipp, tmp_path)
    assert not result.broken, result


async def test_of_two_engines_one_leads_and_the_other_takes_over(plant: Plant) -> None:
    result = await two_engines(plant)
    assert not result.broken, result


async def test_while_the_database_is_away_talks_go_on_and_callers_are_kept(plant: Plant) -> None:
    result = await database_stopped(plant, away_seconds=8)
    assert not result.broken, result


async def test_an_engine_that_is_killed_while_the_database_is_away_loses_nothing(
    plant: Plant,
) -> None:
    result = await database_and_engine(plant)
    assert not result.broken, result


async def test_a_killed_asterisk_is_started_again_and_agents_need_do_nothing(plant: Plant) -> None:
    result = await asterisk_killed(plant)
    assert not result.broken, result


async def test_a_job_of_a_killed_worker_is_repeated_and_its_effect_is_not(plant: Plant) -> None:
    result = await worker_killed(plant)
    assert not result.broken, result


async def test_a_talk_goes_on_without_a_place_for_its_recording(plant: Plant) -> None:
    result = await storage_gone(plant)
    assert not result.broken, result


async def test_talks_go_on_while_the_disk_of_the_recordings_is_full(plant: Plant) -> None:
    try:
        result = await disk_full(plant)
    except CannotMount as reason:
        pytest.skip(f"no disk of our own can be mounted: {reason}")
    assert not result.broken, result


async def test_talks_go_on_while_the_disk_of_the_recordings_does_not_answer(plant: Plant) -> None:
    try:
        result = await disk_hangs(plant)
    except CannotMount as reason:
        pytest.skip(f"no disk of our own can be mounted: {reason}")
    assert not result.broken, result


async def test_while_the_disk_of_the_database_is_full_talks_go_on_and_callers_are_kept() -> None:
    try:
        result = await database_disk_full()
    except CannotMount as reason:
        pytest.skip(f"no disk of our own can be mounted: {reason}")
    assert not result.broken, result


async def test_an_asterisk_that_stands_still_is_noticed_and_loses_no_call(plant: Plant) -> None:
    result = await asterisk_silent(plant)
    assert not result.broken, result
