"""The folders of an installation that a backup keeps, and what they are called in the archive."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from lingting.main.home import Home
from lingting.platform.settings import Settings

DUMP = "database.dump"
SETTINGS = "settings.env"
PREFIX = "LINGTING_"
OF_ONE_HOME = (
    "LINGTING_HOME",
    "LINGTING_DATABASE_URL",
    "LINGTING_APP_DATABASE_URL",
    "LINGTING_BACKUP_URL",
)
"""Where an installation is, not what it is: a restored one may be somewhere else."""


def kept_folders(settings: Settings, home: Home) -> dict[str, Path]:
    """Name in the archive → folder."""
    return {
        "recordings": settings.recordings_dir or home.recordings,
        "sounds": settings.sounds_dir or home.sounds,
        "tls": home.tls,
        "keys": home.keys,
        "demo": home.demo,
    }


def kept_files(folders: dict[str, Path]) -> Iterator[tuple[str, Path]]:
    """Every regular file below the folders, with its name in the archive."""
    for name, folder in folders.items():
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield f"{name}/{path.relative_to(folder).as_posix()}", path


def settings_text(names: Iterable[str]) -> str:
    """These settings of the environment as a file that systemd and a shell can read."""
    kept = sorted(name for name in names if name in os.environ and name not in OF_ONE_HOME)
    return "".join(f"{name}={_quoted(os.environ[name])}\n" for name in kept)


def settings_here() -> list[str]:
    """The settings that this terminal's environment has."""
    return [name for name in os.environ if name.startswith(PREFIX)]


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "'\\''") + "'"
