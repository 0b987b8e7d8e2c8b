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
    """The recording of a caller's contact as its page tells it; empty before there is one."""
    found = await asyncio.to_thread(
        plant.rows, "SELECT id FROM calls WHERE caller_raw = %s", calling
    )
    if not found:
        return {}
    told = (await admin.get(f"/calls/{found[0]['id']}"))["recordings"]
    return told[0] if told else {}


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
