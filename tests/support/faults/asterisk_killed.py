"""`kill -9` of Asterisk while people talk and wait."""

from __future__ import annotations

import asyncio
import time

from lingting.testing.telephone import Telephone
from support.faults.crowd import agents, talk
from support.faults.facts import all_are_over, log_of_calls, waiting
from support.faults.plant import AGENTS, NUMBER, Plant, until
from support.faults.result import Result


async def asterisk_killed(plant: Plant) -> Result:
    """Two talk and one waits; afterwards somebody calls and is served."""
    result = Result(
        "kill -9 of Asterisk",
        "contacts end with their true reason; it is started again; agents are signed in again "
        "without doing anything",
    )
    known = set(log_of_calls(plant))
    async with Telephone(plant.sip_port) as carrier, agents(plant, AGENTS[:2]) as staff:
        for place, agent in enumerate(staff):
            await talk(carrier, agent, f"1382000000{place}")
        await carrier.call(NUMBER, calling="13820000002")
        await until(lambda: len(waiting(plant)) == 1)

        killed = await asyncio.to_thread(plant.kill, "asterisk")
        await until(lambda: plant.ready().get("switch") is False)
        result.measure("noticed after", time.monotonic() - killed, "s")
        back = await until(lambda: plant.ready().get("switch"), 60)
        result.measure("started again after", back - killed, "s")
        await all_are_over(plant)
        ends = plant.rows(
            "SELECT outcome, hung_up_by, count(*)::int AS n FROM calls"
            " WHERE caller_raw LIKE '1382%%' GROUP BY 1, 2 ORDER BY 1"
        )
        shown = ", ".join(f"{row['n']} {row['outcome']}/{row['hung_up_by']}" for row in ends)
        result.measure("contacts", shown)
        true = [(row["outcome"], row["hung_up_by"], row["n"]) for row in ends]
        result.hold("true reason", true == [("answered", "network", 2), ("failed", "network", 1)])
        once = [
            names["call.ended"] for call, names in log_of_calls(plant).items() if call not in known
        ]
        result.hold("each ends once", once == [1, 1, 1])

        for agent in staff:
            agent.calls.clear()
        again = await until(lambda: all(agent.is_idle for agent in staff), 60)
        result.measure("agents idle again after", again - killed, "s")
        call = await carrier.call(NUMBER, calling="13820000003")
        rang = await until(lambda: any(agent.calls for agent in staff), 30, every=0.05)
        result.measure("first new call rings after", rang - killed, "s")
        call.hang_up()
        await all_are_over(plant)
    return result
