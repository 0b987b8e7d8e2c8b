"""Ctrl-C, or a wish to stop by a signal: whatever `up` waits for just now, it stops waiting."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    """Raised in the main thread, at any of its lines, by the first signal."""


class Stopping:
    """Who hears the signals of this process."""

    def __init__(self) -> None:
        self.wished = threading.Event()
        self._interrupts = False

    def hear(self) -> None:
        """From now on a signal does not end the process by itself."""
        for number in SIGNALS:
            signal.signal(number, self._hear)

    @contextmanager
    def interrupting(self) -> Iterator[None]:
        """What is done here is left with `Stopped`; what tidies up behind it is not."""
        self._interrupts = True
        try:
            if self.wished.is_set():
                raise Stopped
            yield
        finally:
            self._interrupts = False

    def _hear(self, *_: object) -> None:
        first = not self.wished.is_set()
        self.wished.set()
        if first and self._interrupts:
            raise Stopped
