"""PostgreSQL stopped, and in that time the engine killed, while people talk, call and leave."""

from __future__ import annotations

import asyncio
import time

from lingting.testing.telephone import Telephone
from support.faults.crowd import AGENT_HERTZ, CALLER_HERTZ, Talk, agents, go_idle, longest_gap, talk
from support.faults.facts import all_are_over, log_of_calls, waiting
from support.faults.plant import AGENTS, NUMBER, Plant, until
from support.faults.result import Result

LONGEST_GAP = 0.1
CLOSE_SECONDS = 3.0
"""How true the length of a talk is that ended while no engine led."""
STANDS_IN = "standing in"


async def database_and_engine(plant: Plant) -> Result:
    """Of three talks one goes on, one ends before the kill and one after it; a caller comes and
    gives up before it, one after it, and one comes and stays."""
    result = Result(
        "PostgreSQL stopped, and the engine killed meanwhile",
        "talk goes on; callers are received all the time; every contact has a true outcome",
    )
    known = set(log_of_calls(plant))
    async with Telephone(plant.sip_port) as carrier, agents(plant, AGENTS[:3]) as staff:
        first, second, stays = [
            await talk(carrier, one, f"1388000000{n}") for n, one in enumerate(staff)
        ]
        began = time.monotonic()
        stood_in = plant.said("standby").count(STANDS_IN) + plant.said("serve").count(STANDS_IN)
        await asyncio.sleep(2)

        stopped = await plant.stop_database()
        first.caller.hang_up()
        ends = {"13880000000": time.monotonic() - began}
        await _comes_and_gives_up(carrier, "13880000003")

        killed = await asyncio.to_thread(plant.kill, "serve")
        await until(
            lambda: (
                plant.said("standby").count(STANDS_IN) + plant.said("serve").count(STANDS_IN)
                > stood_in
            )
        )
        result.measure("another stands in after", time.monotonic() - killed, "s")
        kept = await carrier.call(NUMBER, calling="13880000005")
        await kept.answered(20)
        await _comes_and_gives_up(carrier, "13880000004")
        second.caller.hang_up()
        ends["13880000001"] = time.monotonic() - began
        await asyncio.sleep(4)
        result.hold("new caller is kept", kept.is_up and kept.hears_anything(2))
        gap = max(longest_gap(side, stopped) for side in stays.sides)
        result.within("longest RTP gap", gap, LONGEST_GAP)
        result.hold("talk goes on", _is_heard(stays))

        started = await plant.start_database()
        await until(lambda: _outcomes(plant).get("13880000004") == "abandoned", 60)
        result.measure("all written after", time.monotonic() - started, "s")
        for agent in staff:
            agent.talks_for = 0.2
        stays.caller.hang_up()
        for agent in staff:
            await go_idle(agent)
        await until(lambda: kept.hears_tone(AGENT_HERTZ), 60)
        kept.hang_up()
        await until(lambda: not waiting(plant))
        await all_are_over(plant)

    outcomes = _outcomes(plant)
    result.hold(
        f"true outcomes {outcomes}",
        outcomes
        == {
            **{f"1388000000{n}": "answered" for n in (0, 1, 2, 5)},
            **{f"1388000000{n}": "abandoned" for n in (3, 4)},
        },
    )
    for row in plant.rows(
        "SELECT caller_raw, talk_seconds FROM calls WHERE caller_raw = ANY(%s)", list(ends)
    ):
        wrong = abs(row["talk_seconds"] - ends[row["caller_raw"]])
        result.within(f"talk {row['caller_raw'][-1]} wrong by", wrong, CLOSE_SECONDS)
    facts = {call: names for call, names in log_of_calls(plant).items() if call not in known}
    result.measure("contacts", f"{len(facts)} of 6")
    result.hold("one contact per call", len(facts) == 6)
    once = all(
        one.get(name) == 1 for one in facts.values() for name in ("call.arrived", "call.ended")
    )
    result.hold("nothing counted twice", once)
    result.hold("nothing of it stays on disk", not list(plant.home.rglob("kept-events")))
    return result


async def _comes_and_gives_up(carrier: Telephone, number: str) -> None:
    call = await carrier.call(NUMBER, calling=number)
    await call.answered(20)
    await asyncio.sleep(0.5)
    call.hang_up()


def _is_heard(one: Talk) -> bool:
    return one.is_up and one.line.hears_tone(CALLER_HERTZ)


def _outcomes(plant: Plant) -> dict[str, str]:
    try:
        rows = plant.rows("SELECT caller_raw, outcome FROM calls WHERE caller_raw LIKE '1388%%'")
    except OSError:
        return {}
    return {row["caller_raw"]: row["outcome"] for row in rows}
