"""Runs SIPp: many scripted callers at once. (For keys and listening see `telephone`.)"""

from __future__ import annotations

import asyncio
import csv
import socket
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

GRACE_SECONDS = 5.0


@dataclass(frozen=True, slots=True)
class SippResult:
    """What SIPp counted; `errors` is the end of what it complained about."""

    successful: int
    failed: int
    errors: str

    @property
    def all_went_as_written(self) -> bool:
        """Whether every call followed the scenario to its end."""
        return self.failed == 0 and self.successful > 0


@dataclass(frozen=True, slots=True)
class Sipp:
    """How to run SIPp here: `command` is the argument prefix of the program."""

    command: Sequence[str]
    environment: Mapping[str, str] = field(default_factory=dict[str, str])

    async def run(
        self,
        scenario: Path,
        server_port: int,
        folder: Path,
        *,
        number: str,
        calls: int = 1,
        per_second: float = 10,
        talk_seconds: float = 1,
        keys: Mapping[str, str] | None = None,
        within: float = 60,
    ) -> SippResult:
        """Makes `calls` calls to `number`; `keys` fill `[name]` in the scenario.

        Waits for the end of all; after `within` seconds the rest is given up and counted failed.
        """
        stats, errors = folder / f"{scenario.stem}.csv", folder / f"{scenario.stem}.errors"
        sip, media = _free_udp_port(), _free_udp_port()
        words: list[object] = [*self.command, f"127.0.0.1:{server_port}", "-sf", scenario]
        words += ["-s", number, "-m", calls, "-r", per_second, "-d", round(talk_seconds * 1000)]
        words += ["-l", calls, "-i", "127.0.0.1", "-p", sip, "-mp", media, "-rtp_echo"]
        words += ["-trace_stat", "-stf", stats, "-fd", 1, "-trace_err", "-error_file", errors]
        words += ["-nostdin", "-recv_timeout", round(within * 1000), "-timeout", f"{within:.0f}s"]
        for name, value in (keys or {}).items():
            words += ["-key", name, value]
        process = await asyncio.create_subprocess_exec(
            *map(str, words),
            cwd=folder,
            env=dict(self.environment) or None,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
        )
        try:
            await asyncio.wait_for(process.wait(), within + GRACE_SECONDS)
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return _read_result(stats, errors, calls)


def _read_result(stats: Path, errors: Path, calls: int) -> SippResult:
    complaints = errors.read_text("utf-8", "replace")[-2000:] if errors.exists() else ""
    if not stats.exists():
        return SippResult(0, calls, complaints)
    with stats.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter=";"))
    last = rows[-1] if rows else {}
    successful = int(last.get("SuccessfulCall(C)") or 0)
    return SippResult(successful, calls - successful, complaints)


def _free_udp_port() -> int:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
