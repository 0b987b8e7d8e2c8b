"""The disk of the recordings runs full while people talk, and has room again."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from lingting.testing.telephone import Telephone
from support.faults.crowd import agents, longest_gap, talk, talk_with_any
from support.faults.disk import PAGE, a_disk
from support.faults.facts import all_are_over
from support.faults.operator import alarms, is_heard, once, recording_of
from support.faults.plant import AGENTS, Plant, until
from support.faults.result import Result

LONGEST_GAP = 0.1
BEFORE, WHILE, AFTER = "13860000000", "13860000001", "13860000002"
FOLDER = "recordings_folder"


async def disk_full(plant: Plant) -> Result:
    """One talk is recorded when the disk runs full, one begins then, one after room was made."""
    result = Result(
        "disk of the recordings full",
        "the talk goes on; alarm; the contact says that its recording waits; with room again all "
        "recordings are there",
    )
    with a_disk(plant.recordings, roomy="20g") as disk:
        async with (
            Telephone(plant.sip_port) as carrier,
            agents(plant, AGENTS[:2]) as staff,
            plant.desk("admin") as admin,
        ):
            await admin.log_in()
            alive = _parts(plant)
            begun = await talk(carrier, staff[0], BEFORE)
            await until(lambda: _recorded(plant.spool.folder) > 2 * PAGE)
            await asyncio.to_thread(disk.fill)
            full = time.monotonic()
            told = await once(lambda: alarms(admin), lambda found: FOLDER in found)
            result.measure("alarm after", told - full, "s")
            words = (await alarms(admin))[FOLDER]
            said = str(plant.recordings) in words and "0 bytes free" in words
            result.hold("the alarm names folder and room", said)
            while_full = await talk(carrier, staff[1], WHILE, again=False)
            await asyncio.sleep(3)
            both = (begun, while_full)
            gap = max(longest_gap(side, full) for side in begun.sides)
            result.within("longest RTP gap", gap, LONGEST_GAP)
            result.hold("talks go on", all(one.is_up and one.hear_each_other for one in both))
            for one in both:
                one.caller.hang_up()
            await all_are_over(plant)
            ended = time.monotonic()
            for calling in (BEFORE, WHILE):
                said_at = await once(
                    lambda calling=calling: recording_of(plant, admin, calling),
                    lambda found: found.get("state") == "waiting",
                )
                why = (await recording_of(plant, admin, calling))["why"]
                result.hold(f"{calling}: the contact says why", why == "disk_full")
            result.measure("contacts say it after", said_at - ended, "s")

            await asyncio.to_thread(disk.make_room)
            roomy = time.monotonic()
            over = await once(lambda: alarms(admin), lambda found: FOLDER not in found)
            result.measure("alarm ends after", over - roomy, "s")
            again = await talk_with_any(carrier, staff, AFTER)
            await asyncio.sleep(1)
            again.caller.hang_up()
            whole = [await is_heard(plant, admin, one) for one in (AFTER, WHILE, BEFORE)]
            result.measure("all recordings are kept after", time.monotonic() - roomy, "s")
            result.hold("every recording is whole", whole == [True] * 3)
            result.hold("nothing ended", _parts(plant) == alive)
    return result


def _parts(plant: Plant) -> list[int]:
    return [plant.pid(part) for part in ("serve", "worker", "asterisk")]


def _recorded(folder: Path) -> int:
    return sum(one.stat().st_size for one in folder.rglob("*.raw"))
