"""A part that somebody stopped and forgot is ended; one that goes on is not."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator

import pytest

from lingting.main.parts import end_if_stopped, is_stopped

pytestmark = pytest.mark.unit

SECONDS = 1.5


@pytest.fixture
def part() -> Iterator[subprocess.Popen[bytes]]:
    """A process that is looked at."""
    process = subprocess.Popen(["sleep", "60"])
    looking = threading.Thread(target=end_if_stopped, args=[process, SECONDS])
    looking.start()
    yield process
    process.kill()
    looking.join(10)
    process.wait(10)


def test_who_was_stopped_for_long_is_ended(part: subprocess.Popen[bytes]) -> None:
    os.kill(part.pid, signal.SIGSTOP)
    assert part.wait(20) == -signal.SIGKILL


def test_who_goes_on_in_time_lives(part: subprocess.Popen[bytes]) -> None:
    for _ in range(4):
        os.kill(part.pid, signal.SIGSTOP)
        time.sleep(SECONDS / 4)
        assert is_stopped(part.pid)
        os.kill(part.pid, signal.SIGCONT)
        time.sleep(SECONDS / 4)
    assert part.poll() is None
