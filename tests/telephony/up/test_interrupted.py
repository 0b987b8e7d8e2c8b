"""Ctrl-C while `up` starts: at whatever it is, it ends soon and leaves nothing behind."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from lingting.adapters.postgres.embedded import QUIT_SECONDS, STOP_SECONDS
from lingting.main.home import Home
from lingting.main.network import free_udp_port, next_free_port

pytestmark = pytest.mark.telephony

SOON = STOP_SECONDS + QUIT_SECONDS + 5
"""Each part has some seconds to end by itself; the database, which writes, the most."""
LOOK_SECONDS = 0.02
GONE_SECONDS = 3.0


class Start:
    """An `up` that starts in a home of its own, and the processes that it made."""

    def __init__(self) -> None:
        self.home = Path(tempfile.mkdtemp(prefix="lt-i-", dir="/tmp"))
        environment = {
            **os.environ,
            "LINGTING_HOME": str(self.home),
            "LINGTING_SIP_PORT": str(free_udp_port("127.0.0.1", random.randrange(20000, 29000))),
        }
        port = str(next_free_port("127.0.0.1", 18400))
        with (self.home / "up.log").open("ab") as output:
            self.up = subprocess.Popen(
                [sys.executable, "-m", "lingting", "up", "--port", port],
                stdin=subprocess.DEVNULL, stdout=output, stderr=subprocess.STDOUT,
                env=environment, start_new_session=True, preexec_fn=_hear_interrupts,
            )  # fmt: skip

    def processes(self, words: str = "") -> list[int]:
        """Those of this home whose command has these words; a null byte divides arguments."""
        home, found = str(self.home).encode(), list[int]()
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                command = (folder / "cmdline").read_bytes()
                mine = home in command or home in (folder / "environ").read_bytes()
                if mine and words.encode() in command:
                    found.append(int(folder.name))
        return found

    def until(self, reached: Callable[[], object]) -> None:
        last = time.monotonic() + 60
        while not reached():
            assert self.up.poll() is None, (self.home / "up.log").read_text("utf-8")
            assert time.monotonic() < last
            time.sleep(LOOK_SECONDS)

    def interrupt(self) -> float:
        """Ctrl-C; answers after how many seconds `up` has ended."""
        began = time.monotonic()
        self.up.send_signal(signal.SIGINT)
        self.up.wait(40)
        return time.monotonic() - began

    def left_behind(self) -> list[str]:
        """Commands of what is still there when what the kernel ends with `up` had its moment."""
        last = time.monotonic() + GONE_SECONDS
        while (there := self.processes()) and time.monotonic() < last:
            time.sleep(LOOK_SECONDS)
        return [Path(f"/proc/{pid}/cmdline").read_text("utf-8") for pid in there]


def _hear_interrupts() -> None:
    """Tests that a shell runs in the background ignore Ctrl-C, and so would what they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def start() -> Iterator[Start]:
    made = Start()
    yield made
    for pid in made.processes():
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    made.up.wait()
    shutil.rmtree(made.home, ignore_errors=True)


@pytest.mark.parametrize(
    "words",
    [
        "bin/initdb",
        "bin/postgres\0--boot",
        "bin/postgres\0-D",
        "errand",
        "asterisk\0-f",
        "lingting\0serve",
    ],
    ids=["making the database", "filling it", "PostgreSQL", "preparing", "Asterisk", "serve"],
)
def test_whatever_stands_still_is_waited_for_no_longer(start: Start, words: str) -> None:
    start.until(lambda: start.processes(words))
    for pid in start.processes(words):
        os.kill(pid, signal.SIGSTOP)
    time.sleep(0.5)
    assert start.interrupt() < SOON
    assert start.left_behind() == []


def test_a_database_that_was_half_made_is_not_taken_for_a_whole_one(start: Start) -> None:
    data = Home(start.home).postgres
    start.until(lambda: list(data.rglob("PG_VERSION")))
    for pid in start.processes("initdb"):
        os.kill(pid, signal.SIGSTOP)
    start.interrupt()
    assert not (data / "data" / "PG_VERSION").exists()


@pytest.mark.parametrize("seconds", [0.5, 1.5, 3.0, 5.0, 8.0])
def test_at_any_moment_it_ends_soon(start: Start, seconds: float) -> None:
    with suppress(subprocess.TimeoutExpired):
        start.up.wait(seconds)
    assert start.interrupt() < SOON
    assert start.left_behind() == []
