"""The whole product is stopped as its operator stops it, or as power fails, and started again."""

from __future__ import annotations

import asyncio
import os
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any

from lingting.testing.telephone import Telephone
from support.faults.crowd import agents, talk, until_idle
from support.faults.facts import all_are_over, log_of_calls, waiting
from support.faults.operator import once, recording_of
from support.faults.plant import AGENTS, NUMBER, Plant, runs, until
from support.faults.result import Result

ALL_PARTS = "everything stopped"
POWER = "power fails (kill -9 of all parts at once)"
UP = "`up` killed by -9, which ends its parts"
WAYS = (ALL_PARTS, POWER, UP)
AWAY_SECONDS = 15.0
MOST_LOST_SECONDS = 3.0
"""The time is noted every two seconds."""


async def everything_stopped(plant: Plant, way: str = ALL_PARTS) -> Result:
    """Two talk, one is rung for and one waits; all parts end, in one of `WAYS`; later somebody
    calls."""
    result = Result(
        way,
        "what was cut ended then, with its true reason, and nobody is offered whose caller is "
        "gone; agents need do nothing after a short stop",
    )
    known = set(log_of_calls(plant))
    *cut, afterwards = [f"137{WAYS.index(way)}000000{number}" for number in range(5)]
    async with (
        Telephone(plant.sip_port) as carrier,
        agents(plant, AGENTS[:3]) as staff,
        plant.desk("admin") as admin,
    ):
        await admin.log_in()
        for calling, agent in zip(cut[:2], staff[:2], strict=True):
            await talk(carrier, agent, calling)
        staff[2].answers = False
        await until_idle(staff[2])
        await carrier.call(NUMBER, calling=cut[2])
        await until(lambda: staff[2].calls)
        await carrier.call(NUMBER, calling=cut[3])
        await until(lambda: len(waiting(plant)) >= 1)
        await asyncio.sleep(3)

        stopped = _now(plant)
        await _END[way](plant)
        await asyncio.sleep(AWAY_SECONDS)
        began = time.monotonic()
        await asyncio.to_thread(plant.launch)
        result.measure("started again after", time.monotonic() - began, "s")
        await all_are_over(plant)

        ends = plant.rows(
            "SELECT caller_raw, outcome, hung_up_by, ended_at FROM calls"
            " WHERE caller_raw = ANY(%s) ORDER BY caller_raw",
            cut,
        )
        true = ["answered", "answered", "failed", "failed"]
        result.hold("true outcome", [row["outcome"] for row in ends] == true)
        result.hold("by the network", {row["hung_up_by"] for row in ends} == {"network"})
        wrong = [(row["ended_at"] - stopped).total_seconds() for row in ends]
        result.measure("ended", f"{min(wrong):.2f} to {max(wrong):.2f} s after the stop")
        kept = all(-MOST_LOST_SECONDS < one < MOST_LOST_SECONDS for one in wrong)
        result.hold("ended then", kept)
        stories = [names for call, names in log_of_calls(plant).items() if call not in known]
        result.hold("each ends once", [names["call.ended"] for names in stories] == [1] * 4)
        offers = sorted(names["offer.made"] for names in stories)
        result.hold("nobody who is gone is offered", offers == [0, 1, 1, 1])
        for one in cut[:2]:
            await once(lambda one=one: recording_of(plant, admin, one), _can_be_heard)

        staff[2].answers = True
        for agent in staff:
            agent.calls.clear()
        idle = await until(lambda: all(agent.is_idle for agent in staff), 60)
        result.measure("agents idle again after", idle - began, "s")
        call = await carrier.call(NUMBER, calling=afterwards)
        await until(lambda: any(agent.call for agent in staff), 30)
        call.hang_up()
        await all_are_over(plant)
    return result


def _can_be_heard(recording: Mapping[str, Any]) -> bool:
    """Power that fails takes what was not written yet, half a second."""
    return recording.get("state") in ("stored", "short") and bool(recording["audio_url"])


def _now(plant: Plant) -> datetime:
    return plant.rows("SELECT now() AS at")[0]["at"]


async def _stop(plant: Plant) -> None:
    await asyncio.to_thread(plant.halt)


async def _cut_power(plant: Plant) -> None:
    """In one instant: who is stopped first neither sees the others end nor ends as it likes. Only
    the database of the test lives on; its own deaths are faults of their own."""
    parts = plant.all_parts()
    for way in (signal.SIGSTOP, signal.SIGKILL):
        for one in parts:
            os.kill(one, way)
    await _stop(plant)


async def _kill_up(plant: Plant) -> None:
    up, *others = plant.all_parts()
    os.kill(up, signal.SIGKILL)
    await until(lambda: not any(map(runs, others)))
    await _stop(plant)


_END: dict[str, Callable[[Plant], Awaitable[None]]] = {
    ALL_PARTS: _stop,
    POWER: _cut_power,
    UP: _kill_up,
}
