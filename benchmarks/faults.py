"""What each fault does to the running product, measured on real calls: one table.

Run: `python benchmarks/faults.py [fault …]`. It starts the product in temporary folders, hurts it,
prints `fault | promise | measured | kept` and throws everything away.
"""

from __future__ import annotations

import argparse
import asyncio
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "tests"))

from lingting.adapters.debian.tools import tool
from lingting.testing.sipp import Sipp
from support.faults.engine_killed import engine_killed
from support.faults.plant import Plant
from support.faults.result import Result

Fault = Callable[[Plant, Sipp, Path], Awaitable[Result]]
FAULTS: dict[str, Fault] = {
    "engine": engine_killed,
}


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, add_help=True)
    parser.add_argument("faults", nargs="*", metavar="fault", help=", ".join(FAULTS))
    wanted = parser.parse_args().faults or list(FAULTS)
    program = tool("sipp", lambda message: sys.stderr.write(f"sipp: {message}\n"))
    sipp = Sipp(program.command, program.merged_environment())
    sys.stdout.write("| fault | promise | measured | kept |\n|---|---|---|---|" + "\n")
    results = [measure(FAULTS[name], sipp) for name in wanted]
    return 0 if all(result.kept for result in results) else 1


def measure(fault: Fault, sipp: Sipp) -> Result:
    """One fault on a product of its own."""
    plant = Plant()
    try:
        plant.start()
        with tempfile.TemporaryDirectory() as folder:
            result = asyncio.run(fault(plant, sipp, Path(folder)))
    finally:
        plant.stop()
    sys.stdout.write(f"{result}\n")
    sys.stdout.flush()
    return result


if __name__ == "__main__":
    sys.exit(main())
