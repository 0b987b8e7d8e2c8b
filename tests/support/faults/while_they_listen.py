"""Both engines are away while callers hear what the one before had begun."""

from __future__ import annotations

import asyncio
import time

from lingting.testing.telephone import Telephone
from support.faults.crowd import AGENT_HERTZ, CALLER_HERTZ, agents
from support.faults.facts import all_are_over, log_of_calls
from support.faults.plant import AGENTS, MENU_NUMBER, TOLD_NUMBER, Plant, until
from support.faults.result import Result
from support.faults.while_it_rings import (
    calls_out,
    hold_facts,
    longest_silence,
    outside_of,
    speak,
)

GAP_SECONDS = 8.0
LONGEST_SILENCE = 2.0
"""The music has pauses of 1.1 s."""
KEY_SECONDS = 3.0
PLAYS = """
    SELECT 1 FROM flow_sessions s JOIN calls c ON c.id = s.call_id
    WHERE c.caller_raw = %s AND s.ended_at IS NULL AND (s.state ->> 'playing')::boolean
"""
TOLD, ASKED = "13760000001", "13760000002"


async def killed_while_they_listen(plant: Plant) -> Result:
    """One is told how long he waits, one is in a menu, one outside answers an agent's call."""
    result = Result(
        "both engines killed while a caller hears an announcement, another a menu, and a customer "
        "outside is rung and answers",
        "the first hears music after it, the customer until he is joined; a key of the menu counts "
        "as soon as an engine is there; each fact once",
    )
    known = set(log_of_calls(plant))
    async with (
        Telephone(plant.sip_port) as carrier,
        outside_of(plant) as outside,
        agents(plant, AGENTS[:1]) as staff,
    ):
        there, line = await calls_out(outside, staff[0], "13912340004")
        await until(lambda: len(plant.engines()) > 1, 60)
        told = await carrier.call(TOLD_NUMBER, calling=TOLD)
        await told.answered(20)
        asked = await carrier.call(MENU_NUMBER, calling=ASKED)
        await asked.answered(20)
        for number in (TOLD, ASKED):
            await until(lambda number=number: plant.rows(PLAYS, number), every=0.05)
        await until(lambda: told.hears_anything() and asked.hears_anything())

        killed = await asyncio.to_thread(plant.kill_for_a_while, GAP_SECONDS)
        await asyncio.sleep(0.5)
        there.answer()
        answered = time.monotonic()
        there.say(CALLER_HERTZ)
        ready = await until(plant.takes_calls, 60)
        result.measure("engine ready after", ready - killed, "s")
        asked.press("1")
        await asked.over()
        result.within("a key counts after", time.monotonic() - ready, KEY_SECONDS)
        await speak(there, line)
        await there.until_tone(AGENT_HERTZ)
        for who, silence in (
            ("who was told", longest_silence(told, killed)),
            ("who answered", longest_silence(there, answered)),
        ):
            result.measure(f"longest silence of {who}", silence, "s")
            result.hold(f"{who} hears music", silence < LONGEST_SILENCE)
        for call in (told, there):
            call.hang_up()
        await all_are_over(plant, 60)
    hold_facts(plant, result, known, {"answered": 1, "abandoned": 1, "self_service": 1})
    return result
