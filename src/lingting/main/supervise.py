"""Starts the installation's parts in order, starts again what dies, stops them in reverse."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

FIRST_PAUSE = 1.0
LONGEST_PAUSE = 30.0
STEADY_SECONDS = 60.0
LOOK_EVERY = 0.3


class Part(Protocol):
    """One supervised process."""

    @property
    def name(self) -> str: ...

    @property
    def running(self) -> bool: ...

    def start(self) -> None:
        """Returns when the part does its work; raises when it does not come up."""
        ...

    def stop(self) -> None: ...


@dataclass(slots=True)
class Restarts:
    """When a part that died may start again: at once after a long life, later after short ones."""

    pause: float | None = None
    started: float = 0.0
    due: float | None = None

    def began(self, now: float) -> None:
        self.started, self.due = now, None

    def died(self, now: float) -> float:
        """The pause before the next try."""
        if self.pause is None or now - self.started >= STEADY_SECONDS:
            self.pause = 0.0
        else:
            self.pause = min(max(self.pause * 2, FIRST_PAUSE), LONGEST_PAUSE)
        self.due = now + self.pause
        return self.pause


class Report(Protocol):
    """What the supervisor tells the person at the terminal."""

    def died(self, part: str, pause: float) -> None: ...

    def back(self, part: str) -> None: ...

    def starting(self, part: str) -> None: ...

    def started(self, part: str) -> None: ...

    def stopping(self, part: str) -> None: ...


class Both:
    """One report to two listeners."""

    def __init__(self, one: Report, other: Report) -> None:
        self._all = (one, other)

    def died(self, part: str, pause: float) -> None:
        for one in self._all:
            one.died(part, pause)

    def back(self, part: str) -> None:
        for one in self._all:
            one.back(part)

    def starting(self, part: str) -> None:
        for one in self._all:
            one.starting(part)

    def started(self, part: str) -> None:
        for one in self._all:
            one.started(part)

    def stopping(self, part: str) -> None:
        for one in self._all:
            one.stopping(part)


class Supervisor:
    """The parts that were started here, in the order of their start."""

    def __init__(self, report: Report, clock: Callable[[], float] = time.monotonic) -> None:
        self._report = report
        self._clock = clock
        self._parts: list[tuple[Part, Restarts]] = []

    def start(self, part: Part) -> None:
        """Start a part and watch it from now on; a failure here is the caller's."""
        self._report.starting(part.name)
        restarts = Restarts()
        self._parts.append((part, restarts))
        part.start()
        restarts.began(self._clock())
        self._report.started(part.name)

    def watch(self, stopped: threading.Event, besides: Callable[[], None] = lambda: None) -> None:
        """Until told to stop: whatever dies is started again; `besides` is looked at as well."""
        while not stopped.wait(LOOK_EVERY):
            self.look()
            besides()

    def look(self) -> None:
        """One round: notice deaths, start what is due."""
        for part, restarts in self._parts:
            if part.running:
                continue
            now = self._clock()
            if restarts.due is None:
                self._report.died(part.name, restarts.died(now))
            if restarts.due is not None and now >= restarts.due:
                self._start_again(part, restarts)

    def stop(self) -> None:
        for part, _ in reversed(self._parts):
            self._report.stopping(part.name)
            part.stop()
        self._parts.clear()

    def end(self, name: str) -> None:
        """Stops one part for good."""
        self._report.stopping(name)
        self._of(name)[0].stop()
        self._parts = [one for one in self._parts if one[0].name != name]

    def halt(self, name: str) -> None:
        """Stops one part until `restart`."""
        self._report.stopping(name)
        self._of(name)[0].stop()

    def restart(self, name: str) -> None:
        """Stops one part where it runs, and starts it; a failure here is the caller's."""
        part, restarts = self._of(name)
        part.stop()
        self._report.starting(name)
        part.start()
        restarts.began(self._clock())
        self._report.started(name)

    def names(self) -> Sequence[str]:
        return [part.name for part, _ in self._parts]

    def _of(self, name: str) -> tuple[Part, Restarts]:
        return next(one for one in self._parts if one[0].name == name)

    def _start_again(self, part: Part, restarts: Restarts) -> None:
        try:
            part.start()
        except Exception:  # the cause is in the part's log; the next try may go better
            part.stop()
            self._report.died(part.name, restarts.died(self._clock()))
            return
        restarts.began(self._clock())
        self._report.back(part.name)
