"""Watches whether the machine's clock was set; while anybody is served it is followed slowly."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta

from lingting.kernel.clock import Clock
from lingting.operations.domain import Alarm, Finding
from lingting.platform.clock import SteadyClock
from lingting.platform.log import get_log
from lingting.platform.supervisor import TaskSupervisor

log = get_log(__name__)

LOOK_SECONDS = 1.0
TOLD = timedelta(seconds=2)
"""What a time server puts right without anybody noticing."""


class ClockWatch:
    """Takes the machine's time at once when nobody is served, and says so until it is taken."""

    def __init__(
        self,
        clock: Clock,
        supervisor: TaskSupervisor,
        serves: Callable[[], bool],
    ) -> None:
        self._clock = clock if isinstance(clock, SteadyClock) else None
        self._supervisor, self._serves = supervisor, serves
        self._then: Callable[[], None] = lambda: None
        self._since: datetime | None = None

    def start(self) -> None:
        """Begins with the machine's time: who waited to lead may have been behind it."""
        if self._clock is not None:
            self._clock.set()
            self._supervisor.spawn(self._watch(), name="loop:clock")

    def on_set(self, then: Callable[[], None]) -> None:
        """Says what to do once the machine's time is taken."""
        self._then = then

    def look(self) -> None:
        """How it is now."""
        if self._clock is None:
            return
        behind = self._clock.behind
        if abs(behind) <= TOLD:
            self._since = None
            return
        if self._since is None:
            self._since = self._clock.now()
            log.warning("the machine's clock was set", seconds=round(behind.total_seconds()))
        if not self._serves():
            self._clock.set()
            self._since = None
            self._then()

    @property
    def alarms(self) -> list[Alarm]:
        """That engine and machine show another time."""
        if self._clock is None or self._since is None:
            return []
        behind = self._clock.behind
        outcome = "behind" if behind > timedelta() else "ahead"
        return [Alarm(self._since, Finding("clock_set", outcome, {"time": _shown(abs(behind))}))]

    async def _watch(self) -> None:
        while True:
            self.look()
            await asyncio.sleep(LOOK_SECONDS)


def _shown(span: timedelta) -> str:
    """Hours, minutes and seconds; days among the hours."""
    minutes, seconds = divmod(round(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{seconds:02}"
