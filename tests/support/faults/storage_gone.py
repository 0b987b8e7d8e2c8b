"""No place for recordings, and the prompts' files gone, while people call."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from lingting.testing.telephone import Telephone
from support.faults.crowd import AGENT_HERTZ, agents, talk
from support.faults.plant import AGENTS, PROMPT_NUMBER, Plant, until
from support.faults.result import Result


async def storage_gone(plant: Plant) -> Result:
    """A file stands where the folder of recordings was; every rendered prompt is deleted."""
    result = Result(
        "recording folder gone, prompt files gone",
        "the call goes on; alarm; the contact says what is missing",
    )
    speech = Path(plant.running.environment["LINGTING_SOUNDS_DIR"]) / "speech"
    async with Telephone(plant.sip_port) as carrier, agents(plant, AGENTS[:1]) as staff:
        with _replaced_by_a_file(plant.recordings):
            shutil.rmtree(speech, ignore_errors=True)
            spoken = await talk(carrier, staff[0], "13850000000", PROMPT_NUMBER)
            result.hold("the call goes on", spoken.is_up and spoken.caller.hears_tone(AGENT_HERTZ))
            spoken.caller.hang_up()
            await until(lambda: not plant.rows("SELECT 1 FROM calls WHERE ended_at IS NULL"))
            said = plant.said("serve") + plant.said("standby")
            result.hold("told in the log", "no folder for a recording" in said)
            state = plant.rows(
                "SELECT r.state FROM recordings r JOIN calls c ON c.id = r.call"
                " WHERE c.caller_raw = '13850000000'"
            )
            result.measure("recording", ", ".join(row["state"] for row in state) or "none")
            result.hold("not told as stored", [row["state"] for row in state] != ["stored"])
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
