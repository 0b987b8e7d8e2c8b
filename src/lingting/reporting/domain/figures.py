"""Numbers of a queue from sums that were just counted, under the names that metrics know."""

from collections.abc import Mapping
from typing import Any

from lingting.reporting.domain.counting import Sums, cumulative, within
from lingting.reporting.domain.service_level import Rules


def of_visits(sums: Sums, target_seconds: int, rules: Rules) -> dict[str, int]:
    """The sums of some passages, with those that ended in time."""
    waits = cumulative((), sums.lists["answer_waits" if rules.count_ringing else "queue_waits"])
    left = cumulative((), sums.lists["abandon_waits"])
    short = rules.short_abandon_seconds
    return {
        **sums.numbers,
        **sums.longest,
        "answered_within": within(waits, target_seconds),
        "abandoned_within": within(left, target_seconds),
        "short_abandoned": within(left, short),
        "short_within": within(left, min(short, target_seconds)),
    }


def merged(one: Mapping[str, int], other: Mapping[str, int]) -> dict[str, int]:
    """The sums of both; longest lengths stay the longest."""
    found = dict(one)
    for name, value in other.items():
        before = found.get(name, 0)
        found[name] = max(before, value) if name.startswith("longest_") else before + value
    return found


def mean_seconds(total_ms: int, count: int) -> float | None:
    """The average length in seconds; None of nothing."""
    return total_ms / count / 1000 if count else None


def adds_up(numbers: Any) -> bool:
    """Whether every passage ended in exactly one way, or still goes on."""
    parts = ("answered", "abandoned", "overflowed", "messages", "in_progress")
    return numbers["offered"] == sum(numbers[name] for name in parts)
