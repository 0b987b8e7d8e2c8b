"""`doctor`: what this installation consists of, and what stands in the way of a start."""

from __future__ import annotations

import platform
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from lingting import __version__
from lingting.adapters.asterisk.install import asterisk_is_there, find_asterisk
from lingting.adapters.debian.private import cache_folder
from lingting.adapters.postgres.embedded import postgres_version
from lingting.main.client import DIST
from lingting.main.home import Home, who_runs
from lingting.main.network import next_free_port
from lingting.main.words import text
from lingting.platform.settings import Settings

LEAST_FREE = 2 * 1000**3


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at; `good` is None when it is only told."""

    what: str
    found: str
    good: bool | None = None


def doctor(settings: Settings, console: Console) -> int:
    """Prints the findings; 1 when something stands in the way."""
    findings = list(examine(settings))
    table = Table.grid(padding=(0, 2))
    for finding in findings:
        mark = {True: "[green]✓[/green]", False: "[red]✗[/red]", None: "·"}[finding.good]
        table.add_row(mark, finding.what, finding.found)
    console.print(table)
    return 1 if any(finding.good is False for finding in findings) else 0


def examine(settings: Settings) -> Iterator[Finding]:
    """Everything that a start depends on."""
    home = Home(settings.home.resolve())
    running = who_runs(home.claim)
    yield Finding("Lingting", f"{__version__}  {running.url if running else ''}".rstrip())
    yield Finding("Python", f"{platform.python_version()}  {platform.machine()}")
    yield _asked("PostgreSQL", lambda: (settings.database_url and "URL") or postgres_version())
    yield _asterisk(settings)
    yield Finding(text("client"), str(DIST), (DIST / "index.html").exists())
    yield _disk(home)
    yield Finding(text("cache"), f"{cache_folder()}  {_megabytes(cache_folder())} MB")
    if running is None:
        port = next_free_port(settings.host, settings.port)
        yield Finding(text("port"), f"{settings.host}:{port}", port == settings.port or None)


def _asterisk(settings: Settings) -> Finding:
    if settings.ari_url:
        return Finding("Asterisk", settings.ari_url)
    if not asterisk_is_there():
        return Finding("Asterisk", text("not_fetched"))

    def found() -> str:
        program = find_asterisk(lambda message: None)
        return f"{program.version}  ({program.origin})  {program.data}"

    return _asked("Asterisk", found)


def _disk(home: Home) -> Finding:
    place = home.folder if home.folder.exists() else Path.home()
    free = shutil.disk_usage(place).free
    return Finding(text("disk"), f"{place}  {free / 1000**3:.1f} GB", free >= LEAST_FREE)


def _asked(what: str, ask: Callable[[], str]) -> Finding:
    try:
        return Finding(what, ask(), True)
    except Exception as problem:  # the purpose is to tell what is wrong, whatever it is
        return Finding(what, str(problem), False)


def _megabytes(folder: Path) -> int:
    if not folder.exists():
        return 0
    done = subprocess.run(["du", "-sm", str(folder)], capture_output=True, text=True, check=False)
    return int(done.stdout.split("\t", 1)[0] or 0)
