"""Work on a folder that may hang: a network disk that does not answer must not stop the engine."""

import asyncio
import errno
import threading
from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

Result = TypeVar("Result")

ANSWER_SECONDS = 2.0


class Shelf:
    """One folder. What hangs is left to a thread that nobody waits for, not even at the end of the
    process; as long as it hangs nothing else is tried there."""

    def __init__(self, seconds: float = ANSWER_SECONDS) -> None:
        self._seconds = seconds
        self._hanging: asyncio.Future[Any] | None = None

    @property
    def hangs(self) -> bool:
        """Whether something that was begun has not come back."""
        return self._hanging is not None and not self._hanging.done()

    async def do(self, work: Callable[[], Result]) -> Result:
        """What `work` gives. Raises TimeoutError, which is an OSError, when the disk hangs."""
        if self.hangs:
            raise _silent()
        done: asyncio.Future[Result] = asyncio.get_running_loop().create_future()
        threading.Thread(target=_run, args=(work, done), daemon=True, name="shelf").start()
        await asyncio.wait([done], timeout=self._seconds)
        if not done.done():
            self._hanging = done
            raise _silent()
        return done.result()


def _silent() -> TimeoutError:
    return TimeoutError(errno.ETIMEDOUT, "the disk does not answer")


def _run(work: Callable[[], Result], done: "asyncio.Future[Result]") -> None:
    try:
        result = work()
    except BaseException as error:  # whoever waits gets it
        _tell(done, done.set_exception, error)
    else:
        _tell(done, done.set_result, result)


def _tell(done: "asyncio.Future[Result]", say: Callable[..., None], what: object) -> None:
    def unless_left() -> None:
        if not done.done():
            say(what)
            with suppress(BaseException):
                done.exception()  # nobody may be waiting any more

    with suppress(RuntimeError):  # the process ends
        done.get_loop().call_soon_threadsafe(unless_left)
