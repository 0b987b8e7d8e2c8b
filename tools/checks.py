"""The test command: static checks, the client's checks, then every test in one pytest run."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial

from tools.console import Console, SetupFailed, say
from tools.parts import Fetching
from tools.venv import PYTHON, ROOT, VENV, ensure_venv
from tools.web import WEB, Node, ensure_dist, ensure_modules

CATEGORIES = ("unit", "flow", "db", "contract", "telephony", "e2e", "docs")
NEEDS = {
    "telephony": ("asterisk", "sipp"),
    "contract": ("asterisk",),
    "db": ("pg_dump",),
    "docs": ("ssh-keygen",),
    "e2e": ("asterisk", "sipp", "chromium"),
}
SIDE_BY_SIDE = ("-n", "3")
"""One process for each lane of `tests/support/lanes.py`."""


def test(arguments: Sequence[str]) -> int:
    """`arguments`: categories first (none means all), the rest goes to pytest."""
    names = [name for name in arguments if name in (*CATEGORIES, "lint", "web")]
    extra = [argument for argument in arguments if argument not in names]
    chosen = names or [*CATEGORIES, "lint", "web"]
    console = Console()
    parts = dict.fromkeys(part for name in chosen for part in NEEDS.get(name, ()))
    fetching = Fetching(console, parts)
    ensure_venv(console, "test")
    failed: list[str] = []
    if "lint" in chosen:
        failed += lint()
    if "web" in chosen or "e2e" in chosen:
        failed += _client(console, checks="web" in chosen)
    problems = fetching.wait()
    for problem in problems:
        console.line(f"! {problem}")
    if failed:
        print(say("\n未通过：", "\nFailed so far: ") + ", ".join(failed), flush=True)
    paths = [f"tests/{name}" for name in CATEGORIES if name in chosen]
    paths = [path for path in paths if any((ROOT / path).rglob("test_*.py"))]
    lanes = SIDE_BY_SIDE if len(paths) > 1 and not extra and (os.cpu_count() or 1) > 1 else ()
    short = ("--tb=short",) if os.environ.get("CI") else ()  # its log is read from the end
    code = (
        _pytest([*lanes, *short, *extra, *([] if _names_tests(extra) else paths)]) if paths else 0
    )
    return code or (1 if failed else 0)


def lint() -> list[str]:
    """The names of the static checks that failed."""
    checks: dict[str, list[str]] = {
        "ruff check": ["ruff", "check", "."],
        "ruff format": ["ruff", "format", "--check", "."],
        "pyright": ["pyright"],
        "import-linter": ["lint-imports"],
        "known holes": ["python", "-m", "tools.holes"],
    }
    return [name for name, command in checks.items() if not _passes(name, command)]


def _client(console: Console, *, checks: bool) -> list[str]:
    failed: list[str] = []
    try:
        node = ensure_modules(console)
        if checks:
            failed += [
                name
                for name, script in (("tsc", "typecheck"), ("vitest", "test"))
                if not _timed(name, partial(_npm_run, node, script))
            ]
        ensure_dist(console)
    except SetupFailed as problem:
        console.line(str(problem))
        failed.append("client build")
    return failed


def _npm_run(node: Node, script: str) -> int:
    command = ["npm", "run", "--silent", script]
    return subprocess.run(command, cwd=WEB, env=node.environment()).returncode


def _passes(name: str, command: Sequence[str]) -> bool:
    program = [str(VENV / "bin" / command[0]), *command[1:]]
    environment = {**os.environ, "PATH": f"{VENV / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"}
    environment["PYRIGHT_PYTHON_IGNORE_WARNINGS"] = "1"
    return _timed(name, lambda: subprocess.run(program, cwd=ROOT, env=environment).returncode)


def _timed(name: str, run: Callable[[], int]) -> bool:
    print(f"── {name}", flush=True)
    started = time.monotonic()
    code = run()
    print(f"{'✓' if code == 0 else '✗'} {name}  {time.monotonic() - started:.1f} s\n", flush=True)
    return code == 0


def _names_tests(extra: Sequence[str]) -> bool:
    return any(argument.startswith("tests/") for argument in extra)


def _pytest(arguments: Sequence[str]) -> int:
    sys.stdout.flush()
    return subprocess.run([str(PYTHON), "-m", "pytest", *arguments], cwd=ROOT).returncode
