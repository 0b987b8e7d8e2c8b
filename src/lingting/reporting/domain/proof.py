"""Whether two countings of the same day agree."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from lingting.reporting.domain.figures import adds_up

Row = Mapping[str, Any]


def differences(
    rows: Sequence[Row], sums: Sequence[Row], key: str, names: Sequence[str]
) -> list[dict[str, Any]]:
    """Where the rows of a day and its sums differ, by `key`."""
    counted = {row[key]: row for row in rows}
    shown = {row[key]: row for row in sums}
    return [
        {key: str(one), "what": name, "expected": expected, "found": found}
        for one in sorted(counted.keys() | shown.keys(), key=str)
        for name in names
        if (expected := _of(counted.get(one), name)) != (found := _of(shown.get(one), name))
    ]


def open_endings(sums: Iterable[Row]) -> list[dict[str, Any]]:
    """Queues whose passages do not end in exactly one way."""
    return [
        {"queue": str(row["queue"]), "what": "endings", "expected": int(row["offered"])}
        for row in sums
        if not adds_up(row)
    ]


def lost_time(rows: Sequence[Row], sums: Sequence[Row]) -> list[dict[str, Any]]:
    """Agents whose stretches and sums differ by more than a millisecond of rounding each."""
    counted = {row["agent"]: row for row in rows}
    shown = {row["agent"]: row for row in sums}
    found: list[dict[str, Any]] = []
    for agent in sorted(counted.keys() | shown.keys(), key=str):
        expected, spent = _of(counted.get(agent), "spent"), _of(shown.get(agent), "spent")
        if abs(expected - spent) > _of(counted.get(agent), "stretches"):
            found.append(
                {"agent": str(agent), "what": "time", "expected": expected, "found": spent}
            )
    return found


def _of(row: Row | None, name: str) -> int:
    return 0 if row is None else int(row[name] or 0)
