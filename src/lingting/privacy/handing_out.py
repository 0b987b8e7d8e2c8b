"""All that is kept about a person as one file, which outlives no error and no kill."""

from __future__ import annotations

import json
import time
import zipfile
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any
from uuid import UUID

FOLDER = "handed-out"
LEFT_SECONDS = 600.0
"""A file that nobody has written to for so long was left by a process that was killed; who is being
sent one has it open."""


def pack(folder: Path, kept: dict[str, Any], sounds: Sequence[tuple[UUID, Path]]) -> Path:
    """Writes the file into a folder that nobody else may read."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    remove_left(folder)
    with NamedTemporaryFile(dir=folder, suffix=".zip", delete=False) as out:
        path = Path(out.name)
        try:
            _write(zipfile.ZipFile(out, "w"), kept, sounds)
        except BaseException:
            path.unlink()
            raise
    return path


def there(sounds: Sequence[tuple[UUID, Path]]) -> list[tuple[UUID, Path]]:
    """Those whose file is there."""
    return [(id, file) for id, file in sounds if file.is_file()]


def remove_left(folder: Path) -> None:
    """Removes what was left behind."""
    for one in folder.glob("*.zip"):
        with suppress(FileNotFoundError):  # another one's, who has got it meanwhile
            if one.stat().st_mtime < time.time() - LEFT_SECONDS:
                one.unlink()


def _write(
    book: zipfile.ZipFile, kept: dict[str, Any], sounds: Sequence[tuple[UUID, Path]]
) -> None:
    with book:
        text = json.dumps(kept, ensure_ascii=False, indent=1, default=str)
        book.writestr("data.json", text, zipfile.ZIP_DEFLATED)
        for id, file in sounds:
            with suppress(FileNotFoundError):  # its time was over, or it was erased
                book.write(file, f"recordings/{id}.wav")
