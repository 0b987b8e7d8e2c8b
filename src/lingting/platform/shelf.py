"""Work on a folder that may hang: a network disk that does not answer must not stop the engine."""

from __future__ import annotations

import asyncio
import errno
import threading
import weakref
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path
from queue import SimpleQueue
from time import monotonic
from typing import Any, TypeVar

Result = TypeVar("Result")
_Job = tuple[Callable[[], Any], asyncio.Future[Any]]

ANSWER_SECONDS = 2.0
FOUND_SECONDS = 1.0
"""How long a folder that was found is not looked for again: each look wakes a thread."""


class Shelf:
    """One folder. What hangs is left to a thread that nobody waits for, not even at the end of the
    process; as long as it hangs nothing else is tried there."""

    def __init__(self, seconds: float = ANSWER_SECONDS) -> None:
        self._seconds = seconds
        self._hanging: asyncio.Future[Any] | None = None
        self._idle: deque[_Hand] = deque()
        self._found: set[Path] = set()
        self._found_since = 0.0
        weakref.finalize(self, _dismiss, self._idle)

    @property
    def hangs(self) -> bool:
        """Whether something that was begun has not come back."""
        return self._hanging is not None and not self._hanging.done()

    async def do(self, work: Callable[[], Result]) -> Result:
        """What `work` gives. Raises TimeoutError, which is an OSError, when the disk hangs."""
        if self.hangs:
            raise _silent()
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        hand = self._idle.pop() if self._idle else _Hand(self._idle)
        hand.jobs.put((work, done))
        await asyncio.wait([done], timeout=self._seconds)
        if not done.done():
            self._hanging = done
            raise _silent()
        return done.result()

    async def make_folder(self, path: Path) -> None:
        """Makes a folder with those above it, unless it was there a moment ago."""
        now = monotonic()
        if now - self._found_since > FOUND_SECONDS:
            self._found, self._found_since = set(), now
        if path in self._found and not self.hangs:
            return
        await self.do(partial(path.mkdir, parents=True, exist_ok=True))
        self._found.add(path)


class _Hand:
    """A thread that does one thing after another, and waits among the idle ones meanwhile."""

    def __init__(self, idle: deque[_Hand]) -> None:
        self.jobs: SimpleQueue[_Job | None] = SimpleQueue()
        self._idle = idle
        threading.Thread(target=self._run, daemon=True, name="shelf").start()

    def _run(self) -> None:
        while (job := self.jobs.get()) is not None:
            work, done = job
            try:
                result = work()
            except BaseException as error:  # whoever waits gets it
                self._tell(done, done.set_exception, error)
            else:
                self._tell(done, done.set_result, result)

    def _tell(self, done: asyncio.Future[Any], say: Callable[..., None], what: object) -> None:
        self._idle.append(self)  # first, so that whoever hears finds it

        def unless_left() -> None:
            if not done.done():
                say(what)
                with suppress(BaseException):
                    done.exception()  # nobody may be waiting any more

        with suppress(RuntimeError):  # the process ends
            done.get_loop().call_soon_threadsafe(unless_left)


def _dismiss(idle: deque[_Hand]) -> None:
    for hand in idle:
        hand.jobs.put(None)


def _silent() -> TimeoutError:
    return TimeoutError(errno.ETIMEDOUT, "the disk does not answer")
