"""The disk of the recordings does not answer while people talk, as a network disk may."""

from __future__ import annotations

import asyncio
import ctypes
import os
import time
import wave
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from lingting.testing.telephone import Telephone
from support.faults.crowd import CALLER_HERTZ, agents, longest_gap, talk
from support.faults.disk import CannotMount
from support.faults.facts import all_are_over
from support.faults.operator import alarms, is_heard, once, recording_of
from support.faults.plant import AGENTS, MESSAGE_NUMBER, Plant, until
from support.faults.result import Result

LONGEST_GAP = 0.1
MOST_SECONDS = 5.0
"""An engine whose loop hangs would answer nothing at all."""
BEFORE, WHILE, AFTER, MESSAGE = (f"1379000000{place}" for place in range(4))
SPOKEN_SECONDS = 3.0
FOLDER = "recordings_folder"
AT_ONCE = 2  # MNT_DETACH


async def disk_hangs(plant: Plant) -> Result:
    """One talks when it begins to hang, one begins to talk then, one after it is back."""
    result = Result(
        "disk of the recordings hangs",
        "talks go on and begin; a message is left; the engine answers; alarm; afterwards every "
        "recording is there without a restart",
    )
    async with (
        Telephone(plant.sip_port) as carrier,
        agents(plant, AGENTS[:2]) as staff,
        plant.desk("admin") as admin,
    ):
        await admin.log_in()
        alive = [plant.pid(part) for part in ("serve", "worker", "asterisk")]
        begun = await talk(carrier, staff[0], BEFORE)
        with hanging(plant.recordings):
            began = time.monotonic()
            slowest: list[float] = []
            looking = asyncio.create_task(_ask(plant, slowest))
            told = await once(lambda: alarms(admin), lambda found: FOLDER in found)
            result.measure("alarm after", told - began, "s")
            words = (await alarms(admin))[FOLDER]
            result.hold(f"the alarm says so: {words}", "does not answer" in words)
            while_hanging = await talk(carrier, staff[1], WHILE, again=False)
            await asyncio.sleep(2)
            both = (begun, while_hanging)
            gap = max(longest_gap(side, began) for side in begun.sides)
            result.within("longest RTP gap", gap, LONGEST_GAP)
            result.hold("talks go on", all(one.is_up and one.hear_each_other for one in both))
            message = await carrier.call(MESSAGE_NUMBER, calling=MESSAGE)
            await message.answered()
            message.say(CALLER_HERTZ)
            await asyncio.sleep(SPOKEN_SECONDS)
            message.press("#")
            await message.over()
            await once(
                lambda: recording_of(plant, admin, MESSAGE),
                lambda found: found.get("state") == "waiting",
            )
            why = (await recording_of(plant, admin, MESSAGE))["why"]
            result.hold("the contact says that its message waits", why == "silent")
            ended = time.monotonic()
            while_hanging.caller.hang_up()
            await until(
                lambda: (
                    not plant.rows(
                        "SELECT 1 FROM calls WHERE ended_at IS NULL AND caller_raw = %s", WHILE
                    )
                )
            )
            result.measure("its end is told after", time.monotonic() - ended, "s")
            looking.cancel()
            result.measure("slowest answer of the engine", max(slowest), "s")
            result.hold("the engine answers", max(slowest) < MOST_SECONDS)
        back = time.monotonic()
        over = await once(lambda: alarms(admin), lambda found: FOLDER not in found)
        result.measure("alarm ends after", over - back, "s")
        again = await talk(carrier, staff[1], AFTER)
        await asyncio.sleep(1)
        for one in (begun, again):
            one.caller.hang_up()
        for one in (BEFORE, WHILE, AFTER, MESSAGE):
            result.hold(f"{one}: recording whole", await is_heard(plant, admin, one))
        result.measure("all recordings are kept after", time.monotonic() - back, "s")
        outcome = plant.rows("SELECT outcome FROM calls WHERE caller_raw = %s", MESSAGE)
        result.hold("the contact is a message", outcome == [{"outcome": "message"}])
        sound = _sound(plant, MESSAGE)
        result.hold("the message is heard", _seconds(sound) > SPOKEN_SECONDS - 1 and _loud(sound))
        await all_are_over(plant)
        now = [plant.pid(part) for part in ("serve", "worker", "asterisk")]
        result.hold("nothing ended", now == alive)
    return result


def _sound(plant: Plant, calling: str) -> np.ndarray:
    query = "SELECT path FROM recordings r JOIN calls c ON c.id = r.call WHERE caller_raw = %s"
    (row,) = plant.rows(query, calling)
    with wave.open(row["path"]) as sound:
        return np.frombuffer(sound.readframes(sound.getnframes()), np.int16)


def _seconds(sound: np.ndarray) -> float:
    return len(sound) / 8000


def _loud(sound: np.ndarray) -> bool:
    return bool(np.abs(sound[len(sound) // 2 :].astype(float)).mean() > 500)


async def _ask(plant: Plant, took: list[float]) -> None:
    """Asks the engine again and again; keeps how long each answer took."""
    while True:
        asked = time.monotonic()
        await asyncio.to_thread(plant.ready)
        took.append(time.monotonic() - asked)
        await asyncio.sleep(0.1)


@contextmanager
def hanging(folder: Path) -> Iterator[None]:
    """A file system over the folder that nobody serves: whoever touches it waits."""
    libc = ctypes.CDLL(None, use_errno=True)
    try:
        served = os.open("/dev/fuse", os.O_RDWR)
    except OSError as error:
        raise CannotMount(str(error)) from error
    try:
        options = f"fd={served},rootmode=40000,user_id={os.geteuid()},group_id={os.getegid()}"
        target = os.fsencode(folder)
        if libc.mount(b"hangs", target, b"fuse", 0, options.encode()):
            raise CannotMount(os.strerror(ctypes.get_errno()))
        try:
            yield
        finally:
            os.close(served)  # everybody who waits gets an error
            served = -1
            libc.umount2(target, AT_ONCE)
    finally:
        if served >= 0:
            os.close(served)
