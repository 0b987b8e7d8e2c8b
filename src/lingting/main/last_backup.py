"""The note of the last backup, kept in the home for `doctor` and the operator's page."""

from __future__ import annotations

import json
from contextlib import suppress
from dataclasses import asdict, dataclass

from lingting.main.home import Home


@dataclass(frozen=True, slots=True)
class Backup:
    """A backup that was made."""

    at: str
    file: str
    bytes: int
    files: int
    seconds: float


def note_backup(home: Home, made: Backup) -> None:
    """Remembers the backup."""
    home.last_backup.write_text(json.dumps(asdict(made)), "utf-8")


def last_backup(home: Home) -> Backup | None:
    """The last backup that was made from this installation."""
    with suppress(OSError, ValueError, TypeError):
        return Backup(**json.loads(home.last_backup.read_text("utf-8")))
    return None
