"""`backup`: the whole installation in one file, also while it works."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lingting import __version__
from lingting.adapters.postgres.dump import superuser_url, write_dump
from lingting.adapters.postgres.embedded import postgres_version
from lingting.main.backup.archive import ArchiveWriter, Manifest
from lingting.main.backup.places import DUMP, SETTINGS, kept_files, kept_folders, settings_text
from lingting.main.home import Home
from lingting.main.last_backup import Backup, note_backup
from lingting.main.migrate import revision_of
from lingting.main.reaching import reached_database
from lingting.platform.settings import Settings

NAME = "lingting-{at:%Y%m%d-%H%M%S}.tar"
SUFFIX = ".tar"
PATTERN = "lingting-????????-??????.tar"
SPARE = 16 * 1024**2


@dataclass(slots=True)
class Watch:
    """Who is told how far a long work is."""

    phase: Callable[[str], None] = lambda name: None
    total: Callable[[int], None] = lambda size: None
    done: Callable[[int], None] = lambda size: None


class AlreadyThere(Exception):
    """A file has the name of the new one; `args` has it."""


class NoSpace(Exception):
    """The disk of the target has not enough room."""

    def __init__(self, needed: int, free: int) -> None:
        super().__init__(f"{needed} > {free}")
        self.needed, self.free = needed, free


def save(
    settings: Settings,
    target: Path | None,
    watch: Watch,
    now: datetime,
    names: Iterable[str] = (),
) -> Backup:
    """Writes the archive, with these settings of the environment.

    Whatever ends it early leaves nothing behind.
    """
    home = Home(settings.home.resolve())
    target = (target or home.backups).resolve()
    if target.suffix != SUFFIX:
        target = target / NAME.format(at=now.astimezone())
    target.parent.mkdir(parents=True, exist_ok=True)
    if target.exists():
        raise AlreadyThere(str(target))
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix=".lingting-", dir=target.parent) as folder:
        dump = Path(folder) / DUMP
        watch.phase("dumping")
        with reached_database(settings) as url:
            revision = revision_of(url)
            # The embedded server's socket is the superuser's key; a server by address has its own.
            dumps_as = settings.backup_url or settings.database_url or superuser_url(url)
            write_dump(dumps_as, dump)
        manifest = Manifest(
            at=now.astimezone(UTC).isoformat(timespec="seconds"),
            lingting=__version__,
            revision=revision,
            postgres=int(postgres_version().partition(".")[0]),
            recordings=str((settings.recordings_dir or home.recordings).absolute()),
        )
        watch.phase("packing")
        files = _pack(settings, home, target, manifest, dump, watch, names)
    made = Backup(
        at=manifest.at,
        file=str(target),
        bytes=target.stat().st_size,
        files=files,
        seconds=round(time.monotonic() - began, 1),
    )
    note_backup(home, made)
    return made


def _pack(
    settings: Settings,
    home: Home,
    target: Path,
    manifest: Manifest,
    dump: Path,
    watch: Watch,
    names: Iterable[str],
) -> int:
    # Listed after the dump: a recording that the database knows is here, or it was being written.
    files = list(kept_files(kept_folders(settings, home)))
    size = dump.stat().st_size + sum(_size(path) for _, path in files)
    free = shutil.disk_usage(target.parent).free
    if size + SPARE > free:
        raise NoSpace(size + SPARE, free)
    watch.total(size)
    writer = ArchiveWriter(target, manifest, watch.done)
    try:
        writer.add_text(SETTINGS, settings_text(names))
        writer.add(DUMP, dump)
        added = sum(writer.add(name, path) for name, path in files)
        writer.finish()
    finally:
        writer.discard()
    return added


def rotate(folder: Path, keep: int) -> list[Path]:
    """Removes all backups of a folder but the newest `keep`, by the time in their names."""
    found = sorted(folder.glob(PATTERN), reverse=True)
    for old in found[keep:]:
        old.unlink()
    return found[keep:]


def _size(path: Path) -> int:
    with suppress(FileNotFoundError):
        return os.stat(path).st_size
    return 0
