"""Two engines for one company: which one leads, and how soon the other does when it is killed."""

from __future__ import annotations

import asyncio
import os
import time

from lingting.platform.leading import LOCK
from lingting.testing.telephone import Telephone
from support.faults.crowd import agents, longest_gap, missing_frames, talk, until_idle
from support.faults.facts import all_are_over
from support.faults.plant import AGENTS, NUMBER, Plant, until
from support.faults.result import Result

TAKE_OVER_SECONDS = 5.0
LONGEST_GAP = 0.1


async def two_engines(plant: Plant) -> Result:
    """The second one waits beside the first; after the kill it serves the next caller."""
    result = Result("two engines for one company", "one leads; take-over within 5 s")
    async with Telephone(plant.sip_port) as carrier, agents(plant, AGENTS[:2]) as staff:
        await until(lambda: len(_locks(plant)) >= 2, 60)
        led = [row["granted"] for row in _locks(plant)]
        result.measure("engines", f"{led.count(True)} leads, {led.count(False)} waits")
        result.hold("one leads", led.count(True) == 1)
        first = await asyncio.to_thread(plant.pid, "serve")
        spoken = await talk(carrier, staff[0], "13830000000")
        await until_idle(staff[1])
        killed = await asyncio.to_thread(plant.kill, "serve")
        ready = await until(plant.takes_calls, 60, every=0.02)
        second = await asyncio.to_thread(plant.pid, "serve")
        result.within("take-over", ready - killed, TAKE_OVER_SECONDS)
        result.hold("another one leads", second not in (0, first) and _alive(second))
        call = await carrier.call(NUMBER, calling="13830000001")
        await until(lambda: len(staff[1].calls) == 1, 30, every=0.05)
        gaps = [longest_gap(side, killed) for side in spoken.sides]
        result.within("longest RTP gap", max(gaps), LONGEST_GAP)
        missing = sum(missing_frames(side, killed) for side in spoken.sides)
        result.measure("frames missing", str(missing))
        result.hold("talk goes on", spoken.is_up and spoken.hear_each_other)
        await until(lambda: len(_locks(plant)) >= 2, 60)
        result.measure("another one waits again after", time.monotonic() - killed, "s")
        led = [row["granted"] for row in _locks(plant)]
        result.hold("still one leads", led.count(True) == 1)
        call.hang_up()
        spoken.caller.hang_up()
        await all_are_over(plant)
    return result


def _locks(plant: Plant) -> list[dict[str, bool]]:
    query = "SELECT granted FROM pg_locks WHERE locktype = 'advisory' AND objid = %s"
    return plant.rows(query, LOCK)


def _alive(pid: int) -> bool:
    return os.path.exists(f"/proc/{pid}")
