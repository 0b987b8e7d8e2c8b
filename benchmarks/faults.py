"""What each fault does to the running product, measured on real calls: one table.

Run: `python benchmarks/faults.py [fault …]`. It starts the product in temporary folders, hurts it,
prints `fault | promise | measured | kept` and throws everything away.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from lingting.adapters.debian.tools import tool
from lingting.testing.sipp import Sipp
from support.faults.asterisk_killed import asterisk_killed
from support.faults.asterisk_silent import asterisk_silent
from support.faults.clock_set import clock_set
from support.faults.database_and_engine import database_and_engine
from support.faults.database_disk_full import database_disk_full
from support.faults.database_stopped import database_silent, database_stopped
from support.faults.disk import CannotMount
from support.faults.disk_full import disk_full
from support.faults.disk_hangs import disk_hangs
from support.faults.engine_killed import engine_killed
from support.faults.everything_stopped import POWER, UP, everything_stopped
from support.faults.plant import Plant
from support.faults.result import Result
from support.faults.storage_gone import storage_gone
from support.faults.two_engines import two_engines
from support.faults.while_it_rings import killed_while_it_rings, unread_while_it_rings
from support.faults.while_they_listen import killed_while_they_listen
from support.faults.worker_killed import worker_killed

Fault = Callable[[Plant, Sipp, Path], Coroutine[Any, Any, Result]]
FAULTS: dict[str, Fault] = {
    "engine": engine_killed,
    "ringing": lambda plant, _, __: killed_while_it_rings(plant),
    "ringing-unread": lambda plant, _, __: unread_while_it_rings(plant),
    "listening": lambda plant, _, __: killed_while_they_listen(plant),
    "two-engines": lambda plant, _, __: two_engines(plant),
    "worker": lambda plant, _, __: worker_killed(plant),
    "storage": lambda plant, _, __: storage_gone(plant),
    "disk": lambda plant, _, __: disk_full(plant),
    "database-and-engine": lambda plant, _, __: database_and_engine(plant),
    "database-disk": lambda _, __, folder: database_disk_full(folder),
    "clock": lambda _, __, folder: clock_set(folder),
    "silent": lambda plant, _, __: asterisk_silent(plant),
    "asterisk": lambda plant, _, __: asterisk_killed(plant),
    "disk-hangs": lambda plant, _, __: disk_hangs(plant),
    "database": lambda plant, _, __: database_stopped(plant),
    "database-silent": lambda plant, _, __: database_silent(plant),
    "stop": lambda plant, _, __: everything_stopped(plant),
    "power": lambda plant, _, __: everything_stopped(plant, POWER),
    "up": lambda plant, _, __: everything_stopped(plant, UP),
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, add_help=True)
    parser.add_argument("faults", nargs="*", metavar="fault", help=", ".join(FAULTS))
    wanted = parser.parse_args().faults or list(FAULTS)
    program = tool("sipp", lambda message: sys.stderr.write(f"sipp: {message}\n"))
    sipp = Sipp(program.command, program.merged_environment())
    plant = Plant()
    results: list[Result] = []
    try:
        plant.start()
        sys.stdout.write("| fault | promise | measured | kept |\n|---|---|---|---|\n")
        for name in wanted:
            with tempfile.TemporaryDirectory() as folder:
                try:
                    results.append(asyncio.run(FAULTS[name](plant, sipp, Path(folder))))
                    sys.stdout.write(f"{results[-1]}\n")
                except CannotMount as reason:
                    sys.stdout.write(f"| {name} | | not tried: {reason} | |\n")
            sys.stdout.flush()
    finally:
        plant.stop()
    return 0 if all(result.kept for result in results) else 1


if __name__ == "__main__":
    sys.exit(main())
