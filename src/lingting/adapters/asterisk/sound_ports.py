"""UDP ports for sound: how many are taken, and callers whom Asterisk turned away by itself.

It answers 488 to a caller for whom no port is free, and 503 to one beyond its own limits. Neither
becomes a channel that anybody hears of: its log alone tells, without a number. Decision 0067.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import suppress
from pathlib import Path

TABLES = (Path("/proc/net/udp"), Path("/proc/net/udp6"))
NO_PORT, LIMIT = "no_port", "limit"
_LINE = re.compile(rb"\[[^]]*\] (?:ERROR|WARNING)\[(\d+)\]\S* (\w+)\.c:\s+(.*)")
_NONE_FREE = b"couldn't allocate a port for RTP"
_REFUSED = b"Couldn't negotiate stream"
_NOT_STARTED = b"Failed to start PBX"


def ports_in_use(first: int, last: int) -> int:
    """How many UDP ports of a range programs of this machine hold."""
    taken: set[int] = set()
    for table in TABLES:
        with suppress(OSError):
            rows = table.read_bytes().splitlines()[1:]
            taken.update(int(row.split(maxsplit=2)[1].rpartition(b":")[2], 16) for row in rows)
    return sum(first <= port <= last for port in taken)


class TurnedAway:
    """Reads Asterisk's log on from where it ended at the first look."""

    def __init__(self, log: Path) -> None:
        self._log = log
        self._file = 0
        self._read_to: int | None = None
        self._without_port: set[bytes] = set()
        """Threads that just found no port; what they had it for comes next."""

    def news(self) -> Counter[str]:
        """How many were turned away since the last look: `no_port` or `limit`."""
        found: Counter[str] = Counter()
        with suppress(FileNotFoundError), self._log.open("rb") as file:
            file.seek(0, 2)
            if self._read_to is None:
                self._file, self._read_to = _number(self._log), file.tell()
            if self._file != _number(self._log) or file.tell() < self._read_to:  # a new one
                self._file, self._read_to = _number(self._log), 0
            file.seek(self._read_to)
            lines, end, _ = file.read().rpartition(b"\n")
            self._read_to += len(lines) + len(end)
            found.update(filter(None, map(self._why, lines.splitlines())))
        return found

    def _why(self, line: bytes) -> str | None:
        read = _LINE.match(line)
        if read is None:
            return None
        thread, file, words = read.groups()
        if file == b"res_rtp_asterisk" and _NONE_FREE in words:
            self._without_port.add(thread)
        elif file == b"res_pjsip_session":
            had = thread in self._without_port
            self._without_port.discard(thread)
            return NO_PORT if had and _REFUSED in words else None
        elif file == b"chan_pjsip" and words.startswith(_NOT_STARTED):
            return LIMIT
        return None


def _number(log: Path) -> int:
    return log.stat().st_ino
