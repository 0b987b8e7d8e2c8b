"""How much of each way to the public network is in use (外线状态)."""

from collections.abc import Iterable
from typing import Any

from lingting.calls.domain import Call, Direction, LegKind, LegState


def lines_state(calls: Iterable[Call]) -> dict[str, Any]:
    """Lines in use by trunk, and calls in progress by the number that was dialled."""
    trunks: dict[str, dict[str, int]] = {}
    numbers: dict[str, int] = {}
    for call in calls:
        use = trunks.setdefault(call.trunk or "default", {"in": 0, "out": 0})
        for leg in call.legs:
            if leg.state is LegState.GONE or leg.kind is LegKind.AGENT:
                continue
            came = leg.kind is LegKind.CUSTOMER and call.direction is Direction.IN
            use["in" if came else "out"] += 1
        if call.direction is Direction.IN:
            numbers[call.called] = numbers.get(call.called, 0) + 1
    return {"trunks": trunks, "numbers": numbers}
