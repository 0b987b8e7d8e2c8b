"""The real clocks, and the moment that late work belongs to."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, timedelta

FOLLOWS = 0.1
_AS_OF: ContextVar[datetime | None] = ContextVar("as_of", default=None)


class SystemClock:
    """The machine's clock, in UTC."""

    def now(self) -> datetime:
        return datetime.now(UTC)


class SteadyClock:
    """The machine's clock for whoever has calls: when the machine's is set, this one follows by a
    tenth of a second each second, so that what has begun lasts about as long as it should.

    `passed` are seconds that went by in truth, those in which the machine slept among them.
    """

    def __init__(
        self,
        machine: Callable[[], datetime] = lambda: datetime.now(UTC),
        passed: Callable[[], float] = lambda: time.clock_gettime(time.CLOCK_BOOTTIME),
    ) -> None:
        self._machine, self._passed = machine, passed
        self.set()

    def now(self) -> datetime:
        """Never earlier than it was."""
        at, machine = self._passed(), self._machine()
        went_by = at - self._at
        steady = self._shown + timedelta(seconds=went_by)
        most = timedelta(seconds=went_by * FOLLOWS)
        self._shown = steady + min(max(machine - steady, -most), most)
        self._at = at
        return self._shown

    @property
    def behind(self) -> timedelta:
        """How far it is behind the machine's clock; negative when it is ahead."""
        return self._machine() - self.now()

    def set(self) -> None:
        """Shows what the machine's clock shows, at once."""
        self._shown, self._at = self._machine(), self._passed()


@contextmanager
def as_of(at: datetime | None) -> Iterator[None]:
    """What is done in here happened at `at`, although it is written down later."""
    token = _AS_OF.set(at)
    try:
        yield
    finally:
        _AS_OF.reset(token)


def belongs_to() -> datetime | None:
    """The moment of `as_of`, if there is one."""
    return _AS_OF.get()


def begin_now() -> None:
    """A task of its own is not part of the late work that started it."""
    _AS_OF.set(None)
