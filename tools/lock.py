"""Writes requirements/*.txt anew: exact versions with hashes, and no address of any index."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence

from tools.console import Console
from tools.venv import PYTHON, REQUIREMENTS, ROOT, ensure_venv

RUN: tuple[tuple[str, Sequence[str]], ...] = (
    ("run", ["pyproject.toml"]),
    ("test", ["pyproject.toml", "--group", "dev", "-c", "requirements/run.txt"]),
    ("node", ["requirements/node.in"]),
)


def lock() -> int:
    """Resolve the newest versions that pyproject.toml allows."""
    ensure_venv(Console(), "test")
    for name, arguments in RUN:
        target = REQUIREMENTS / f"{name}.txt"
        command = [
            str(PYTHON), "-m", "uv", "pip", "compile", *arguments, "--upgrade", "--universal",
            "--python-version", "3.11", "--generate-hashes", "--no-emit-index-url",
            "--no-emit-find-links", "--no-header", "--no-annotate", "--quiet", "-o", str(target),
        ]  # fmt: skip
        done = subprocess.run(command, cwd=ROOT, check=False)
        if done.returncode != 0:
            return done.returncode
    return 0
