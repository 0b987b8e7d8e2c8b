"""The demonstration talks all day: only its newest recordings are kept."""

from __future__ import annotations

from pathlib import Path

MOST_BYTES = 1_000_000_000


def keep_newest(folder: Path, most_bytes: int = MOST_BYTES) -> int:
    """Removes the oldest sound files until the rest fits; how many. The call log then says that
    the file is not there, and everything else about the call stays."""
    found = [(path.stat(), path) for path in folder.rglob("*.wav")]
    found.sort(key=lambda one: one[0].st_mtime, reverse=True)
    kept = removed = 0
    for state, path in found:
        kept += state.st_size
        if kept > most_bytes:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
