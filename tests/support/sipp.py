"""SIPp, the traffic generator: scenarios of our own against the real Asterisk."""

from __future__ import annotations

import csv
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from lingting.adapters.debian.tools import Tool, tool


@dataclass(frozen=True, slots=True)
class SippResult:
    """How a run ended: its counters by SIPp's own names, and what it printed."""

    code: int
    counters: dict[str, str]
    output: str

    @property
    def succeeded(self) -> int:
        return int(self.counters["SuccessfulCall(C)"])

    @property
    def failed(self) -> int:
        return int(self.counters["FailedCall(C)"])


@dataclass(frozen=True, slots=True)
class Sipp:
    """Runs scenarios on the loopback, one after another, in a folder of the test's own."""

    program: Tool
    folder: Path

    def call(
        self, scenario: Path, port: int, number: str, *, calls: int, rate: int, seconds: float = 60
    ) -> SippResult:
        """`calls` calls to `number` at `rate` per second; the scenario says what each does."""
        statistics = self.folder / "statistics.csv"
        command = [
            *self.program.command, f"127.0.0.1:{port}", "-sf", str(scenario), "-s", number,
            "-i", "127.0.0.1", "-m", str(calls), "-r", str(rate), "-timeout", f"{seconds:.0f}",
            "-timeout_error", "-trace_stat", "-stf", str(statistics), "-fd", "1", "-nostdin",
            "-trace_err", "-error_file", str(self.folder / "errors.log"),
        ]  # fmt: skip
        done = subprocess.run(
            command, cwd=self.folder, env=self.program.merged_environment(),
            stdin=subprocess.DEVNULL, capture_output=True, text=True,
            timeout=seconds + 20, check=False,
        )  # fmt: skip
        lines = statistics.read_text("utf-8").splitlines()
        rows = list(csv.DictReader(lines, delimiter=";"))
        return SippResult(done.returncode, rows[-1], (done.stdout + done.stderr)[-2000:])


@pytest.fixture
def sipp(tmp_path: Path) -> Sipp:
    """SIPp, fetched when the machine has none."""
    program = tool("sipp", lambda message: sys.stderr.write(f"sipp: {message}\n"))
    return Sipp(program, tmp_path)
