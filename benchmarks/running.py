"""Runs one measurement in a process of its own, so that none disturbs the next."""

from __future__ import annotations

import importlib
import multiprocessing
import signal
import sys
from collections.abc import Callable
from multiprocessing.connection import Connection

from benchmarks.table import Row, Size

GRACE_SECONDS = 20.0


def run(name: str, size: Size, tell: Callable[[str], None]) -> list[Row]:
    """Gives up what takes too long or breaks: the table says so, and the others go on."""
    tell(f"--- {name}")
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_measure, args=(name, size, theirs), name=f"bench {name}")
    process.start()
    theirs.close()
    try:
        if ours.poll(importlib.import_module(f"benchmarks.{name}").SECONDS[size]):
            return ours.recv()
        process.terminate()
        return [Row(name, "given up: it took too long", kept=False)]
    except EOFError:
        return [Row(name, "it failed; see above", kept=False)]
    except BaseException:
        process.terminate()
        raise
    finally:
        process.join(GRACE_SECONDS)
        process.kill()


def say(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def _measure(name: str, size: Size, answer: Connection) -> None:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    rows = importlib.import_module(f"benchmarks.{name}").measure(size, say)
    answer.send(rows)
    answer.close()
