"""Checks of the machine: versions, memory, disk."""

from __future__ import annotations

import os
import platform
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from rich.filesize import decimal

from lingting import __version__
from lingting.main.checks.folders import existing_parent, folders
from lingting.main.checks.situation import Situation
from lingting.main.client import DIST
from lingting.operations.domain import Finding

LOW_MEMORY = 500 * 1000**2
SLOW_DISK = 20 * 1000**2
SLOW_FLUSH = 0.02
WRITTEN = 16 * 1024**2
FLUSHES = 10
PAGE = 8192


def machine(at: Situation) -> Iterator[Finding]:
    """Versions, memory, disk and folders."""
    values = {
        "lingting": __version__,
        "python": platform.python_version(),
        "machine": platform.machine(),
    }
    yield Finding("version", "good", values)
    yield _client()
    yield _memory()
    place = at.home.data if at.home.data.exists() else existing_parent(at.home.folder)
    yield _disk_speed(place)
    yield from folders(at)


def _client() -> Finding:
    index = DIST / "index.html"
    if not index.exists():
        return Finding("client", "missing")
    built = datetime.fromtimestamp(index.stat().st_mtime).astimezone()
    return Finding("client", "good", {"built": f"{built:%Y-%m-%d %H:%M}"})


def _memory() -> Finding:
    lines = Path("/proc/meminfo").read_text("utf-8").splitlines()
    sizes = {line.split(":")[0]: int(line.split()[1]) * 1024 for line in lines}
    free, total = sizes["MemAvailable"], sizes["MemTotal"]
    values = {"free": decimal(free), "total": decimal(total)}
    return Finding("memory", "low" if free < LOW_MEMORY else "good", values)


def _disk_speed(place: Path) -> Finding:
    file = place / f".speed-{os.getpid()}"
    try:
        speed, flush = _write(file)
    except OSError:
        return Finding("disk_speed", "refused", {"place": str(place)})
    finally:
        file.unlink(missing_ok=True)
    values = {"speed": decimal(int(speed)), "sync": f"{flush * 1000:.1f}"}
    slow = speed < SLOW_DISK or flush > SLOW_FLUSH
    return Finding("disk_speed", "slow" if slow else "good", values)


def _write(file: Path) -> tuple[float, float]:
    """Bytes per second of a long write, seconds of the middle one of several short flushes."""
    block = os.urandom(1024**2)
    with file.open("wb", buffering=0) as out:
        began = time.monotonic()
        for _ in range(WRITTEN // len(block)):
            out.write(block)
        os.fsync(out.fileno())
        speed = WRITTEN / (time.monotonic() - began)
        took: list[float] = []
        for _ in range(FLUSHES):
            began = time.monotonic()
            out.write(block[:PAGE])
            os.fdatasync(out.fileno())
            took.append(time.monotonic() - began)
    return speed, sorted(took)[FLUSHES // 2]
