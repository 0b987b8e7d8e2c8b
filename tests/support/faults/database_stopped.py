"""PostgreSQL stopped for a while and started again, or silent for a while, while people talk, wait,
call and leave."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable

from lingting.testing.telephone import Telephone
from support.faults.crowd import AGENT_HERTZ, agents, go_idle, longest_gap, talk
from support.faults.facts import all_are_over, log_of_calls, waiting
from support.faults.plant import AGENTS, NUMBER, Plant, until
from support.faults.result import Result

LONGEST_GAP = 0.1
NOTICED_SECONDS = 10.0


async def database_stopped(plant: Plant, away_seconds: float = 30.0) -> Result:
    """Two talk on, a third ends his talk meanwhile; one waits; two call anew and one of them
    gives up before anybody can write that down."""
    result = Result(
        f"PostgreSQL stopped for {away_seconds:.0f} s, restarted",
        "talk goes on; new callers hear a polite prompt and are kept; everything is written "
        "afterwards",
    )
    stop, start = plant.stop_database, plant.start_database
    return await _away(plant, result, stop, start, away_seconds, "0")


async def database_silent(plant: Plant, silent_seconds: float = 30.0) -> Result:
    """The same; it says nothing, and no connection breaks."""
    result = Result(
        f"PostgreSQL says nothing for {silent_seconds:.0f} s (SIGSTOP)",
        f"the same; noticed within {NOTICED_SECONDS:.0f} s",
    )
    stop, start = plant.silence_database, plant.let_database_go_on
    return await _away(plant, result, stop, start, silent_seconds, "1")


async def _away(
    plant: Plant,
    result: Result,
    stop: Callable[[], Awaitable[float]],
    start: Callable[[], Awaitable[float]],
    away_seconds: float,
    numbers: str,
) -> Result:
    talked, waited, called, gave_up = (f"138100{numbers}000{n}" for n in ("", 3, 4, 5))
    known = set(log_of_calls(plant))
    async with Telephone(plant.sip_port) as carrier, agents(plant, AGENTS[:3]) as staff:
        talks = [await talk(carrier, one, f"{talked}{n}") for n, one in enumerate(staff)]
        ending = talks.pop()
        waits = await carrier.call(NUMBER, calling=waited)
        await until(lambda: len(waiting(plant)) == 1)
        began = time.monotonic()
        await asyncio.sleep(2)

        stopped = await stop()
        ending.caller.hang_up()
        ended = time.monotonic()
        kept = await carrier.call(NUMBER, calling=called)
        gives_up = await carrier.call(NUMBER, calling=gave_up)
        await kept.answered(20)
        result.within("new caller answered after", time.monotonic() - ended, NOTICED_SECONDS)
        await asyncio.sleep(1.5)
        result.hold("new caller hears something", kept.hears_anything(1))
        await gives_up.answered(20)
        gives_up.hang_up()
        left = stopped + away_seconds - time.monotonic()
        await asyncio.sleep(max(left, 0))
        result.hold("new caller is kept", kept.is_up and kept.hears_anything(2))
        result.hold("who waited is kept", waits.is_up)
        gap = max(longest_gap(side, stopped) for one in talks for side in one.sides)
        result.within("longest RTP gap", gap, LONGEST_GAP)
        result.hold("talk goes on", all(one.hear_each_other for one in talks))

        started = await start()
        away = started - stopped
        await until(lambda: _outcomes(plant, gave_up) == ["abandoned"], 60)
        result.measure("all written after", time.monotonic() - started, "s")
        # Who waited gets the agent whose caller left meanwhile, who was kept waits behind him.
        await until(lambda: len(waiting(plant)) == 1 and waits.hears_tone(AGENT_HERTZ), 60)
        for agent in staff:
            agent.talks_for = 0.2
        for one in (*talks, ending):
            one.caller.hang_up()
        if staff[2].call is not None:
            staff[2].call.hang_up()
        for agent in staff:
            await go_idle(agent)
        await kept.over(60)
        await all_are_over(plant)

    said = plant.rows("SELECT talk_seconds FROM calls WHERE caller_raw = %s", f"{talked}2")
    spoke = said[0]["talk_seconds"] if said else 0.0
    result.measure("talk that ended meanwhile too long by", spoke - (ended - began), "s")
    result.hold("talk ends when it ended", spoke < away)
    facts = {call: names for call, names in log_of_calls(plant).items() if call not in known}
    result.measure("contacts", f"{len(facts)} of 6")
    result.hold("one contact per call", len(facts) == 6)
    once = all(
        one.get(name) == 1 for one in facts.values() for name in ("call.arrived", "call.ended")
    )
    result.hold("nothing counted twice", once)
    result.hold("kept caller was served", _outcomes(plant, called) == ["answered"])
    return result


def _outcomes(plant: Plant, number: str) -> list[str]:
    try:
        rows = plant.rows("SELECT outcome FROM calls WHERE caller_raw = %s", number)
    except OSError:
        return []
    return [row["outcome"] for row in rows]
