"""Clocks that tests move: `ManualClock` stands until advanced, `LoopClock` jumps by itself."""

from __future__ import annotations

import asyncio
import heapq
import itertools
import selectors
from collections.abc import Awaitable, Callable, Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol, TypeVar

Result = TypeVar("Result")
MONDAY_MORNING = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
"""Monday 9:00 in Shanghai."""


class Cancellable(Protocol):
    """What a scheduled callback gives back."""

    def cancel(self) -> None: ...


class Scheduler(Protocol):
    """A clock that also calls back."""

    def now(self) -> datetime: ...

    def call_later(self, seconds: float, callback: Callable[[], object]) -> Cancellable: ...


class Alarm:
    """A callback that a ManualClock will make at `due`."""

    __slots__ = ("callback", "due")

    def __init__(self, due: datetime, callback: Callable[[], object]) -> None:
        self.due = due
        self.callback: Callable[[], object] | None = callback

    def cancel(self) -> None:
        """Forget it; harmless when it already rang."""
        self.callback = None


class ManualClock:
    """Time stands still until a test advances it; what is due rings in order, each at its time.

    `advance` is for code without tasks, `run` lets the tasks of the event loop react between
    two alarms. `settle` is awaited then; set it to whatever tells that the code under test is
    idle when that code does real I/O (a database).
    """

    def __init__(self, start: datetime = MONDAY_MORNING) -> None:
        self._now = start
        self._alarms: list[tuple[datetime, int, Alarm]] = []
        self._order = itertools.count()
        self.settle: Callable[[], Awaitable[None]] = settled

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return self._now

    def call_at(self, due: datetime, callback: Callable[[], object]) -> Alarm:
        """Calls back when the clock reaches `due`."""
        alarm = Alarm(max(due, self._now), callback)
        heapq.heappush(self._alarms, (alarm.due, next(self._order), alarm))
        return alarm

    def call_later(self, seconds: float, callback: Callable[[], object]) -> Alarm:
        """Calls back after `seconds` of this clock."""
        return self.call_at(self._now + timedelta(seconds=seconds), callback)

    def next_due(self) -> datetime | None:
        """When the next alarm rings, if any is set."""
        while self._alarms and self._alarms[0][2].callback is None:
            heapq.heappop(self._alarms)
        return self._alarms[0][0] if self._alarms else None

    def advance(self, seconds: float = 0) -> None:
        """Moves on by `seconds` and rings everything that is due on the way."""
        end = self._now + timedelta(seconds=seconds)
        while self._ring_next(end):
            pass
        self._now = end

    async def run(self, seconds: float = 0) -> None:
        """As `advance`, and all tasks come to rest before, between and after the alarms."""
        await self.settle()
        end = self._now + timedelta(seconds=seconds)
        while self._ring_next(end):
            await self.settle()
        self._now = end
        await self.settle()

    async def sleep(self, seconds: float) -> None:
        """Sleeps in the time of this clock."""
        woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        alarm = self.call_later(seconds, lambda: woken.done() or woken.set_result(None))
        try:
            await woken
        finally:
            alarm.cancel()

    def _ring_next(self, end: datetime) -> bool:
        due = self.next_due()
        if due is None or due > end:
            return False
        alarm = heapq.heappop(self._alarms)[2]
        self._now = max(self._now, due)
        callback, alarm.callback = alarm.callback, None
        if callback is not None:
            callback()
        return True


async def settled() -> None:
    """Returns when no task of this event loop can run on (tasks that wait for I/O excepted)."""
    ready = getattr(asyncio.get_running_loop(), "_ready", None)
    for _ in range(10_000):
        for _ in range(50 if ready is None else 1):
            await asyncio.sleep(0)
        if not ready:
            return
    raise RuntimeError("the tasks never come to rest")


class _JumpingSelector(selectors.DefaultSelector):
    """Where the loop would wait for a timer, time moves on instead."""

    passed = 0.0

    def select(self, timeout: float | None = None) -> list[Any]:
        found = super().select(0 if timeout is not None else None)
        if not found and timeout is not None:
            self.passed += max(timeout, 0.0)
        return found


class VirtualLoop(asyncio.SelectorEventLoop):
    """An event loop whose clock jumps to the next timer whenever nothing else can run.

    Only for code without real I/O: a waiting socket or thread does not hold time back.
    """

    def __init__(self) -> None:
        self._jumping = _JumpingSelector()
        super().__init__(self._jumping)

    def time(self) -> float:
        """Virtual seconds since the loop began."""
        return self._jumping.passed


class LoopClock:
    """A clock that shows the time of a VirtualLoop; make it inside that loop."""

    def __init__(self, start: datetime = MONDAY_MORNING) -> None:
        self._loop = asyncio.get_running_loop()
        self._start = start

    def now(self) -> datetime:
        """The present instant, in UTC."""
        return self._start + timedelta(seconds=self._loop.time())

    def call_later(self, seconds: float, callback: Callable[[], object]) -> Cancellable:
        """Calls back after `seconds` of virtual time."""
        return self._loop.call_later(seconds, callback)

    async def sleep(self, seconds: float) -> None:
        """Sleeps in virtual time."""
        await asyncio.sleep(seconds)


def run_virtually(story: Coroutine[Any, Any, Result]) -> Result:
    """Runs a coroutine to its end in virtual time; an hour takes milliseconds."""
    with asyncio.Runner(loop_factory=VirtualLoop) as runner:
        return runner.run(story)
