"""`kill -9` of the engine while callers wait and talk."""

from __future__ import annotations

import asyncio
from pathlib import Path
from uuid import UUID

from lingting.testing.sipp import Sipp
from lingting.testing.telephone import Telephone
from support.faults.crowd import (
    AGENT_HERTZ,
    CALLER_HERTZ,
    Agent,
    Talk,
    agents,
    longest_gap,
    missing_frames,
    talk,
)
from support.faults.facts import all_are_over, how_calls_stand, log_of_calls, offered_first, waiting
from support.faults.plant import AGENTS, NUMBER, Plant, until
from support.faults.result import Result

SCENARIO = Path(__file__).parents[2] / "telephony/scenarios/a_caller_waits_until_he_was_served.xml"
TALKING = 5
LONGEST_GAP = 0.1
DISTRIBUTION_SECONDS = 5.0
AT_ONCE_SECONDS = 0.25
"""Agents who become ready together ring together, in the order in which threads run."""
CALLS_PER_SECOND = 5
"""Faster, and a busy machine refuses some of them before anything is wrong."""


async def engine_killed(plant: Plant, sipp: Sipp, folder: Path, callers: int = 20) -> Result:
    """Five talk and twenty wait; one more hangs up while nobody is there to hear it."""
    result = Result(
        f"kill -9 of the engine, {callers} waiting, {TALKING} talking",
        "talk goes on without a gap; order and waiting time kept; desktops come back; "
        "distribution goes on within 5 s; nothing lost or counted twice",
    )
    async with (
        Telephone(plant.sip_port) as carrier,
        agents(plant, AGENTS[: TALKING + 1]) as staff,
    ):
        known = set(log_of_calls(plant))
        talks = [
            await talk(carrier, agent, f"1380000000{place}") for place, agent in enumerate(staff)
        ]
        last = talks.pop()
        crowd = asyncio.create_task(
            sipp.run(
                SCENARIO, plant.sip_port, folder,
                number=NUMBER, calls=callers, per_second=CALLS_PER_SECOND, within=150,
            )
        )  # fmt: skip
        await until(lambda: len(waiting(plant)) == callers, instead=lambda: how_calls_stand(plant))
        before = waiting(plant)

        killed = await asyncio.to_thread(plant.kill, "serve")
        await asyncio.sleep(0.5)
        last.caller.hang_up()
        offered = await until(lambda: len(last.agent.rang) > 1, 60, every=0.02)
        back = await until(plant.takes_calls)
        await until(lambda: all(agent.seen_at > killed for agent in staff))
        await asyncio.sleep(1)

        gap = max(longest_gap(side, killed) for one in talks for side in one.sides)
        heard = [
            one.is_up
            and one.caller.hears_tone(AGENT_HERTZ, 1)
            and one.line.hears_tone(CALLER_HERTZ, 1)
            for one in talks
        ]
        result.within("longest RTP gap", gap, LONGEST_GAP)
        missing = sum(missing_frames(side, killed) for one in talks for side in one.sides)
        result.measure("frames missing", str(missing))
        result.hold(f"talk goes on {_details(talks, killed)}", all(heard))
        result.hold("no gap as long as the engine's", gap < (back - killed) / 2)
        result.measure("engine ready after", back - killed, "s")
        result.within("next caller rings after", offered - killed, DISTRIBUTION_SECONDS)
        desks = max(agent.seen_at for agent in staff) - killed
        result.measure("last desktop back after", desks, "s")

        after = {row["caller_raw"]: row["enqueued_at"] for row in waiting(plant)}
        kept = {row["caller_raw"]: row["enqueued_at"] for row in before}
        result.hold(
            "waiting time kept", all(kept[number] == since for number, since in after.items())
        )

        for agent in staff:
            agent.talks_for = 0.2
        if last.agent.call is not None:
            last.agent.call.hang_up()
        for one in talks:
            one.caller.hang_up()
        served = await crowd
        result.measure("callers served", f"{served.successful} of {callers}")
        result.hold(f"no caller lost {served.errors}".strip(), served.successful == callers)
        await until(lambda: not waiting(plant))
        await all_are_over(plant)
        line = [row["caller_raw"] for row in before]
        result.hold("order kept", [one for one in offered_first(plant) if one in line] == line)
        rang = _first_rings(staff, killed)
        late = max(rang[line[n]] - min(rang[one] for one in line[n:]) for n in range(callers))
        result.hold(f"telephones ring in that order ({late:.2f} s)", late < AT_ONCE_SECONDS)
        _count(plant, result, known, callers + TALKING + 1)
    return result


def _details(talks: list[Talk], since: float) -> str:
    gaps = [longest_gap(side, since) for one in talks for side in one.sides]
    return " ".join(f"{gap:.2f}" for gap in gaps)


def _first_rings(staff: list[Agent], since: float) -> dict[str, float]:
    """When each number rang first; who was missed rings again."""
    rings = sorted((one for agent in staff for one in agent.rang if one[0] > since), reverse=True)
    return {number: at for at, number in rings}


def _count(plant: Plant, result: Result, known: set[UUID], calls: int) -> None:
    facts = {call: names for call, names in log_of_calls(plant).items() if call not in known}
    result.measure("contacts", f"{len(facts)} of {calls}")
    result.hold("one contact per call", len(facts) == calls)
    once = all(
        one.get(name) == 1
        for one in facts.values()
        for name in ("call.arrived", "call.connected", "talk.ended", "call.ended")
    )
    result.hold("nothing counted twice", once)
    query = "SELECT outcome, count(*) AS n FROM calls WHERE id = ANY(%s) GROUP BY outcome"
    ends = plant.rows(query, list(facts))
    result.hold("true outcomes", {row["outcome"]: row["n"] for row in ends} == {"answered": calls})
