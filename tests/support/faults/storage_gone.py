"""No place for recordings, and the prompts' files gone, while people call."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lingting.testing.telephone import Telephone
from support.faults.crowd import AGENT_HERTZ, agents, talk
from support.faults.facts import all_are_over
from support.faults.operator import alarms, is_heard, once, recording_of
from support.faults.plant import AGENTS, PROMPT_NUMBER, Plant
from support.faults.result import Result

CALLER = "13850000000"
FOLDER = "recordings_folder"


async def storage_gone(plant: Plant) -> Result:
    """A file stands where the folder of recordings was; every rendered prompt is deleted."""
    result = Result(
        "recording folder gone, prompt files gone",
        "the call goes on; alarm; the contact says that its recording waits, and has it later",
    )
    speech = Path(plant.running.environment["LINGTING_SOUNDS_DIR"]) / "speech"
    async with (
        Telephone(plant.sip_port) as carrier,
        agents(plant, AGENTS[:1]) as staff,
        plant.desk("admin") as admin,
    ):
        await admin.log_in()
        with _replaced_by_a_file(plant.recordings):
            gone = time.monotonic()
            told = await once(lambda: alarms(admin), lambda found: FOLDER in found)
            result.measure("alarm after", told - gone, "s")
            words = (await alarms(admin))[FOLDER]
            result.hold("the alarm names the folder", str(plant.recordings) in words)

            shutil.rmtree(speech, ignore_errors=True)
            spoken = await talk(carrier, staff[0], CALLER, PROMPT_NUMBER, again=False)
            result.hold("the call goes on", spoken.is_up and spoken.caller.hears_tone(AGENT_HERTZ))
            spoken.caller.hang_up()
            await all_are_over(plant)
            ended = time.monotonic()
            said = await once(
                lambda: recording_of(plant, admin, CALLER),
                lambda found: found.get("state") == "waiting",
            )
            result.measure("contact says it after", said - ended, "s")
            why = (await recording_of(plant, admin, CALLER))["why"]
            result.measure("reason", why)
            result.hold("the contact says why", why == "no_folder")
        back = time.monotonic()
        over = await once(lambda: alarms(admin), lambda found: FOLDER not in found)
        result.measure("alarm ends after", over - back, "s")
        result.hold("the recording is whole", await is_heard(plant, admin, CALLER))
    return result


@contextmanager
def _replaced_by_a_file(folder: Path) -> Iterator[None]:
    aside = folder.with_name(f"{folder.name}.aside")
    folder.rename(aside)
    folder.touch()
    try:
        yield
    finally:
        folder.unlink()
        aside.rename(folder)
