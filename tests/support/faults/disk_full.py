"""The disk of the recordings runs full while people talk, and has room again."""

from __future__ import annotations

import asyncio
import math
import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lingting.testing.telephone import Telephone
from support.faults.crowd import AGENT_HERTZ, CALLER_HERTZ, agents, longest_gap, talk
from support.faults.operator import alarms, once, recording_of
from support.faults.plant import AGENTS, Plant, until
from support.faults.result import Result

LONGEST_GAP = 0.1
BEFORE, WHILE, AFTER = "13860000000", "13860000001", "13860000002"
FOLDER = "recordings_folder"
PAGE = 4096


class CannotMount(Exception):
    """This user may not mount a disk of its own: the fault cannot be done here."""


async def disk_full(plant: Plant) -> Result:
    """One talk is recorded when the disk runs full, one begins then, one after room was made."""
    result = Result(
        "disk of the recordings full",
        "the talk goes on; alarm; the contact says what is missing; afterwards recording works "
        "again without a restart",
    )
    with _disk(plant.recordings) as disk:
        async with (
            Telephone(plant.sip_port) as carrier,
            agents(plant, AGENTS[:2]) as staff,
            plant.desk("admin") as admin,
        ):
            await admin.log_in()
            alive = _parts(plant)
            begun = await talk(carrier, staff[0], BEFORE)
            await until(lambda: _recorded(plant.recordings) > 2 * PAGE)
            await asyncio.to_thread(disk.fill)
            full = time.monotonic()
            told = await once(lambda: alarms(admin), lambda found: FOLDER in found)
            result.measure("alarm after", told - full, "s")
            words = (await alarms(admin))[FOLDER]
            said = str(plant.recordings) in words and "0 bytes free" in words
            result.hold("the alarm names folder and room", said)
            while_full = await talk(carrier, staff[1], WHILE)
            await asyncio.sleep(3)
            both = (begun, while_full)
            gap = max(longest_gap(side, full) for side in begun.sides)
            result.within("longest RTP gap", gap, LONGEST_GAP)
            heard = [
                one.is_up
                and one.caller.hears_tone(AGENT_HERTZ)
                and one.line.hears_tone(CALLER_HERTZ)
                for one in both
            ]
            result.hold("talks go on", all(heard))
            for one in both:
                one.caller.hang_up()
            await until(lambda: not plant.rows("SELECT 1 FROM calls WHERE ended_at IS NULL"))
            ended = time.monotonic()
            for calling in (BEFORE, WHILE):
                said_at = await once(
                    lambda calling=calling: recording_of(plant, admin, calling),
                    lambda found: found.get("state") == "missing",
                )
                why = (await recording_of(plant, admin, calling))["why"]
                result.hold(f"{calling}: the contact says why", why == "disk_full")
            result.measure("contacts say it after", said_at - ended, "s")

            await asyncio.to_thread(disk.make_room)
            roomy = time.monotonic()
            over = await once(lambda: alarms(admin), lambda found: FOLDER not in found)
            result.measure("alarm ends after", over - roomy, "s")
            again = await talk(carrier, staff[0], AFTER)
            await asyncio.sleep(1)
            again.caller.hang_up()
            await once(
                lambda: recording_of(plant, admin, AFTER),
                lambda found: found.get("state") == "stored",
            )
            finished = await once(
                lambda: recording_of(plant, admin, BEFORE),
                lambda found: found.get("state") == "short",
                120,
            )
            result.measure("what was recorded before is kept after", finished - roomy, "s")
            result.hold("nothing ended", _parts(plant) == alive)
    return result


def _parts(plant: Plant) -> list[int]:
    return [plant.pid(part) for part in ("serve", "worker", "asterisk")]


def _recorded(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*.raw"))


class _Disk:
    """Memory as a disk; its size is changed, so that a full one costs nothing."""

    ROOMY = "20g"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._by = [] if os.geteuid() == 0 else ["sudo", "-n"]

    def mount(self) -> None:
        options = f"size={self.ROOMY},mode=0700,uid={os.geteuid()},gid={os.getegid()}"
        self._do("mount", "-t", "tmpfs", "-o", options, "tmpfs", str(self._folder))

    def fill(self) -> None:
        """No page is left."""
        used = shutil.disk_usage(self._folder).used
        while shutil.disk_usage(self._folder).free:
            size = max(PAGE, math.ceil(used / PAGE) * PAGE)
            try:
                self._do("mount", "-o", f"remount,size={size}", str(self._folder))
            except CannotMount:  # more was written meanwhile
                used = shutil.disk_usage(self._folder).used
            else:
                used = size

    def make_room(self) -> None:
        self._do("mount", "-o", f"remount,size={self.ROOMY}", str(self._folder))

    def unmount(self) -> None:
        self._do("umount", "-l", str(self._folder))

    def _do(self, *command: str) -> None:
        try:
            done = subprocess.run(
                [*self._by, *command], capture_output=True, text=True, timeout=20, check=False
            )
        except OSError as error:
            raise CannotMount(str(error)) from error
        if done.returncode:
            raise CannotMount(done.stderr.strip())


@contextmanager
def _disk(folder: Path) -> Iterator[_Disk]:
    disk = _Disk(folder)
    disk.mount()
    try:
        yield disk
    finally:
        disk.unmount()
