"""`restore`: an installation as it was, from one file; nothing is touched before all is checked."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from lingting.adapters.postgres.dump import (
    ensure_application_role,
    has_tables,
    read_dump,
    superuser_url,
)
from lingting.adapters.postgres.embedded import OWNER, EmbeddedPostgres, postgres_version
from lingting.main.backup.archive import FORMAT, BrokenArchive, Manifest, read_manifest, unpack
from lingting.main.backup.places import DUMP, SETTINGS, kept_folders
from lingting.main.backup.saving import NoSpace, Watch
from lingting.main.founding import move_recordings
from lingting.main.home import Claim, Home
from lingting.main.migrate import knows, prepare
from lingting.platform.settings import Settings

SETTINGS_THEN = "restored-settings.env"


class WrongVersion(Exception):
    """A newer version wrote the archive than this one understands."""

    def __init__(self, lingting: str) -> None:
        super().__init__(lingting)
        self.lingting = lingting


class SomethingThere(Exception):
    """The home, or the database by address, holds an installation already."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


def restore(
    settings: Settings, file: Path, watch: Watch, now: datetime, *, replace: bool
) -> tuple[Manifest, list[Path]]:
    """The archive's manifest, and the folders to which what was there before was moved."""
    manifest = _accepted(file)
    home = Home(settings.home.resolve())
    home.folder.mkdir(parents=True, exist_ok=True)
    claim = Claim(home.claim)
    claim.take()
    try:
        _refuse_to_overwrite(settings, home, replace=replace)
        with _staging(home, file) as staging:
            watch.phase("unpacking")
            watch.total(file.stat().st_size)
            unpack(file, staging, watch.done)
            _load_database(settings, home, staging, manifest, watch)
            watch.phase("placing")
            _note(home, file)
            kept = _place(settings, home, staging, now)
            home.unfinished_restore.unlink()
            return manifest, kept
    finally:
        claim.release()


def _accepted(file: Path) -> Manifest:
    manifest = read_manifest(file)
    too_new = manifest.postgres > int(postgres_version().partition(".")[0])
    if manifest.format != FORMAT or too_new or not knows(manifest.revision):
        raise WrongVersion(manifest.lingting)
    return manifest


def _refuse_to_overwrite(settings: Settings, home: Home, *, replace: bool) -> None:
    if settings.database_url and has_tables(settings.database_url):
        raise SomethingThere("LINGTING_DATABASE_URL")
    if replace:
        return
    if (home.postgres / "data" / "PG_VERSION").exists():
        raise SomethingThere(str(home.data))
    for folder in kept_folders(settings, home).values():
        if folder.exists() and any(folder.iterdir()):
            raise SomethingThere(str(folder))


@contextmanager
def _staging(home: Home, file: Path) -> Iterator[Path]:
    """A folder on the home's own disk, gone afterwards whatever happens."""
    needed, free = file.stat().st_size * 2, shutil.disk_usage(home.folder).free
    if needed > free:
        raise NoSpace(needed, free)
    folder = home.folder / "restore.part"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _load_database(
    settings: Settings, home: Home, staging: Path, manifest: Manifest, watch: Watch
) -> None:
    dump = staging / DUMP
    if not dump.is_file():
        raise BrokenArchive(DUMP)
    watch.phase("loading")
    then = Path(manifest.recordings)
    now = (settings.recordings_dir or home.recordings).absolute()
    if settings.database_url:
        ensure_application_role(settings.database_url)
        read_dump(settings.database_url, dump)
        prepare(settings, settings.database_url)
        move_recordings(settings, settings.database_url, then, now)
        return
    server = EmbeddedPostgres(staging / "postgres")
    try:
        url = server.start()
        read_dump(superuser_url(url), dump, owner=OWNER)
        prepare(settings, url)
        move_recordings(settings, url, then, now)
    finally:
        server.stop()


def _note(home: Home, file: Path) -> None:
    """Whoever is killed from now on leaves a note: a start would take what is not in its place yet
    for what was never there, and found an empty installation."""
    home.unfinished_restore.write_text(str(file.absolute()), "utf-8")
    os.sync()


def _place(settings: Settings, home: Home, staging: Path, now: datetime) -> list[Path]:
    """Puts everything where it belongs; what was there keeps its content under another name."""
    targets = kept_folders(settings, home)
    if not settings.database_url:
        targets["postgres"] = home.postgres
    moved: list[tuple[Path, Path]] = []
    kept: list[Path] = []
    try:
        for name, target in targets.items():
            before = target.with_name(f"{target.name}.before-{now.astimezone():%Y%m%d-%H%M%S}")
            if target.exists():
                _move(target, before, moved)
                kept.append(before)
            source = staging / name
            if source.exists():
                target.parent.mkdir(parents=True, exist_ok=True)
                _move(source, target, moved)
    except BaseException:
        for source, target in reversed(moved):
            shutil.move(target, source)
        home.unfinished_restore.unlink()
        raise
    if home.tls.exists():
        home.tls.chmod(0o700)
    settings_then = staging / SETTINGS
    if settings_then.exists():
        shutil.move(settings_then, home.folder / SETTINGS_THEN)
    return [folder for folder in kept if not _removed_empty(folder)]


def _move(source: Path, target: Path, moved: list[tuple[Path, Path]]) -> None:
    shutil.move(source, target)
    moved.append((source, target))


def _removed_empty(folder: Path) -> bool:
    if any(folder.iterdir()):
        return False
    folder.rmdir()
    return True
