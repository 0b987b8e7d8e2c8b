"""Tells simulated callers at what stage their calls are, from the product's call log."""

from __future__ import annotations

import asyncio

from lingting.platform.log import get_log
from lingting.simulation.office import Desk, Refused
from lingting.simulation.scene import Scene

log = get_log(__name__)

OBSERVER = "observer"
LOOK_SECONDS = 1.0
AGAIN_SECONDS = 3.0
MOST = 200


async def observe(scene: Scene, password: str) -> None:
    """Until cancelled. A person hears whether music plays or somebody speaks; callers who are
    programs ask the log of living calls instead, as a supervisor may."""
    where = scene.where
    while True:
        try:
            async with Desk(where.url, where.company, OBSERVER, password) as desk:
                async with scene.door:
                    await desk.log_in()
                while True:
                    await _look(scene, desk)
                    await asyncio.sleep(LOOK_SECONDS)
        except Refused as refused:
            log.warning("observer refused", why=str(refused))
            await asyncio.sleep(AGAIN_SECONDS)


async def _look(scene: Scene, desk: Desk) -> None:
    page = await desk.get("/calls", outcome="in_progress", direction="in", limit=MOST)
    # The newest come first; of two calls with one number the newer one counts.
    found = {str(one["caller"]["number"] or ""): one["state"] for one in reversed(page["items"])}
    scene.seen.clear()
    scene.seen.update(found)
