"""Runs the named measurements (without a name all but reports and soak) and prints one table.

`python -m benchmarks [names] [--small | --long] [--write FILE]`. Each cleans up after itself, and
each is given up after a time of its own; the others go on.
"""

from __future__ import annotations

import argparse
import platform
import signal
import sys
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.running import run, say
from benchmarks.table import Row, Size, markdown

NAMES = ("routing", "engine", "starts", "calls", "screen", "talks", "reports", "soak")
"""Every module here that measures: it has `SECONDS` and `measure(size, tell)`."""
UNASKED = NAMES[:-2]
"""What runs when nothing is named; filling for reports and soaking take their time."""


def main(arguments: Sequence[str]) -> int:
    wanted = _parser().parse_args(arguments)
    size = Size.SMALL if wanted.small else Size.LONG if wanted.long else Size.NORMAL
    names = wanted.names or UNASKED
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    rows: list[Row] = []
    began = time.monotonic()
    for name in names:
        rows += run(name, size, say)
    text = f"{_heading(size, time.monotonic() - began)}\n\n{markdown(rows)}"
    sys.stdout.write(f"\n{text}")
    if wanted.write:
        wanted.write.write_text(text, "utf-8")
        say(f"written to {wanted.write}")
    return 1 if any(row.kept is False for row in rows) else 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[[], *NAMES], metavar="name")
    how = parser.add_mutually_exclusive_group()
    how.add_argument("--small", action="store_true", help="seconds; only to see that it works")
    how.add_argument("--long", action="store_true", help="everything, in its full length")
    parser.add_argument("--write", type=Path, metavar="FILE", help="write the table as Markdown")
    return parser


def _heading(size: Size, seconds: float) -> str:
    day = datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC")
    return (
        f"{day}, {size.value}, {seconds:.0f} s in all; {_processor()}, "
        f"Python {platform.python_version()}"
    )


def _processor() -> str:
    model, cores = platform.machine(), 0
    for line in Path("/proc/cpuinfo").read_text("utf-8").splitlines():
        key, _, value = line.partition(":")
        if key.strip() == "model name":
            model, cores = value.strip(), cores + 1
    return f"{cores or '?'} × {model}"


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
