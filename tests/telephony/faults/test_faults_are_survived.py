"""Each fault that is done to the running product keeps its promise (docs/reference/promises.md)."""

from __future__ import annotations

from collections.abc import Awaitable
from pathlib import Path

import pytest

from lingting.testing.sipp import Sipp
from support.faults.asterisk_killed import asterisk_killed
from support.faults.asterisk_silent import asterisk_silent
from support.faults.database_and_engine import database_and_engine
from support.faults.database_disk_full import database_disk_full
from support.faults.database_stopped import database_silent, database_stopped
from support.faults.disk import CannotMount
from support.faults.disk_full import disk_full
from support.faults.disk_hangs import disk_hangs
from support.faults.engine_killed import engine_killed
from support.faults.everything_stopped import WAYS, everything_stopped
from support.faults.plant import Plant
from support.faults.result import Result
from support.faults.storage_gone import storage_gone
from support.faults.two_engines import two_engines
from support.faults.while_it_rings import killed_while_it_rings, unread_while_it_rings
from support.faults.while_they_listen import killed_while_they_listen
from support.faults.worker_killed import worker_killed

pytestmark = pytest.mark.telephony


async def survived(fault: Awaitable[Result], plant: Plant | None, folder: Path) -> None:
    """Does it; what the parts said is kept when a promise was not."""
    logs = folder / "logs"
    try:
        result = await fault
        assert not result.broken, result
    except CannotMount as reason:
        pytest.skip(f"no disk of our own can be mounted: {reason}")
    except Exception as error:
        if plant is not None:
            plant.keep_logs(folder)
        error.add_note(f"what the parts said: {logs}")
        raise


async def test_a_killed_engine_costs_no_talk_no_place_and_no_contact(
    plant: Plant, sipp: Sipp, tmp_path: Path
) -> None:
    await survived(engine_killed(plant, sipp, tmp_path), plant, tmp_path)


async def test_who_answers_while_no_engine_is_there_speaks_with_whom_he_was_rung_for(
    plant: Plant, tmp_path: Path
) -> None:
    await survived(killed_while_it_rings(plant), plant, tmp_path)


async def test_who_listens_while_no_engine_is_there_hears_what_he_should(
    plant: Plant, tmp_path: Path
) -> None:
    await survived(killed_while_they_listen(plant), plant, tmp_path)


async def test_nobody_is_in_silence_when_an_engine_stands_in_that_knows_no_call(
    plant: Plant, tmp_path: Path
) -> None:
    await survived(unread_while_it_rings(plant), plant, tmp_path)


async def test_of_two_engines_one_leads_and_the_other_takes_over(
    plant: Plant, tmp_path: Path
) -> None:
    await survived(two_engines(plant), plant, tmp_path)


async def test_while_the_database_is_away_talks_go_on_and_callers_are_kept(
    plant: Plant, tmp_path: Path
) -> None:
    await survived(database_stopped(plant, away_seconds=8), plant, tmp_path)


async def test_a_database_that_says_nothing_is_one_that_is_away(
    plant: Plant, tmp_path: Path
) -> None:
    await survived(database_silent(plant, silent_seconds=15), plant, tmp_path)


async def test_an_engine_that_is_killed_while_the_database_is_away_loses_nothing(
    plant: Plant, tmp_path: Path
) -> None:
    await survived(database_and_engine(plant), plant, tmp_path)


async def test_a_killed_asterisk_is_started_again_and_agents_need_do_nothing(
    plant: Plant, tmp_path: Path
) -> None:
    await survived(asterisk_killed(plant), plant, tmp_path)


async def test_a_job_of_a_killed_worker_is_repeated_and_its_effect_is_not(
    plant: Plant, tmp_path: Path
) -> None:
    await survived(worker_killed(plant), plant, tmp_path)


async def test_a_talk_goes_on_without_a_place_for_its_recording(
    plant: Plant, tmp_path: Path
) -> None:
    await survived(storage_gone(plant), plant, tmp_path)


async def test_talks_go_on_while_the_disk_of_the_recordings_is_full(
    plant: Plant, tmp_path: Path
) -> None:
    await survived(disk_full(plant), plant, tmp_path)


async def test_talks_go_on_while_the_disk_of_the_recordings_does_not_answer(
    plant: Plant, tmp_path: Path
) -> None:
    await survived(disk_hangs(plant), plant, tmp_path)


async def test_while_the_disk_of_the_database_is_full_talks_go_on_and_callers_are_kept(
    tmp_path: Path,
) -> None:
    await survived(database_disk_full(tmp_path), None, tmp_path)


async def test_an_asterisk_that_stands_still_is_noticed_and_loses_no_call(
    plant: Plant, tmp_path: Path
) -> None:
    await survived(asterisk_silent(plant), plant, tmp_path)


@pytest.mark.parametrize("way", WAYS, ids=["stopped", "power fails", "up killed"])
async def test_what_a_stop_of_everything_cuts_ended_then(
    plant: Plant, tmp_path: Path, way: str
) -> None:
    await survived(everything_stopped(plant, way), plant, tmp_path)
