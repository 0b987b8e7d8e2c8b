"""The folders of an installation that a backup keeps, and what they are called in the archive."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from lingting.main.home import Home
from lingting.platform.settings import Settings

DUMP = "database.dump"
SETTINGS = "settings.env"
PREFIX = "LINGTING_"
OF_ONE_START = ("LINGTING_HOME", "LINGTING_DATABASE_URL", "LINGTING_BACKUP_URL")
"""Where an installation is, not what it is: a restored one may be somewhere else."""
MADE_AT_START = ("LINGTING_ARI_", "LINGTING_AMI_", "LINGTING_SIP_WS_URL")


def kept_folders(settings: Settings, home: Home) -> dict[str, Path]:
    """Name in the archive → folder."""
    return {
        "recordings": settings.recordings_dir or home.recordings,
        "sounds": settings.sounds_dir or home.sounds,
        "tls": home.tls,
    }


def kept_files(folders: dict[str, Path]) -> Iterator[tuple[str, Path]]:
    """Every regular file below the folders, with its name in the archive."""
    for name, folder in folders.items():
        for path in sorted(folder.rglob("*")):
            if path.is_file() and not path.is_symlink():
                yield f"{name}/{path.relative_to(folder).as_posix()}", path


def settings_text() -> str:
    """The environment's settings as a file that systemd and a shell can read."""
    given = sorted(
        (name, value)
        for name, value in os.environ.items()
        if name.startswith(PREFIX)
        and name not in OF_ONE_START
        and not name.startswith(MADE_AT_START)
    )
    return "".join(f"{name}={_quoted(value)}\n" for name, value in given)


def _quoted(value: str) -> str:
    return "'" + value.replace("'", "'\\''") + "'"
