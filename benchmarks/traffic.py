"""SIPp on both ends: callers at a steady rate, and one process that is every agent's telephone.

Their sound is made by `voices`.
"""

from __future__ import annotations

import asyncio
import itertools
import resource
import socket
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from math import inf
from pathlib import Path

from benchmarks.product import cpu_seconds, end_with_parent, free_port
from benchmarks.table import percentile
from benchmarks.voices import SILENT, SPEAKS
from lingting.adapters.debian.tools import tool
from lingting.testing.sipp import Sipp

SCENARIOS = Path(__file__).parent / "scenarios"
VOICES = Path(__file__).with_name("voices.py")
TALK_SECONDS = 3.0
DRAIN_SECONDS = 12.0
ENOUGH = 0.999
AT_ONCE_SECONDS = 2.0
HEARD_SECONDS = 0.25
WORDS = ("invite", "done", "refused", "answered", "ends")
AGENTS_LOG, OVER_LOG, ERRORS = "agents.log", "over.log", "sipp.err"
SIPP = "SIPp"
_runs = itertools.count(100)


@dataclass(frozen=True, slots=True)
class Step:
    """What became of the callers of one run; waits are from INVITE to the agent's 200 OK."""

    rate: float
    seconds: float
    """From the first call to the end of the last."""
    placed: int
    succeeded: int
    """Spoke with an agent and ended as written."""
    connected: int
    at_once: int
    """Those of `succeeded` whose agent answered within `AT_ONCE_SECONDS` of their INVITE."""
    refused: int
    waits: tuple[float, ...]
    invited: dict[str, float] = field(default_factory=dict[str, float])
    """When (epoch seconds) each caller came, by his number; on a busy machine fewer than placed."""
    answered: dict[str, float] = field(default_factory=dict[str, float])
    """When the agent of each who was still there answered, likewise."""
    cpu: dict[str, float] = field(default_factory=dict[str, float])
    """Seconds of processor time by part during the run."""

    @property
    def is_enough(self) -> bool:
        """So many were served at once: a rate at which waits only grow is not kept up with."""
        return self.at_once >= ENOUGH * self.placed

    def wait(self, share: float) -> float:
        """Milliseconds."""
        return 1000 * percentile(self.waits, share)

    def shown(self) -> str:
        p50, p99 = self.wait(0.5), self.wait(0.99)
        return (
            f"{self.rate:5.1f}/s: {self.succeeded} of {self.placed} succeeded, {self.at_once} at "
            f"once, {self.refused} refused; INVITE to agent's 200 OK "
            f"p50 {p50:.0f} ms, p99 {p99:.0f} ms"
        )


@dataclass(frozen=True, slots=True)
class Agents:
    """The process that is every agent's telephone, and the one that makes all sound."""

    log: Path
    pids: tuple[int, ...]
    voice: int
    """The port of everybody's sound."""


class Traffic:
    """Callers against one SIP port; every run has numbers of its own."""

    def __init__(self, folder: Path, agents: Agents) -> None:
        self._folder = folder
        self._agents = agents
        self._calling: set[int] = set()

    async def run(
        self,
        port: int,
        number: str,
        rate: float,
        seconds: float,
        *,
        speak: bool,
        talk_seconds: float = TALK_SECONDS,
        drain_seconds: float = DRAIN_SECONDS,
    ) -> Step:
        """`rate` calls per second for `seconds`, then until the last one is over."""
        first = f"{SPEAKS if speak else SILENT}{next(_runs)}"
        calls = max(1, round(rate * seconds))
        log = self._folder / f"callers-{first}.log"
        given = talk_seconds + drain_seconds
        words: list[object] = [f"127.0.0.1:{port}", "-sf", SCENARIOS / "caller.xml"]
        words += ["-s", number, "-key", "voice", self._agents.voice]
        words += ["-m", calls, "-r", rate, "-d", round(talk_seconds * 1000), "-l", 4 * calls]
        words += ["-i", "127.0.0.1", "-p", free_port(socket.SOCK_DGRAM), "-key", "first", first]
        words += ["-trace_logs", "-log_file", log, "-timeout", f"{seconds + given:.0f}s"]
        words += ["-recv_timeout", round(given * 1000), "-timeout_error", "-nostdin"]
        words += ["-mp", free_port(socket.SOCK_DGRAM)]
        began = time.monotonic()
        process = await _sipp(words, self._folder)
        self._calling.add(process.pid)
        try:
            await asyncio.wait_for(process.wait(), seconds + given + 10)
        finally:
            await _end(process)
            self._calling.discard(process.pid)
            with (self._folder / OVER_LOG).open("a") as over:
                over.write(f"over {first}\n")
        return self._count(rate, time.monotonic() - began, calls, given, first, log)

    def cpu(self) -> dict[str, float]:
        """Seconds of processor time of callers, all telephones and their sound."""
        ended = resource.getrusage(resource.RUSAGE_CHILDREN)
        living = sum(map(cpu_seconds, (*self._agents.pids, *self._calling)))
        return {SIPP: ended.ru_utime + ended.ru_stime + living}

    def _count(
        self, rate: float, seconds: float, calls: int, given: float, first: str, log: Path
    ) -> Step:
        told = _read(log)
        invited, done = told["invite"], told["done"]
        gave_up = {who: at + given for who, at in invited.items()}
        # A telephone may ring for a caller who is just going: nobody speaks then.
        answered = {
            who: at
            for who, at in _read(self._agents.log)["answered"].items()
            if who in invited and at + HEARD_SECONDS < told["ends"].get(who, gave_up[who])
        }
        waits = {who: answered[who] - at for who, at in invited.items() if who in answered}
        return Step(
            rate=rate,
            seconds=seconds,
            placed=calls,
            succeeded=len(done.keys() & waits.keys()),
            at_once=sum(waits.get(who, inf) <= AT_ONCE_SECONDS for who in done),
            connected=len(answered),
            refused=len(told["refused"]),
            waits=tuple(waits.values()),
            invited=invited,
            answered=answered,
        )


@asynccontextmanager
async def telephones(folder: Path, port: int) -> AsyncIterator[Agents]:
    """Answers every call to `port`; it speaks with those who speak."""
    log, voice = folder / AGENTS_LOG, free_port(socket.SOCK_DGRAM)
    words: list[object] = ["-sf", SCENARIOS / "agent.xml", "-i", "127.0.0.1", "-p", port, "-aa"]
    words += ["-trace_logs", "-log_file", log, "-mp", free_port(socket.SOCK_DGRAM)]
    words += ["-nostdin", "-default_behaviors", "all,-bye", "-key", "voice", voice]
    process = await _sipp(words, folder)
    voices = await _started([sys.executable, "-P", VOICES, voice, folder], folder)
    try:
        await asyncio.sleep(0.5)
        for one in (process, voices):
            if one.returncode is not None:
                raise RuntimeError(f"no telephones: {_last_line(folder / ERRORS)}")
        yield Agents(log, (process.pid, voices.pid), voice)
    finally:
        await _end(process)
        await _end(voices)


def answers(log: Path) -> dict[str, float]:
    """When each caller's agent answered, by the caller's number."""
    return _read(log)["answered"]


async def _sipp(words: list[object], folder: Path) -> asyncio.subprocess.Process:
    program = tool("sipp", lambda message: None)
    sipp = Sipp(program.command, program.merged_environment())
    return await _started([*sipp.command, *words], folder, dict(sipp.environment) or None)


async def _started(
    words: list[object], folder: Path, environment: dict[str, str] | None = None
) -> asyncio.subprocess.Process:
    return await asyncio.create_subprocess_exec(
        *map(str, words),
        cwd=folder,
        env=environment,
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.DEVNULL,
        stderr=(folder / ERRORS).open("ab"),
        preexec_fn=end_with_parent,
    )


def _last_line(log: Path) -> str:
    return log.read_text("utf-8", "replace").strip().rpartition("\n")[2]


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        process.terminate()
        try:
            await asyncio.wait_for(process.wait(), 5)
        except TimeoutError:
            process.kill()
            await process.wait()


def _read(log: Path) -> dict[str, dict[str, float]]:
    """By word: when it was said of each caller first."""
    found: dict[str, dict[str, float]] = {word: {} for word in WORDS}
    if log.exists():
        for line in log.read_text("utf-8", "replace").splitlines():
            parts = line.split()
            if len(parts) >= 3 and parts[0] in found:
                found[parts[0]].setdefault(parts[1], float(parts[-1]))
    return found
