"""What tests send a child out for."""

import os
import signal
import time
from pathlib import Path

from lingting.main.errand import Refused, Watcher


def add(one: int, other: int, watcher: Watcher) -> int:
    """Tells on the way."""
    watcher.tell(str(one))
    watcher.tell(str(other))
    return one + other


def refuse(watcher: Watcher) -> None:
    raise Refused("let it in")


def fail(watcher: Watcher) -> None:
    raise ValueError("no room")


def die(watcher: Watcher) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def until_stopped(began: Path, watcher: Watcher) -> str:
    """Works for a minute, or until it is stopped."""
    began.touch()
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if watcher.is_stopped():
            return "stopped"
        time.sleep(0.02)
    return "late"
