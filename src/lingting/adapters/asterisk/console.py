"""Asks an Asterisk that runs on its console."""

import os
import subprocess
from pathlib import Path

from lingting.adapters.asterisk.install import AsteriskProgram


def ask(program: AsteriskProgram, etc: Path, command: str, seconds: float = 20) -> str:
    """What one command prints; `etc` is the folder of its configuration."""
    done = subprocess.run(
        [*program.command, "-C", str(etc / "asterisk.conf"), "-rx", command],
        capture_output=True, timeout=seconds, check=False, env=environment(),
    )  # fmt: skip
    return done.stdout.decode("utf-8", "replace")  # what strangers sent may be no text


def environment() -> dict[str, str]:
    """All that Asterisk gets of ours."""
    kept = {key: os.environ[key] for key in ("PATH", "HOME", "TZ") if key in os.environ}
    return {**kept, "LC_ALL": "C.UTF-8", "LANG": "C.UTF-8"}
