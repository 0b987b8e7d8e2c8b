"""The product as it runs: `up` in a home of its own, with the processes that it starts."""

from __future__ import annotations

import asyncio
import ctypes
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

import httpx

from lingting.adapters.postgres.embedded import SUPERUSER
from lingting.main.home import Home, Running, who_runs

START_SECONDS = 120.0
STOP_SECONDS = 40.0
LOOK_SECONDS = 0.02
TICKS = os.sysconf("SC_CLK_TCK")
OUR_PORTS = (10_000, 20_000)
PARTS = ("Asterisk", "serve", "PostgreSQL", "worker")


class DidNotStart(Exception):
    """The end of what `up` said."""


class Product:
    """One installation; `start` and `stop` as often as one likes."""

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        self.home = Home(folder / "home")
        self.said = folder / "up.log"
        self.sip_port = free_port(socket.SOCK_DGRAM)
        self.port = free_port(socket.SOCK_STREAM)
        self._environment = dict(environment or {})
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def running(self) -> Running:
        """What the installation tells about itself, secrets included."""
        found = who_runs(self.home.claim)
        if found is None or not found.url:
            raise DidNotStart(self._end())
        return found

    @property
    def superuser_url(self) -> str:
        """The database past the rights of companies."""
        return self.running.database_url.replace("lingting_owner", SUPERUSER)

    def start(self) -> float:
        """Seconds until the web server answered and everything stood."""
        began = time.monotonic()
        given = {name: value for name, value in os.environ.items() if "LINGTING" not in name}
        own = {"LINGTING_HOME": str(self.home.folder), "LINGTING_SIP_PORT": str(self.sip_port)}
        with self.said.open("ab") as said:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "lingting", "up", "--port", str(self.port)],
                stdin=subprocess.DEVNULL, stdout=said, stderr=subprocess.STDOUT,
                env={**given, **own, "COLUMNS": "160", **self._environment},
                start_new_session=True, preexec_fn=end_with_parent,
            )  # fmt: skip
        while time.monotonic() - began < START_SECONDS and self._process.poll() is None:
            found = who_runs(self.home.claim)
            if found is not None and found.url:
                return time.monotonic() - began
            time.sleep(LOOK_SECONDS)
        raise DidNotStart(self._end())

    def stop(self) -> None:
        """As a person stops it."""
        process, self._process = self._process, None
        if process is None or process.poll() is not None:
            return
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    def restart_engine(self) -> None:
        """Kills `serve` as the kernel would; `up` starts it again."""
        for pid in self.processes()["serve"]:
            os.kill(pid, signal.SIGKILL)

    async def answers(self) -> None:
        """Waits until the engine is back and has taken the companies up."""
        until = time.monotonic() + START_SECONDS
        async with httpx.AsyncClient(base_url=self.url, timeout=5) as client:
            while time.monotonic() < until:
                await asyncio.sleep(0.2)
                with suppress(httpx.HTTPError):
                    if (await client.get("/readyz")).status_code == 200:
                        return
        raise DidNotStart(self._end())

    def processes(self) -> dict[str, list[int]]:
        """The living processes by part, helpers of a part with it."""
        assert self._process is not None
        parents = _parents()
        found: dict[str, list[int]] = {"up": [self._process.pid], **{part: [] for part in PARTS}}
        for pid, parent in parents.items():
            if parent == self._process.pid and (part := _part(pid)) is not None:
                found[part] += [pid, *_below(pid, parents)]
        return found

    def cpu(self) -> dict[str, float]:
        """Seconds of processor time by part, of ended helpers too."""
        return {part: sum(map(cpu_seconds, pids)) for part, pids in self.processes().items()}

    def memory(self) -> dict[str, int]:
        """Bytes by part; what processes share is counted once (PSS)."""
        return {part: sum(map(memory_bytes, pids)) for part, pids in self.processes().items()}

    def shared(self) -> dict[str, int]:
        """Bytes by part of memory made to be shared, PostgreSQL's buffers: they fill up to what
        the settings allow."""
        return {
            part: sum(memory_bytes(pid, "Pss_Shmem") for pid in pids)
            for part, pids in self.processes().items()
        }

    def handles(self) -> dict[str, int]:
        """Open files and sockets by part."""
        return {part: sum(map(_handles, pids)) for part, pids in self.processes().items()}

    def _end(self) -> str:
        return self.said.read_text("utf-8", "replace")[-2000:] if self.said.exists() else ""


@contextmanager
def scratch() -> Iterator[Path]:
    """A folder that is gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="lingting-bench-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def running(folder: Path, environment: Mapping[str, str] | None = None) -> Iterator[Product]:
    """A product that was just installed; it is stopped whatever happens."""
    product = Product(folder, environment)
    try:
        product.start()
        yield product
    finally:
        product.stop()


def end_with_parent() -> None:
    """Whatever a measurement started ends with it, also when it is killed: PR_SET_PDEATHSIG."""
    ctypes.CDLL(None).prctl(1, signal.SIGTERM)


def free_port(kind: socket.SocketKind) -> int:
    """None that the system gives to whoever asks for any: telephones take theirs again and again,
    and in between nobody holds it."""
    while True:
        port = random.randrange(*OUR_PORTS)
        with socket.socket(socket.AF_INET, kind) as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def cpu_seconds(pid: int) -> float:
    """Of the process and of its children that ended."""
    fields = _stat(pid)
    return sum(map(int, fields[11:15])) / TICKS if fields else 0.0


def _part(pid: int) -> str | None:
    try:
        command = Path(f"/proc/{pid}/cmdline").read_bytes().decode("utf-8", "replace")
    except OSError:
        return None
    words = command.split("\0")
    if any(Path(word).name == "postgres" for word in words[:8]):
        return "PostgreSQL"
    if "asterisk.conf" in command:
        return "Asterisk"
    return next((part for part in ("serve", "worker") if part in words), None)


def _parents() -> dict[int, int]:
    pids = [int(one.name) for one in Path("/proc").iterdir() if one.name.isdigit()]
    return {pid: int(fields[1]) for pid in pids if (fields := _stat(pid))}


def _below(pid: int, parents: Mapping[int, int]) -> list[int]:
    children = [one for one, parent in parents.items() if parent == pid]
    return [*children, *(deep for child in children for deep in _below(child, parents))]


def _stat(pid: int) -> list[str]:
    """The fields after the name, which may hold anything."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("utf-8").rpartition(")")[2].split()
    except OSError:
        return []


def memory_bytes(pid: int, kind: str = "Pss") -> int:
    try:
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("utf-8").splitlines():
            if line.startswith(f"{kind}:"):
                return int(line.split()[1]) * 1024
    except OSError:
        pass
    return 0


def _handles(pid: int) -> int:
    try:
        return len(list(Path(f"/proc/{pid}/fd").iterdir()))
    except OSError:
        return 0
