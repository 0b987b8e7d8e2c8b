"""What `up` tells other processes about the parts that it watches: a small file in the home."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from lingting.operations.domain import PartFact


@dataclass(slots=True)
class _Told:
    state: str
    since: datetime
    restarts: int = 0
    last_end: datetime | None = None


class PartsFile:
    """A supervisor's report that is written anew, as a whole, at each change."""

    def __init__(self, path: Path, now: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        self._path = path
        self._now = now
        self._parts: dict[str, _Told] = {}

    def starting(self, part: str) -> None:
        self._parts[part] = _Told("starting", self._now())
        self._write()

    def started(self, part: str) -> None:
        self._change(part, "running")

    def died(self, part: str, pause: float) -> None:
        self._parts[part].last_end = self._now()
        self._change(part, "away")

    def back(self, part: str) -> None:
        self._parts[part].restarts += 1
        self._change(part, "running")

    def stopping(self, part: str) -> None:
        """Wished: it is no longer watched."""
        self._parts.pop(part, None)
        self._write()

    def forget(self) -> None:
        """Nothing runs any more."""
        self._path.unlink(missing_ok=True)

    def _change(self, part: str, state: str) -> None:
        told = self._parts[part]
        told.state, told.since = state, self._now()
        self._write()

    def _write(self) -> None:
        rows = [
            {
                "name": name,
                "state": told.state,
                "since": told.since.isoformat(),
                "restarts": told.restarts,
                "last_end": told.last_end.isoformat() if told.last_end else None,
            }
            for name, told in self._parts.items()
        ]
        part = self._path.with_suffix(".part")
        # A disk that is full must not end the supervisor that could make it work again.
        with suppress(OSError):
            part.write_text(json.dumps(rows), "utf-8")
            part.replace(self._path)


def read_parts(path: Path) -> list[PartFact]:
    """The parts in the order of their start; none when `up` does not run here."""
    try:
        rows = json.loads(path.read_text("utf-8"))
        return [
            PartFact(
                name=row["name"],
                state=row["state"],
                since=datetime.fromisoformat(row["since"]),
                restarts=row["restarts"],
                last_end=datetime.fromisoformat(row["last_end"]) if row["last_end"] else None,
            )
            for row in rows
        ]
    except (OSError, ValueError, KeyError, TypeError):
        return []
