"""What the operator's page and a contact's story say while something is wrong."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from typing import Any

from lingting.simulation.office import Desk
from support.faults.plant import Plant


async def alarms(admin: Desk) -> dict[str, str]:
    """Each alarm of the page and what it says in English."""
    shown = (await admin.get("/operations"))["alarms"]
    return {one["finding"]["check"]: one["finding"]["found"]["en"] for one in shown}


async def recording_of(plant: Plant, admin: Desk, calling: str) -> dict[str, Any]:
    """The recording or message of a caller's contact as its page tells it; empty before."""
    found = await asyncio.to_thread(
        plant.rows, "SELECT id FROM calls WHERE caller_raw = %s", calling
    )
    if not found:
        return {}
    story = await admin.get(f"/calls/{found[0]['id']}")
    told = story["recordings"] + story["messages"]
    return told[0] if told else {}


async def is_heard(plant: Plant, admin: Desk, calling: str, seconds: float = 120) -> bool:
    """Waits until the recording of a caller's contact is stored; answers whether it is whole."""
    await once(
        lambda: recording_of(plant, admin, calling),
        lambda found: found.get("state") in ("stored", "short"),
        seconds,
    )
    found = await recording_of(plant, admin, calling)
    return found["state"] == "stored" and bool(found["audio_url"])


async def once(
    ask: Callable[[], Awaitable[Any]], wanted: Callable[[Any], bool], seconds: float = 30
) -> float:
    """Asks until the answer is what is wanted; says when it was."""
    last = time.monotonic() + seconds
    while True:
        found = await ask()
        if wanted(found):
            return time.monotonic()
        if time.monotonic() > last:
            raise AssertionError(f"not within {seconds:.0f} s; last answer: {found}")
        await asyncio.sleep(0.1)
