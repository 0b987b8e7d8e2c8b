"""Work that `up` has done by a process of its own, which ends with it.

Whoever prepares a database loads the whole product, and a process gives nothing back: `up` only
watches afterwards, and stays small. What goes in and comes out are pickles on a pair of sockets.
"""

from __future__ import annotations

import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from importlib import import_module
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

from lingting.main.parts import end_with_parent
from lingting.main.words import text

T = TypeVar("T")
LOOK_SECONDS = 0.2
STOP_SECONDS = 5.0
_CHILD = """
import sys
from multiprocessing.connection import Connection
from lingting.main.errand import answer
answer(Connection(int(sys.argv[1])))
"""


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who is told how far it is, and may stop it."""

    tell: Callable[[str], None] = lambda _: None
    is_stopped: Callable[[], bool] = lambda: False


class ErrandFailed(Exception):
    """What stood in the way, as the child said it."""


class Refused(ErrandFailed):
    """It cannot go on as things are; the message says what the person can do."""


@dataclass(frozen=True, slots=True)
class Errand(Generic[T]):
    """A function that is not loaded here: it gets what is sent, and a `Watcher` behind it."""

    module: str
    function: str
    answer: type[T]

    def run(self, *given: object, watcher: Watcher) -> T:
        """Returns its answer, telling on the way; raises ErrandFailed or Refused.

        A wish to stop is passed on: the child ends where it can, and answers; one that does not
        is ended.
        """
        here, there = Pipe()
        child = subprocess.Popen(
            [sys.executable, "-c", _CHILD, str(there.fileno())],
            stdin=subprocess.DEVNULL,
            pass_fds=[there.fileno()],
            start_new_session=True,  # Ctrl-C is for `up`, which passes it on
            preexec_fn=end_with_parent,
        )
        there.close()
        try:
            with here:
                here.send((self.module, self.function, given))
                return _listen(here, child, watcher)
        except (EOFError, ConnectionError) as gone:
            raise ErrandFailed(text("errand_ended", code=child.wait())) from gone
        except BaseException:
            child.terminate()
            raise
        finally:
            _end(child)


def _end(child: subprocess.Popen[bytes]) -> None:
    """It has said what it had to say, or nobody waits for that."""
    try:
        child.wait(STOP_SECONDS)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()


def _listen(line: Connection, child: subprocess.Popen[bytes], watcher: Watcher) -> Any:
    told: float | None = None
    while True:
        if told is None and watcher.is_stopped():
            child.terminate()
            told = time.monotonic()
        if told is not None and time.monotonic() - told > STOP_SECONDS:
            child.kill()
        if line.poll(LOOK_SECONDS):
            kind, said = line.recv()
            if kind == "note":
                watcher.tell(said)
            elif kind == "answer":
                return said
            else:
                raise (Refused if kind == "refused" else ErrandFailed)(said)


def answer(line: Connection) -> None:
    """The child's side: does what is asked on the line, and says how it went."""
    stopped = threading.Event()
    signal.signal(signal.SIGTERM, lambda *_: stopped.set())
    module, function, given = line.recv()
    watcher = Watcher(lambda note: line.send(("note", note)), stopped.is_set)
    try:
        said = ("answer", getattr(import_module(module), function)(*given, watcher))
    except Refused as problem:
        said = ("refused", str(problem))
    except Exception as problem:  # whatever it was, `up` tells the person
        said = ("failed", str(problem))
    with suppress(BrokenPipeError):  # `up` was killed
        line.send(said)
