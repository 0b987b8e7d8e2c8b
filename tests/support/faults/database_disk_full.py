"""The disk of the database runs full while people talk, wait, call and leave; then it has room."""

from __future__ import annotations

import asyncio
import time
from pathlib import Path

from lingting.main.home import Home
from lingting.testing.telephone import Telephone
from support.faults.crowd import AGENT_HERTZ, agents, longest_gap, talk
from support.faults.disk import a_disk
from support.faults.facts import all_are_over, log_of_calls, waiting
from support.faults.operator import alarms, once
from support.faults.plant import AGENTS, NUMBER, Plant, until
from support.faults.result import Result

LONGEST_GAP = 0.1
ALARM = "database_disk"
KEPT, GIVES_UP = "13890000004", "13890000005"
MOST_CALLERS = 150
"""So many may still be written into what the tables have left."""


async def database_disk_full(kept: Path) -> Result:
    """Two talk on, a third ends his talk meanwhile, one waits; callers come and go until nothing
    can be written, one more stays and one gives up."""
    result = Result(
        "disk of the database full",
        "talk goes on; new callers hear a polite prompt and are kept; alarm; with room again "
        "everything is written, without anybody's hand",
    )
    plant = Plant(own_database=True)
    folder = Home(plant.home).postgres
    folder.mkdir(parents=True)
    with a_disk(folder, roomy="2g") as disk:
        try:
            await asyncio.to_thread(plant.start)
            async with (
                Telephone(plant.sip_port) as carrier,
                agents(plant, AGENTS[:3]) as staff,
                plant.desk("admin") as admin,
            ):
                await admin.log_in()
                talks = [await talk(carrier, one, f"1389000000{n}") for n, one in enumerate(staff)]
                ending = talks.pop()
                waits = await carrier.call(NUMBER, calling="13890000003")
                await until(lambda: len(waiting(plant)) == 1)

                await asyncio.to_thread(disk.fill)
                full = time.monotonic()
                came = await _call_until_it_shows(plant, carrier)
                result.measure("callers until it showed", str(came))
                result.measure("not ready after", time.monotonic() - full, "s")
                ending.caller.hang_up()
                stays = await carrier.call(NUMBER, calling=KEPT)
                gives_up = await carrier.call(NUMBER, calling=GIVES_UP)
                await stays.answered(20)
                await gives_up.answered(20)
                gives_up.hang_up()
                told = await once(lambda: alarms(admin), lambda found: ALARM in found)
                result.measure("alarm after", told - full, "s")
                await asyncio.sleep(3)
                result.hold("new caller is kept", stays.is_up and stays.hears_anything(2))
                result.hold("who waited is kept", waits.is_up)
                gap = max(longest_gap(side, full) for one in talks for side in one.sides)
                result.within("longest RTP gap", gap, LONGEST_GAP)
                result.hold("talk goes on", all(one.hear_each_other for one in talks))

                await asyncio.to_thread(disk.make_room)
                roomy = time.monotonic()
                await once(lambda: alarms(admin), lambda found: ALARM not in found, 60)
                result.measure("alarm ends after", time.monotonic() - roomy, "s")
                await until(lambda: _outcomes(plant, GIVES_UP) == ["abandoned"], 60)
                result.measure("all written after", time.monotonic() - roomy, "s")
                # Who waited gets the agent whose caller left, who was kept waits behind him.
                await until(lambda: waits.hears_tone(AGENT_HERTZ), 60)
                for agent in staff:
                    agent.talks_for = 0.2
                for one in (*talks, ending):
                    one.caller.hang_up()
                if staff[2].call is not None:
                    staff[2].call.hang_up()
                await stays.over(60)
                await all_are_over(plant)
            facts = log_of_calls(plant)
            result.measure("contacts", f"{len(facts)} of {came + 6}")
            result.hold("one contact per call", len(facts) == came + 6)
            twice = [one for one in facts.values() if one["call.arrived"] != 1]
            twice += [one for one in facts.values() if one["call.ended"] != 1]
            result.hold("nothing counted twice", not twice)
            result.hold("kept caller was served", _outcomes(plant, KEPT) == ["answered"])
        finally:
            plant.keep_logs(kept)
            await asyncio.to_thread(plant.stop)
    return result


async def _call_until_it_shows(plant: Plant, carrier: Telephone) -> int:
    """Callers who hang up at once, until the database takes no more; says how many."""
    for count in range(1, MOST_CALLERS + 1):
        call = await carrier.call(NUMBER, calling=f"1380008{count:04}")
        await call.answered(20)
        call.hang_up()
        if (await asyncio.to_thread(plant.ready)).get("database") is False:
            return count
    raise AssertionError("the full disk was not noticed")


def _outcomes(plant: Plant, number: str) -> list[str]:
    try:
        rows = plant.rows("SELECT outcome FROM calls WHERE caller_raw = %s", number)
    except OSError:
        return []
    return [row["outcome"] for row in rows]
