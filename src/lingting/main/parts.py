"""The parts of one installation as the supervisor sees them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import signal
import ssl
import subprocess
import sys
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import Path

from lingting.adapters.asterisk.server import AsteriskServer
from lingting.adapters.postgres.embedded import EmbeddedPostgres
from lingting.operations.domain import SWITCH
from lingting.platform.handles import allow_many

STOP_SECONDS = 6.0
SILENCE_SECONDS = 30.0
LOOKS = 30
"""So often a process was seen as stopped, one time after another, that is not let go on."""


class PartDidNotStart(Exception):
    """A part ended or stayed silent; the message carries the end of its log."""


class PostgresPart:
    """The embedded database server; whatever of it was stopped and is not let go on, goes on."""

    name = "PostgreSQL"

    def __init__(self, server: EmbeddedPostgres, silence_seconds: float = SILENCE_SECONDS) -> None:
        self._server = server
        self._silence = silence_seconds
        self._left = threading.Event()

    @property
    def running(self) -> bool:
        return self._server.running

    def start(self) -> None:
        self._left.set()
        self._server.start()
        self._left = threading.Event()
        threading.Thread(target=self._look, args=[self._left], daemon=True).start()

    def stop(self) -> None:
        self._left.set()
        self._server.stop()

    def _look(self, left: threading.Event) -> None:
        """A server that was ended would take what is under way with it; nobody leads meanwhile."""
        seen: dict[int, int] = {}
        while not left.wait(self._silence / LOOKS):
            now = filter(is_stopped, self._server.processes())
            seen = {one: seen.get(one, 0) + 1 for one in now}
            for one, looks in seen.items():
                if looks > LOOKS:
                    with contextlib.suppress(ProcessLookupError):
                        os.kill(one, signal.SIGCONT)


class AsteriskPart:
    """The private Asterisk; one that stopped answering is ended, so that it is started again."""

    name = SWITCH

    def __init__(self, server: AsteriskServer, silence_seconds: float = SILENCE_SECONDS) -> None:
        self._server = server
        self._silence = silence_seconds
        self._left = threading.Event()

    @property
    def running(self) -> bool:
        return self._server.running

    def start(self) -> None:
        # Whoever listens to the dead one must not judge the new one while it comes up.
        self._left.set()
        self._server.start()
        self._left = threading.Event()
        threading.Thread(target=self._listen, args=[self._left], daemon=True).start()

    def stop(self) -> None:
        self._left.set()
        self._server.stop()

    def _listen(self, left: threading.Event) -> None:
        heard = time.monotonic()
        while not left.wait(self._silence / 6):
            if not self._server.running or self._server.answers(self._silence / 6):
                heard = time.monotonic()
            elif time.monotonic() - heard > self._silence:
                self._server.kill()
                return


class ProcessPart:
    """A role of our own (`serve`, `worker`, `demo`) in a process of its own; one that was stopped
    and is not let go on is ended, so that it is started again."""

    def __init__(
        self,
        role: str,
        environment: Mapping[str, str],
        logs: Path,
        *,
        answers_at: str = "",
        start_seconds: float = 60.0,
        stop_seconds: float = STOP_SECONDS,
        command: Sequence[str] = (),
    ) -> None:
        self.name = role
        self._command = tuple(command) or (role,)
        self._environment = environment
        self._log = logs / f"{role}.log"
        self._answers_at = answers_at
        self._start_seconds = start_seconds
        self._stop_seconds = stop_seconds
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        with self._log.open("ab") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "lingting", *self._command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                env={**os.environ, **self._environment},
                start_new_session=True,
                preexec_fn=partial(end_with_parent, signal.SIGKILL),
            )
        threading.Thread(target=end_if_stopped, args=[self._process], daemon=True).start()
        if self._answers_at:
            self._wait_for_answer()

    def stop(self) -> None:
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(self._stop_seconds)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait(STOP_SECONDS)

    def _wait_for_answer(self) -> None:
        # Our own certificate is not yet known to anyone; being answered is all that counts here.
        context = ssl._create_unverified_context()
        until = time.monotonic() + self._start_seconds
        while time.monotonic() < until and self.running:
            try:
                urllib.request.urlopen(self._answers_at, timeout=3, context=context).close()
            except urllib.error.HTTPError:
                return
            except OSError:
                time.sleep(0.1)
            else:
                return
        self.stop()
        raise PartDidNotStart(self._end_of_log())

    def _end_of_log(self) -> str:
        lines = self._log.read_text("utf-8", "replace").splitlines()
        return "\n".join(lines[-20:])


def end_if_stopped(process: subprocess.Popen[bytes], seconds: float = SILENCE_SECONDS) -> None:
    """Runs as long as the process: an engine that somebody stopped keeps its lock and its port,
    and nothing in it can end it. What this process itself did not see does not count."""
    every = seconds / LOOKS
    seen = 0
    while process.poll() is None:
        seen = seen + 1 if is_stopped(process.pid) else 0
        if seen > LOOKS:
            process.kill()
            return
        time.sleep(every)


def is_stopped(pid: int) -> bool:
    """By SIGSTOP or a terminal; what a debugger holds is not meant."""
    try:
        told = Path(f"/proc/{pid}/stat").read_text("ascii", "replace")
    except OSError:
        return False
    return told.rpartition(")")[2].split()[0] == "T"


def end_with_parent(by: signal.Signals = signal.SIGTERM) -> None:
    """A child must not outlive an `up` that was killed: PR_SET_PDEATHSIG.

    An engine ends at once by SIGKILL. Asterisk, which ends at the same moment, hangs up one line
    after the other; an engine that saw that would take each for somebody who left.
    """
    ctypes.CDLL(None).prctl(1, by)
    allow_many()
