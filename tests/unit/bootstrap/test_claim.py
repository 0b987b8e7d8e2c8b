"""Only one process may run an installation; the second is told where the first answers."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from lingting.main.home import AlreadyRunning, Claim, Running, who_runs

pytestmark = pytest.mark.unit


def test_a_second_claim_is_told_the_address_of_the_first(tmp_path: Path) -> None:
    first, second = Claim(tmp_path / "lock"), Claim(tmp_path / "lock")
    first.take()
    first.tell(Running(42, "http://localhost:8000"))
    with pytest.raises(AlreadyRunning) as refused:
        second.take()
    assert refused.value.running == Running(42, "http://localhost:8000")
    first.release()


def test_a_released_claim_can_be_taken(tmp_path: Path) -> None:
    first, second = Claim(tmp_path / "lock"), Claim(tmp_path / "lock")
    first.take()
    first.release()
    second.take()
    second.release()


def test_the_claim_of_a_killed_process_is_free(tmp_path: Path) -> None:
    code = (
        "import os, sys; from pathlib import Path; from lingting.main.home import Claim;"
        "Claim(Path(sys.argv[1])).take(); os.kill(os.getpid(), 9)"
    )
    source = str(Path(__file__).parents[3] / "src")
    subprocess.run(
        [sys.executable, "-c", code, str(tmp_path / "lock")],
        env={"PYTHONPATH": source},
        check=False,
    )
    assert who_runs(tmp_path / "lock") is None
    claim = Claim(tmp_path / "lock")
    claim.take()
    claim.release()


def test_nobody_runs_where_nothing_ever_ran(tmp_path: Path) -> None:
    assert who_runs(tmp_path / "lock") is None


def test_who_runs_reads_the_holder(tmp_path: Path) -> None:
    claim = Claim(tmp_path / "lock")
    claim.take()
    claim.tell(Running(7, "https://192.0.2.7:8000", "postgresql://"))
    assert who_runs(tmp_path / "lock") == Running(7, "https://192.0.2.7:8000", "postgresql://")
    claim.release()
