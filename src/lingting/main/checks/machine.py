"""Checks of the machine: versions, memory, disk."""

from __future__ import annotations

import os
import platform
import shutil
import time
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from rich.filesize import decimal

from lingting import __version__
from lingting.main.checks.situation import Situation
from lingting.main.client import DIST
from lingting.operations.domain import Finding

LOW_MEMORY = 500 * 1000**2
FULL_DISK = 2 * 1000**3
LOW_DISK = 10 * 1000**3
RECORDED_PER_HOUR = 115 * 1000**2
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
    rooms = [place, existing_parent(at.recordings)]
    tightest = min(rooms, key=lambda one: shutil.disk_usage(one).free)
    yield judge_space(tightest, shutil.disk_usage(tightest).free)
    yield _disk_speed(place)
    yield _folders([at.recordings, at.sounds])


def existing_parent(folder: Path) -> Path:
    """The nearest folder above that is there already."""
    return next(one for one in (folder, *folder.parents) if one.exists())


def judge_space(place: Path, free: int) -> Finding:
    """Room on the disk, and how much talk it holds."""
    values = {
        "place": str(place),
        "free": decimal(free),
        "hours": f"{free // RECORDED_PER_HOUR:,}",
    }
    if free < FULL_DISK:
        return Finding("disk_space", "full", values)
    return Finding("disk_space", "low" if free < LOW_DISK else "good", values)


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
        return Finding("folders", "locked", {"places": str(place)})
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


def _folders(folders: list[Path]) -> Finding:
    there = [one for one in folders if one.exists()]
    locked = [str(one) for one in there if not _writable(one)]
    if locked:
        return Finding("folders", "locked", {"places": "  ".join(locked)})
    if len(there) < len(folders):
        return Finding("folders", "missing")
    return Finding("folders", "good", {"places": "  ".join(str(one) for one in there)})


def _writable(folder: Path) -> bool:
    probe = folder / f".writable-{os.getpid()}"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True
