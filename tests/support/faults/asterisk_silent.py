"""Asterisk stands still: its connections stay open and nothing comes through them."""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import time

from lingting.operations.domain import SWITCH
from lingting.testing.telephone import Telephone
from support.faults.crowd import AGENT_HERTZ, CALLER_HERTZ, agents, go_idle, talk
from support.faults.facts import all_are_over, log_of_calls, waiting
from support.faults.operator import once
from support.faults.plant import AGENTS, NUMBER, Plant, until
from support.faults.result import Result

NOTICED_SECONDS = 5.0
SERVED_SECONDS = 5.0
SILENT_SECONDS = 10.0
"""`up` starts an Asterisk anew that is silent for 30 s."""


async def asterisk_silent(plant: Plant) -> Result:
    """Two talk and one waits; nobody hangs up."""
    result = Result("ARI socket silently dead (SIGSTOP of Asterisk)", "noticed within 5 s")
    known = set(log_of_calls(plant))
    async with (
        Telephone(plant.sip_port) as carrier,
        agents(plant, AGENTS[:2]) as staff,
        plant.desk("admin") as admin,
    ):
        await admin.log_in()
        talks = [await talk(carrier, one, f"1387000000{n}") for n, one in enumerate(staff)]
        waits = await carrier.call(NUMBER, calling="13870000002")
        await until(lambda: len(waiting(plant)) == 1)

        asterisk = await asyncio.to_thread(plant.pid, "asterisk")
        os.kill(asterisk, signal.SIGSTOP)
        stopped = time.monotonic()
        try:
            lost = await until(lambda: plant.ready().get("switch") is False, every=0.02)
            result.within("noticed after", lost - stopped, NOTICED_SECONDS)
            shown = await once(
                lambda: admin.get("/operations"), lambda seen: not seen["switch_connected"]
            )
            result.measure("page shows it after", shown - stopped, "s")
            page = await admin.get("/operations")
            states = {one["name"]: one["state"] for one in page["parts"]}
            result.hold(f"its part is shown as silent: {states}", states[SWITCH] == "silent")
            checks = [one["finding"]["check"] for one in page["alarms"]]
            result.hold(f"alarm: {checks}", "hearing" in checks)
            await asyncio.sleep(max(stopped + SILENT_SECONDS - time.monotonic(), 0))
        finally:
            os.kill(asterisk, signal.SIGCONT)
        moving = time.monotonic()
        back = await until(lambda: plant.ready().get("switch"), every=0.02)
        result.measure("back after", back - moving, "s")
        heard = [
            one.caller.until_tone(AGENT_HERTZ) for one in talks
        ] + [one.line.until_tone(CALLER_HERTZ) for one in talks]  # fmt: skip
        await asyncio.gather(*heard)
        result.measure("talks are heard again after", time.monotonic() - moving, "s")
        result.hold("talks are kept", all(one.is_up for one in talks))
        result.hold("who waited is kept", waits.is_up and len(waiting(plant)) == 1)
        result.hold("not started anew", plant.pid("asterisk") == asterisk)

        talks[0].caller.hang_up()
        await go_idle(staff[0])
        hung_up = time.monotonic()
        with contextlib.suppress(TimeoutError):
            await waits.until_tone(AGENT_HERTZ, 60)
        result.hold("who waited is served", waits.hears_tone(AGENT_HERTZ))
        result.within("who waited is served after", time.monotonic() - hung_up, SERVED_SECONDS)
        for one in (talks[1].caller, waits):
            one.hang_up()
        await all_are_over(plant)
    facts = [names for call, names in log_of_calls(plant).items() if call not in known]
    result.measure("contacts", f"{len(facts)} of 3")
    once_each = [names["call.ended"] == 1 for names in facts]
    result.hold("each ends once", once_each == [True] * 3)
    return result
