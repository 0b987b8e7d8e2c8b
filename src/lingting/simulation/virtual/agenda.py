"""Time that runs as fast as things happen: what is due next, and what it does."""

from __future__ import annotations

import heapq
from collections.abc import Callable
from datetime import datetime, timedelta

Act = Callable[[], None]


class Alarm:
    """Something that is going to happen, unless it is cancelled."""

    __slots__ = ("_act",)

    def __init__(self, act: Act) -> None:
        self._act: Act | None = act

    def cancel(self) -> None:
        """It will not happen; harmless when it did."""
        self._act = None

    def ring(self) -> None:
        act, self._act = self._act, None
        if act is not None:
            act()


class Agenda:
    """Runs what is due in order of time; of the same instant, what was planned first."""

    def __init__(self, now: datetime) -> None:
        self.now = now
        self._planned = 0
        self._heap: list[tuple[datetime, int, Alarm]] = []

    def at(self, when: datetime, act: Act) -> Alarm:
        """Plans `act`; an instant that is over means at once."""
        self._planned += 1
        alarm = Alarm(act)
        heapq.heappush(self._heap, (max(when, self.now), self._planned, alarm))
        return alarm

    def after(self, seconds: float, act: Act) -> Alarm:
        return self.at(self.now + timedelta(seconds=max(seconds, 0.0)), act)

    def next_due(self) -> datetime | None:
        return self._heap[0][0] if self._heap else None

    def run_until(self, end: datetime) -> None:
        """Lets everything happen that is due up to `end`; afterwards it is `end`."""
        heap = self._heap
        while heap and heap[0][0] <= end:
            self.now, _, alarm = heapq.heappop(heap)
            alarm.ring()
        self.now = max(self.now, end)
