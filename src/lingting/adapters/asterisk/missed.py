"""Callers who left, or were lost, before an engine had taken them: the dialplan notes them in a
file."""

from __future__ import annotations

import time
from collections.abc import Callable, Set
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import unquote

from lingting.adapters.asterisk.ids import leg_of
from lingting.adapters.asterisk.translate import unless_withheld
from lingting.calls.ports import CallerMissed, HungUpBy
from lingting.kernel.ids import LegId
from lingting.platform.log import get_log
from lingting.platform.shelf import Shelf

log = get_log(__name__)

NOTES = "missed-callers"
"""The file that Asterisk adds lines to, in the folder of sounds, which both can write."""
NOTE = "|"
"""With it each note begins, and nothing in one has it: one that was cut short, by a full disk say,
has no end of line, and the next one follows on it."""
KEPT = "kept"
JUST_NOW = timedelta(seconds=1)
QUIET_SECONDS = 2.0
"""Asterisk opens the file for each line: who had it open when it was put aside is done by then."""


class MissedCallers:
    """Reads the notes; each is told again at each connection until `forget` says that it is
    written down.

    A line is: channel, when he came, the number that he dialled, when he left, `us` when he could
    not be kept longer, his own number, and the trunk; instants in Unix seconds, numbers
    URL-encoded; a line begins with `NOTE`, and what does not is the rest of one that was cut short.
    The file is put aside, and thrown away when all of it is written down.

    Whom the dialplan begins to keep has a line that says `kept` instead of when he left. When he
    is on no line of Asterisk's and did not leave, he was lost with an Asterisk that died.
    """

    def __init__(self, folder: Callable[[], Path]) -> None:
        self._folder = folder
        self._shelf = Shelf()
        self._aside: _Sheet | None = None
        self._noted: _Sheet | None = None
        self._told: set[LegId] = set()

    async def all(self, there: Set[LegId], now: datetime) -> list[CallerMissed]:
        """Whoever is not written down yet, the oldest first; `there` is who was on a line before
        this was asked. Who came in this moment may be there since then."""
        self._told.clear()
        await self._look()
        for sheet in self._sheets():
            for leg, one in list(sheet.kept.items()):
                if leg not in there and now - one.came_at > JUST_NOW:
                    sheet.left[leg] = replace(sheet.kept.pop(leg), at=now)
        return self._untold()

    async def news(self) -> list[CallerMissed]:
        """Those of them who were not told of since `all`."""
        await self._look()
        return self._untold()

    def forget(self, leg: LegId) -> None:
        """He is written down, or an engine has him."""
        self._told.discard(leg)
        for sheet in self._sheets():
            sheet.left.pop(leg, None)
            sheet.kept.pop(leg, None)

    def _sheets(self) -> list[_Sheet]:
        return [one for one in (self._aside, self._noted) if one is not None]

    def _untold(self) -> list[CallerMissed]:
        known = [one for sheet in self._sheets() for one in sheet.left.values()]
        left = [one for one in known if one.leg not in self._told]
        self._told.update(one.leg for one in left)
        return sorted(left, key=lambda one: one.at)

    async def _look(self) -> None:
        try:
            await self._shelf.do(self._read)
        except OSError as error:
            log.error("notes of missed callers not read", reason=error.strerror)

    def _read(self) -> None:
        notes, aside = self._folder() / NOTES, self._folder() / f"{NOTES}.aside"
        self._aside = self._aside or _Sheet(aside)
        self._noted = self._noted or _Sheet(notes)
        unread = self._aside.is_unread(), self._noted.is_unread()
        if not any(unread) and self._aside.rests():
            aside.unlink(missing_ok=True)
            if notes.exists():
                self._noted.put_aside(aside)
                self._aside, self._noted = self._noted, _Sheet(notes)
        for leg in self._noted.left:  # he was kept before the file was put aside
            self._aside.kept.pop(leg, None)


class _Sheet:
    """One file of notes, and who of it is not written down."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.left: dict[LegId, CallerMissed] = {}
        self.kept: dict[LegId, CallerMissed] = {}
        """Who began to be kept, and of whose end nothing is known."""
        self._read_to = 0

    def is_unread(self) -> bool:
        """Reads on, as far as the last whole line; whether something kept it from that."""
        try:
            self._read()
        except OSError as error:
            log.error("notes of missed callers not read", reason=error.strerror)
            return True
        return False

    def _read(self) -> None:
        try:
            with self.path.open("rb") as file:
                file.seek(self._read_to)
                lines, end, _ = file.read().rpartition(b"\n")
        except FileNotFoundError:
            return
        self._read_to += len(lines) + len(end)
        text = lines.decode("utf-8", "replace").replace(NOTE, f"\n{NOTE}") if end else ""
        for line in text.split("\n"):
            one = _caller(line.removeprefix(NOTE)) if line else None
            if one is None:
                continue
            if one.by is HungUpBy.NETWORK:
                self.kept[one.leg] = one
            else:
                self.kept.pop(one.leg, None)
                self.left[one.leg] = one

    def rests(self) -> bool:
        """Whether it can go: all of it is written down, and nobody adds to it any more."""
        try:
            quiet = time.time() - self.path.stat().st_ctime
        except FileNotFoundError:
            return True
        return not self.left and not self.kept and quiet >= QUIET_SECONDS

    def put_aside(self, path: Path) -> None:
        """Whoever is noted from now on is noted in a new file."""
        self.path.replace(path)
        self.path = path
        with suppress(OSError):  # it may be another owner's
            path.chmod(0o600)


def _caller(line: str) -> CallerMissed | None:
    try:
        channel, came, called, left, by, calling, trunk = line.split(" ")
        came_at = datetime.fromtimestamp(float(came), UTC)
        at = came_at if left == KEPT else datetime.fromtimestamp(float(left), UTC)
    except (ValueError, OverflowError):
        log.error("note of a missed caller not understood")
        return None
    return CallerMissed(
        at=at,
        leg=leg_of(channel),
        calling=unless_withheld(unquote(calling)),
        called=unquote(called),
        trunk=trunk,
        came_at=came_at,
        by=HungUpBy.NETWORK if left == KEPT else HungUpBy.US if by == "us" else HungUpBy.FAR_END,
    )
