"""Remembers what a finished step was made from, so that it is skipped when nothing changed."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path


def fingerprint(files: Iterable[Path], *words: str) -> str:
    """A digest of the files' names and contents and of the words."""
    digest = hashlib.sha256()
    for word in words:
        digest.update(word.encode() + b"\0")
    for path in sorted(files):
        digest.update(str(path).encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def is_current(stamp: Path, value: str) -> bool:
    """Whether the step that this stamp belongs to was finished with the same inputs."""
    try:
        return stamp.read_text("utf-8").strip() == value
    except OSError:
        return False


def put(stamp: Path, value: str) -> None:
    """Written last, so that an interrupted step is done again."""
    stamp.parent.mkdir(parents=True, exist_ok=True)
    stamp.write_text(value + "\n", "utf-8")
