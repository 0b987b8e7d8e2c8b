"""The engine is killed while telephones ring: with a database, and with none to start from."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from itertools import pairwise
from uuid import UUID

from lingting.testing.rtp import decode_alaw, loudness
from lingting.testing.telephone import Telephone
from lingting.testing.telephone_call import TelephoneCall
from support.faults.crowd import AGENT_HERTZ, CALLER_HERTZ, Agent, agents, until_idle
from support.faults.database_and_engine import STANDS_IN
from support.faults.facts import all_are_over, log_of_calls, waiting
from support.faults.operator import is_heard
from support.faults.plant import AGENTS, NUMBER, OUTSIDE_HOST, Plant, until
from support.faults.result import Result

GAP_SECONDS = 2.0
LONGEST_SILENCE = 1.0
"""Hold music has pauses of its own, shorter than this."""
QUALIFY_SECONDS = 3.5
"""Asterisk may have asked before the far end was there, and takes it for gone when that question
stays unanswered."""
LOUD = 60.0


async def killed_while_it_rings(plant: Plant) -> Result:
    """Of three telephones that ring while no engine is there one is answered, one loses its
    caller, one is a customer's outside, who answers."""
    result = Result(
        "kill -9 of the engine while telephones ring, which are answered before another is there",
        "who answered speaks with whom he was rung for, who waits hears music; each fact once",
    )
    known = set(log_of_calls(plant))
    async with (
        Telephone(plant.sip_port) as carrier,
        outside_of(plant) as outside,
        agents(plant, AGENTS[:3]) as staff,
        plant.desk("admin") as admin,
    ):
        await admin.log_in()
        caller, *rung = staff
        there, line = await calls_out(outside, caller, "13912340001")
        answered, gone = [
            await _rings(carrier, one, f"1378000000{n}") for n, one in enumerate(rung)
        ]

        await until(lambda: len(plant.engines()) > 1, 60)
        killed = await asyncio.to_thread(plant.kill_for_a_while, GAP_SECONDS)
        answered[1].answer()
        answered[1].say(AGENT_HERTZ)
        there.answer()
        there.say(CALLER_HERTZ)
        gone[0].hang_up()
        result.hold("who was rung is there", line.is_up and answered[0].is_up)

        await speak(*answered)
        result.measure("they speak after", time.monotonic() - killed, "s")
        silence = longest_silence(answered[0], killed)
        result.measure("longest silence of the caller", silence, "s")
        result.hold("the caller hears music until then", silence < LONGEST_SILENCE)
        await speak(there, line)
        await until(lambda: gone[1].is_over)
        for call in (answered[0], there):
            call.hang_up()
        for agent in staff:
            agent.answers = True
        await all_are_over(plant, 60)
        result.hold("the talk is recorded", await is_heard(plant, admin, "13780000000"))
    hold_facts(plant, result, known, {"answered": 2, "abandoned": 1})
    return result


async def unread_while_it_rings(plant: Plant) -> Result:
    """The same with PostgreSQL stopped: the engine that stands in knows no call."""
    result = Result(
        "PostgreSQL stopped and the engine killed while telephones ring",
        "nobody is in silence; calls that go out are joined and end at once; an agent who answers "
        "his caller speaks with him when the database is back; each fact once",
    )
    known = set(log_of_calls(plant))
    async with (
        Telephone(plant.sip_port) as carrier,
        outside_of(plant) as outside,
        agents(plant, AGENTS[:4]) as staff,
        plant.desk("admin") as admin,
    ):
        await admin.log_in()
        speaks = await calls_out(outside, staff[0], "13912340002")
        leaves = await calls_out(outside, staff[1], "13912340003")
        answered, gone = [
            await _rings(carrier, one, f"1377000000{n}") for n, one in enumerate(staff[2:])
        ]
        said = _stood_in(plant)
        await until(lambda: len(plant.engines()) > 1, 60)
        await plant.stop_database()
        killed = await asyncio.to_thread(plant.kill, "serve")
        await until(lambda: _stood_in(plant) > said, 60)
        await asyncio.sleep(1)

        speaks[0].answer()
        speaks[0].say(CALLER_HERTZ)
        leaves[1].hang_up()
        gone[0].hang_up()
        answered[1].answer()
        up = time.monotonic()
        await speak(*speaks)
        speaks[1].hang_up()
        await until(lambda: speaks[0].is_over and leaves[0].is_over and gone[1].is_over)
        result.measure("calls that are over are hung up after", time.monotonic() - up, "s")
        await asyncio.sleep(2)
        caller, agent = longest_silence(answered[0], killed), longest_silence(answered[1], up + 1)
        result.measure("longest silence of the caller", caller, "s")
        result.hold("caller and agent hear music", max(caller, agent) < LONGEST_SILENCE)

        started = await plant.start_database()
        answered[1].say(AGENT_HERTZ)
        await speak(*answered)
        result.measure("they speak after", time.monotonic() - started, "s")
        await asyncio.sleep(2)
        answered[0].hang_up()
        for one in staff:
            one.answers = True
        await until(lambda: not waiting(plant))
        await all_are_over(plant, 60)
        result.hold("the talk is recorded", await is_heard(plant, admin, "13770000000"))
    hold_facts(plant, result, known, {"answered": 2, "abandoned": 1, "not_connected": 1})
    return result


def longest_silence(call: TelephoneCall, since: float) -> float:
    """Seconds in which nothing was heard, at most."""
    heard = [at for at, sound in call.rtp.frames if loudness(decode_alaw(sound)) > LOUD]
    edges = [since, *(at for at in heard if at >= since), time.monotonic()]
    return max(later - earlier for earlier, later in pairwise(edges))


async def _rings(
    carrier: Telephone, agent: Agent, calling: str
) -> tuple[TelephoneCall, TelephoneCall]:
    """A caller, and the telephone of the only agent who is idle, which rings."""
    agent.answers = False
    await until_idle(agent)
    call = await carrier.call(NUMBER, calling=calling)
    await call.answered(20)
    call.say(CALLER_HERTZ)
    before = len(agent.calls)
    await until(lambda: len(agent.calls) > before, every=0.05)
    await until(lambda: call.hears_anything(1))
    return call, agent.calls[-1]


@asynccontextmanager
async def outside_of(plant: Plant) -> AsyncIterator[Telephone]:
    """The trunk's far end, which was not there until now."""
    port = plant.outside_port
    async with Telephone(plant.sip_port, "outside", host=OUTSIDE_HOST, port=port) as outside:
        for seconds in (QUALIFY_SECONDS, 0):
            await until(plant.reaches_outside, instead=lambda: plant.console("pjsip show contacts"))
            await asyncio.sleep(seconds)
        yield outside


async def calls_out(
    outside: Telephone, agent: Agent, number: str
) -> tuple[TelephoneCall, TelephoneCall]:
    """A telephone outside that an agent lets ring, and his own."""
    await until_idle(agent)
    await agent.desk.post("/desk/dial", {"number": number})
    there = await outside.arrival(20)
    return there, agent.calls[-1]


async def speak(one: TelephoneCall, other: TelephoneCall) -> None:
    """Waits until they hear each other."""
    await one.until_tone(AGENT_HERTZ, 30)
    await other.until_tone(CALLER_HERTZ, 30)


def _stood_in(plant: Plant) -> int:
    return sum(plant.said(role).count(STANDS_IN) for role in ("serve", "standby"))


def hold_facts(plant: Plant, result: Result, known: set[UUID], ends: dict[str, int]) -> None:
    facts = {call: names for call, names in log_of_calls(plant).items() if call not in known}
    result.measure("contacts", f"{len(facts)} of {sum(ends.values())}")
    once = all(
        one["call.ended"] == 1 and one["call.arrived"] + one["call.dialled"] == 1
        for one in facts.values()
    )
    result.hold("nothing counted twice", once)
    query = "SELECT outcome, count(*) AS n FROM calls WHERE id = ANY(%s) GROUP BY outcome"
    found = {row["outcome"]: row["n"] for row in plant.rows(query, list(facts))}
    result.hold(f"true outcomes {found}", found == ends)
