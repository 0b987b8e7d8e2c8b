"""Somebody sets the machine's clock while telephones ring, people wait and talk."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from lingting.adapters.debian.private import PackageSet, ensure
from lingting.testing.telephone import Telephone
from support.faults.crowd import AGENT_HERTZ, agents, talk, talk_with_any, until_idle
from support.faults.facts import all_are_over, waiting
from support.faults.operator import alarms, once
from support.faults.plant import AGENTS, NUMBER, Plant, until
from support.faults.result import Result

LIBRARY = PackageSet("libfaketime", ("libfaketime",), beside_machine=True)
HOUR = 3600
RING_SECONDS = 8.0
TAKEN_SECONDS = 4.0
ALARM = "clock_set"


async def clock_set(kept: Path) -> Result:
    """Two hours forward with one in a talk, one who rings and one who waits; then back by three
    when nobody is there, and one calls again."""
    result = Result(
        "machine's clock set two hours forward, then three back",
        "who rings is rung on, who waits waits on, a talk lasts as long as it did; alarm; when "
        "nobody is served the machine's time is taken",
    )
    clock = kept / "clock"
    _set(clock, 0)
    plant = Plant(of_parts=_library(clock))
    try:
        await asyncio.to_thread(plant.start)
        async with (
            Telephone(plant.sip_port) as carrier,
            agents(plant, AGENTS[:2]) as staff,
            plant.desk("admin") as admin,
        ):
            await admin.log_in()
            talks, rings = staff
            spoken = await talk(carrier, talks, "13760000000")
            rings.answers = False
            await until_idle(rings)
            rung = await carrier.call(NUMBER, calling="13760000001")
            await until(lambda: rings.calls, every=0.05)
            waits = await carrier.call(NUMBER, calling="13760000002")
            await until(lambda: len(waiting(plant)) == 2)

            _set(clock, 2 * HOUR)
            jumped = time.monotonic()
            told = await once(lambda: alarms(admin), lambda found: ALARM in found)
            result.measure("alarm after", told - jumped, "s")
            await asyncio.sleep(RING_SECONDS)
            same = [spoken.is_up, rung.is_up, waits.is_up, not rings.calls[-1].is_over]
            result.hold("nobody was sent away", all(same) and len(rings.calls) == 1)
            result.hold("both still wait", len(waiting(plant)) == 2)
            rings.calls[-1].answer()
            rings.calls[-1].say(AGENT_HERTZ)
            await rung.until_tone(AGENT_HERTZ)
            for one in (spoken.caller, rung, waits):
                one.hang_up()
            await all_are_over(plant)
            began = time.monotonic()
            taken = await once(lambda: alarms(admin), lambda found: ALARM not in found)
            result.measure("machine's time taken after", taken - began, "s")
            lasted = _lasted(plant)
            result.measure("contacts lasted", ", ".join(f"{one:.0f}" for one in lasted), "s")
            result.hold("contacts last as long as they did", max(lasted) < 0.5 * HOUR)

            _set(clock, -HOUR)
            await asyncio.sleep(TAKEN_SECONDS)
            rings.answers = True
            again = await talk_with_any(carrier, staff, "13760000003")
            again.caller.hang_up()
            await all_are_over(plant)
            (row,) = plant.rows("SELECT ended_at FROM calls WHERE caller_raw = '13760000003'")
            off = (datetime.now(UTC) - row["ended_at"]).total_seconds() - HOUR
            result.measure("off the machine's time by", abs(off), "s")
            result.hold("a contact afterwards has the machine's time", abs(off) < 30)
            outcomes = [r["outcome"] for r in plant.rows("SELECT outcome FROM calls ORDER BY 1")]
            result.hold(f"true outcomes {outcomes}", outcomes == ["abandoned", *["answered"] * 3])
    except Exception:
        plant.keep_logs(kept)
        raise
    finally:
        plant.stop()
    return result


def _lasted(plant: Plant) -> list[float]:
    """Seconds from a contact's beginning to its end; a negative one counts as long."""
    rows = plant.rows("SELECT extract(epoch FROM ended_at - began_at)::float AS s FROM calls")
    return [row["s"] if row["s"] >= 0 else HOUR for row in rows]


def _library(clock: Path) -> Mapping[str, str]:
    """What makes programs show another time than the machine, as the file says."""
    root = ensure(LIBRARY, lambda _: None).root
    (found,) = root.glob("usr/lib/*/faketime/libfaketimeMT.so.1")
    return {
        "LD_PRELOAD": str(found),
        "FAKETIME_TIMESTAMP_FILE": str(clock),
        "FAKETIME_CACHE_DURATION": "1",
        "FAKETIME_DONT_FAKE_MONOTONIC": "1",
    }


def _set(clock: Path, seconds: int) -> None:
    """Another time than the true one, all at once."""
    new = clock.with_suffix(".new")
    new.write_text(f"{seconds:+d}\n", "utf-8")
    new.replace(clock)
