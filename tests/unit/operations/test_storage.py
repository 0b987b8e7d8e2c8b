"""Folders that cannot be written to are an alarm, which ends by itself."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest

from lingting.operations import catalogue
from lingting.operations.domain import FolderFact, judge_folder
from lingting.operations.storage import StorageWatch
from lingting.platform.supervisor import TaskSupervisor
from lingting.testing.manual_clock import ManualClock
from support.hanging import unless_it_hangs

pytestmark = pytest.mark.unit

GB = 10**9
TAPES = FolderFact("recordings", "/srv/tapes", True, True, 50 * GB, 100 * GB)


class Disks:
    """Folders as the test wants them."""

    def __init__(self) -> None:
        self.facts = [TAPES]
        self.looked: asyncio.Queue[None] = asyncio.Queue()
        self.answers = threading.Event()
        self.answers.set()
        self._loop = asyncio.get_running_loop()

    @property
    def places(self) -> Mapping[str, Path]:
        return {one.name: Path(one.place) for one in self.facts}

    def folder(self, name: str) -> FolderFact:
        self._loop.call_soon_threadsafe(self.looked.put_nowait, None)
        self.answers.wait(60)
        return next(one for one in self.facts if one.name == name)


@pytest.mark.parametrize("folder", ["recordings", "sounds", "data"])
@pytest.mark.parametrize(
    ("change", "outcome", "usable"),
    [
        ({}, "good", True),
        ({"free": 5 * GB}, "low", True),
        ({"free": 1 * GB}, "full", False),
        ({"writable": False}, "locked", False),
        ({"there": False, "writable": False}, "away", False),
        ({"there": False, "writable": False, "free": 0}, "full", False),
    ],
)
def test_a_folder_is_judged_by_the_first_thing_that_is_wrong(
    folder: str, change: dict[str, int], outcome: str, usable: bool
) -> None:
    fact = replace(TAPES, name=folder, **change)
    finding = judge_folder(fact)
    assert (finding.check, finding.outcome) == (f"{folder}_folder", outcome)
    assert fact.usable is usable
    for words in catalogue.found(finding).values():
        assert "/srv/tapes" in words
        assert finding.values["free"] in words


def test_room_is_told_in_hours_of_talk() -> None:
    finding = judge_folder(replace(TAPES, free=11_500_000_000))
    assert finding.values == {"place": "/srv/tapes", "free": "11.5 GB", "hours": "100"}


async def test_an_alarm_keeps_its_time_grows_worse_and_ends_by_itself() -> None:
    disks, clock = Disks(), ManualClock()
    watch = StorageWatch(clock, TaskSupervisor(), disks)
    await watch.look()
    assert (watch.alarms, watch.usable) == ([], True)

    disks.facts = [replace(TAPES, free=5 * GB)]
    since = clock.now()
    await watch.look()
    clock.advance(60)
    disks.facts = [replace(TAPES, free=4 * GB)]
    await watch.look()
    [low] = watch.alarms
    assert (low.since, low.finding.outcome, low.finding.values["free"]) == (since, "low", "4.0 GB")
    assert watch.usable

    disks.facts = [replace(TAPES, free=0)]
    await watch.look()
    [full] = watch.alarms
    assert (full.since, full.finding.outcome) == (clock.now(), "full")
    assert not watch.usable

    disks.facts = [TAPES]
    await watch.look()
    assert (watch.alarms, watch.usable) == ([], True)


async def test_a_disk_that_does_not_answer_is_an_alarm_and_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    disks = Disks()
    watch = StorageWatch(ManualClock(), TaskSupervisor(), disks)
    monkeypatch.setattr(watch._shelves["recordings"], "_seconds", 0.05)
    disks.answers.clear()
    async with unless_it_hangs():
        for _ in range(3):
            await watch.look()
    [alarm] = watch.alarms
    assert alarm.finding.outcome == "hangs"
    assert all("/srv/tapes" in words for words in catalogue.found(alarm.finding).values())
    assert not watch.usable
    assert disks.looked.qsize() == 1  # nobody else is sent after the one who does not come back
    disks.answers.set()
    async with unless_it_hangs():
        while watch.alarms:
            await watch.look()
    assert watch.usable
