"""Numbers of a queue from its sums, as the company counts them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from lingting.reporting.domain.counting import together, within
from lingting.reporting.domain.service_level import Counted, Rules

Numbers = Mapping[str, int]


@dataclass(slots=True)
class Traffic:
    """Sums of one queue over some quarters, with the lists of waiting times."""

    numbers: dict[str, int] = field(default_factory=dict[str, int])
    lists: dict[str, list[int]] = field(default_factory=dict[str, list[int]])

    def add(self, numbers: Mapping[str, int], lists: Mapping[str, Sequence[int]]) -> None:
        """Adds further sums; longest lengths stay the longest."""
        for name, value in numbers.items():
            before = self.numbers.get(name, 0)
            longest = name.startswith("longest_")
            self.numbers[name] = max(before, value) if longest else before + value
        for name, counted in lists.items():
            self.lists[name] = together(self.lists.get(name, ()), counted)

    def __getitem__(self, name: str) -> int:
        return self.numbers.get(name, 0)

    def counted(self, target_seconds: int, rules: Rules) -> Counted:
        """What service level looks at."""
        waits = self.lists.get("answer_waits" if rules.count_ringing else "queue_waits", ())
        left = self.lists.get("abandon_waits", ())
        short = rules.short_abandon_seconds
        return Counted(
            offered=self["offered"],
            answered=self["answered"],
            abandoned=self["abandoned"],
            overflowed=self["overflowed"] + self["messages"],
            short_abandoned=within(left, short),
            answered_within=within(waits, target_seconds),
            abandoned_within=within(left, target_seconds),
            short_within=within(left, min(short, target_seconds)),
        )

    def answer_wait_ms(self, rules: Rules) -> int:
        """The waits of answered callers together."""
        ringing = 0 if rules.count_ringing else self["ring_ms"]
        return self["answer_wait_ms"] - ringing


def mean_seconds(total_ms: int, count: int) -> float | None:
    """The average length in seconds; None of nothing."""
    return total_ms / count / 1000 if count else None


def adds_up(numbers: Any) -> bool:
    """Whether every passage ended in exactly one way, or still goes on."""
    parts = ("answered", "abandoned", "overflowed", "messages", "in_progress")
    return numbers["offered"] == sum(numbers[name] for name in parts)
