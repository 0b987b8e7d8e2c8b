"""Callers who came and left while no engine heard Asterisk: the dialplan notes them in a file."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from urllib.parse import unquote

from lingting.adapters.asterisk.ids import leg_of
from lingting.adapters.asterisk.translate import unless_withheld
from lingting.calls.ports import CallerMissed, HungUpBy
from lingting.kernel.ids import LegId
from lingting.platform.log import get_log

log = get_log(__name__)

NOTES = "missed-callers"
"""The file that Asterisk adds lines to, in the folder of sounds, which both can write."""


class MissedCallers:
    """Reads the notes; each is kept, and told again, until `forget` says that it is written down.

    A line is: channel, when he came and when he left (Unix seconds), `us` when he could not be
    kept longer, the number that he dialled, his own (both URL-encoded), and the trunk.
    """

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._folder = folder

    @property
    def _kept(self) -> Path:
        return self._folder() / f"{NOTES}.kept"

    def read(self) -> list[CallerMissed]:
        """All that are not written down yet, the oldest first."""
        notes = self._folder() / NOTES
        taken = self._folder() / f"{NOTES}.taken"
        lines = _lines(self._kept)
        for _ in range(2):  # what a process that died had taken, and what is there now
            if not taken.exists() and notes.exists():
                notes.replace(taken)
            lines += [line for line in _lines(taken) if line not in lines]
            self._keep(lines)
            taken.unlink(missing_ok=True)
        found = [one for line in lines if (one := _read(line)) is not None]
        return sorted(found, key=lambda one: one.at)

    def forget(self, leg: LegId) -> None:
        """He is written down."""
        lines = _lines(self._kept)
        left = [line for line in lines if leg_of(line.split(" ")[0]) != leg]
        if len(left) < len(lines):
            self._keep(left)

    def _keep(self, lines: list[str]) -> None:
        if not lines:
            self._kept.unlink(missing_ok=True)
            return
        new = self._kept.with_suffix(".new")
        handle = os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with open(handle, "w", encoding="utf-8") as file:
            file.writelines(f"{line}\n" for line in lines)
        new.replace(self._kept)


def _lines(path: Path) -> list[str]:
    try:
        return [line for line in path.read_text("utf-8", "replace").splitlines() if line]
    except FileNotFoundError:
        return []


def _read(line: str) -> CallerMissed | None:
    try:
        channel, came, left, by, called, calling, trunk = line.split(" ")
        at, came_at = (datetime.fromtimestamp(float(one), UTC) for one in (left, came))
    except ValueError:
        log.error("note of a missed caller not understood")
        return None
    return CallerMissed(
        at=at,
        leg=leg_of(channel),
        calling=unless_withheld(unquote(calling)),
        called=unquote(called),
        trunk=trunk,
        came_at=came_at,
        by=HungUpBy.US if by == "us" else HungUpBy.FAR_END,
    )
