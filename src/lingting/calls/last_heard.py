"""When the switch was last heard: of what ended after that nobody saw the end."""

import asyncio
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from lingting.calls.ports import SwitchRestored
from lingting.kernel.clock import Clock
from lingting.platform.log import get_log

log = get_log(__name__)

EVERY_SECONDS = 2.0
NOBODY_STAYS = timedelta(minutes=10)
"""Whoever was at work when the product stopped, and was not heard of for longer, has gone."""


@dataclass(frozen=True, slots=True)
class Unheard:
    """A time in which the switch was not heard, from `since` on; None when that is not known.

    `at_start`: this process had not heard it before.
    """

    since: datetime | None = None
    at_start: bool = False

    def last_seen(self, told: SwitchRestored, newest: datetime | None) -> datetime | None:
        """When what is gone by now was there for certain, by the company's newest fact as well;
        None when that is no better a time for its end than this moment."""
        last = min(self.last_known(newest) or told.at, told.at)
        return last if told.restarted or told.at - last > NOBODY_STAYS else None

    def last_known(self, newest: datetime | None) -> datetime | None:
        """The latest moment of which anything is known; `newest` is the company's newest fact."""
        return max((at for at in (self.since, newest) if at is not None), default=None)


class LastHeard:
    """Kept in a file, for the process that comes after this one: power may fail at any moment."""

    def __init__(self, path: Path, clock: Clock) -> None:
        self._path = path
        self._clock = clock
        self._failed = False
        self.noted: datetime | None = None
        """By this process."""

    @property
    def at(self) -> datetime | None:
        """The newest note. Before this process notes anything it is that of the one before, which
        may go on for long while this one stands by."""
        return self.noted or self._read()

    async def keep(self, hears: Callable[[], bool]) -> None:
        """Notes the time, for as long as the switch is heard; once more when the process ends."""
        try:
            while True:
                if hears():
                    self.noted = self._clock.now()
                    await asyncio.to_thread(self._write, self.noted)
                await asyncio.sleep(EVERY_SECONDS)
        finally:
            if hears():
                self._write(self._clock.now())

    def _read(self) -> datetime | None:
        try:
            at = datetime.fromisoformat(self._path.read_text("ascii"))
        except (OSError, ValueError):  # the first start, or power failed in the first write
            return None
        return at if at.tzinfo else None

    def _write(self, at: datetime) -> None:
        """In place, and always as long: a file that is emptied first may be found empty."""
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            file = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
            try:
                os.pwrite(file, at.isoformat(timespec="microseconds").encode("ascii"), 0)
            finally:
                os.close(file)
        except OSError as error:  # then the newest fact has to do
            if not self._failed:
                log.error("time not noted", reason=error.strerror)
            self._failed = True
