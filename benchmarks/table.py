"""The rows that every measurement gives, and how they are shown."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

HEADINGS = ("what", "measured", "peer in the same run", "aim", "kept?")


class Size(Enum):
    """How much is measured."""

    SMALL = "small"
    """Seconds: shows that the measurement itself works; its figures mean nothing."""
    NORMAL = "normal"
    LONG = "long"


@dataclass(frozen=True, slots=True)
class Row:
    """One figure; `kept` is None where there is no aim, or where a small run says nothing."""

    what: str
    measured: str
    peer: str = ""
    aim: str = ""
    kept: bool | None = None

    @property
    def cells(self) -> tuple[str, ...]:
        kept = {True: "yes", False: "**no**", None: ""}[self.kept]
        return (self.what, self.measured, self.peer, self.aim, kept)


def markdown(rows: Iterable[Row]) -> str:
    """The table, aligned, so that it reads well in a terminal too."""
    cells = [HEADINGS, *(row.cells for row in rows)]
    widths = [max(len(line[at]) for line in cells) for at in range(len(HEADINGS))]
    lines = [_line(line, widths) for line in cells]
    lines.insert(1, "|" + "|".join("-" * (width + 2) for width in widths) + "|")
    return "\n".join(lines) + "\n"


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of all do not exceed; 0 when there is none."""
    if not values:
        return 0.0
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(len(ordered) * share))]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
    return "| " + " | ".join(padded) + " |"
