"""A process that stands still is ended; one that goes on is not."""

from __future__ import annotations

import subprocess
import sys

import pytest

pytestmark = [pytest.mark.unit, pytest.mark.req("EMG-02")]

PROGRAM = """
import asyncio, time
from lingting.platform.standstill import end_at_standstill

async def main():
    watching = asyncio.create_task(end_at_standstill(1.5))
    await asyncio.sleep(2)
    print("went on", flush=True)
    {then}
    watching.cancel()
    await asyncio.gather(watching, return_exceptions=True)
    time.sleep(2)
    print("ended", flush=True)

asyncio.run(main())
"""


def runs(then: str) -> subprocess.CompletedProcess[str]:
    program = PROGRAM.format(then=then)
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=60, check=False
    )


def test_who_stands_still_is_ended_and_says_where() -> None:
    found = runs("time.sleep(20)")
    assert (found.returncode, found.stdout) == (1, "went on\n")
    assert "line 9 in main" in found.stderr


def test_who_goes_on_and_then_ends_is_left_alone() -> None:
    found = runs("await asyncio.sleep(2)")
    assert (found.returncode, found.stdout) == (0, "went on\nended\n")
