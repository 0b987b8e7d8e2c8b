"""The folders that are written to while people talk, for `doctor` and for the engine's watch."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from lingting.main.checks.situation import Situation
from lingting.operations.domain import Finding, FolderFact, judge_folder
from lingting.platform.settings import Settings


def folders(at: Situation) -> Iterator[Finding]:
    """One finding for each; before the first start there is none."""
    for name, folder in places(at.settings).items():
        if at.live or folder.exists():
            yield judge_folder(look_at(name, folder))
        else:
            yield Finding(f"{name}_folder", "missing")


def places(settings: Settings) -> dict[str, Path]:
    """Where they are."""
    named = {"recordings": settings.recordings, "sounds": settings.sounds, "data": settings.data}
    return {name: folder.resolve() for name, folder in named.items()}


def make(folder: Path) -> None:
    """Makes it if that is possible; why not is told by looking at it."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)


def look_at(name: str, folder: Path) -> FolderFact:
    """Whether it is there and can be written, and the room on its disk."""
    disk = _disk_of(folder)
    no_more_files = disk.f_files > 0 and disk.f_favail == 0
    return FolderFact(
        name=name,
        place=str(folder),
        there=_is_folder(folder),
        writable=_writable(folder),
        free=0 if no_more_files else disk.f_bavail * disk.f_frsize,
        total=disk.f_blocks * disk.f_frsize,
    )


def existing_parent(folder: Path) -> Path:
    """The nearest folder above that is there already."""
    return next(one for one in (folder, *folder.parents) if one.exists())


def _disk_of(folder: Path) -> os.statvfs_result:
    """Of the nearest place that answers: a disk that is away may still have its name."""
    for place in folder.parents:
        with suppress(OSError):
            return os.statvfs(folder)
        folder = place
    return os.statvfs("/")


def _is_folder(folder: Path) -> bool:
    try:
        return folder.is_dir()
    except OSError:
        return False


def _writable(folder: Path) -> bool:
    probe = folder / f".writable-{os.getpid()}"
    try:
        probe.touch()
        probe.unlink()
    except OSError:
        return False
    return True
