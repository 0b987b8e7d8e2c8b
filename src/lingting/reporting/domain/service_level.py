"""Service level: six ways of counting the same day, chosen by the company.

`answered` … are passages through queues that arrived in a period; `_within` those that ended within
the queue's target seconds. A formula without any call to judge has no value.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """The company's choices."""

    formula: str
    short_abandon_seconds: int
    count_short_abandons: bool
    count_overflows: bool
    count_ringing: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Counted:
    """What a formula looks at; overflows are those with a message too."""

    offered: int = 0
    answered: int = 0
    abandoned: int = 0
    overflowed: int = 0
    short_abandoned: int = 0
    answered_within: int = 0
    abandoned_within: int = 0
    short_within: int = 0
    """Short abandons that ended within the target as well."""

    def __add__(self, other: "Counted") -> "Counted":
        return Counted(
            **{name: getattr(self, name) + getattr(other, name) for name in Counted.__slots__}
        )


def service_level(formula: str, counted: Counted, rules: Rules) -> float | None:
    """The share (0–1) that one formula gives under the company's switches."""
    above, below = judged(formula, counted, rules)
    return above / below if below > 0 else None


def judged(formula: str, counted: Counted, rules: Rules) -> tuple[int, int]:
    """Numerator and denominator of a formula under the company's switches."""
    short = 0 if rules.count_short_abandons else counted.short_abandoned
    short_within = 0 if rules.count_short_abandons else counted.short_within
    fair = Counted(
        offered=counted.offered - short,
        answered=counted.answered,
        abandoned=counted.abandoned - short,
        overflowed=counted.overflowed if rules.count_overflows else 0,
        answered_within=counted.answered_within,
        abandoned_within=counted.abandoned_within - short_within,
    )
    return FORMULAS[formula](fair)


def answer_rate(counted: Counted, rules: Rules) -> float | None:
    """Answered of those whose search has ended, short abandons as the company counts them."""
    below = _settled(counted, rules)
    return counted.answered / below if below > 0 else None


def abandon_rate(counted: Counted, rules: Rules) -> float | None:
    """Abandoned of those whose search has ended, short abandons as the company counts them."""
    short = 0 if rules.count_short_abandons else counted.short_abandoned
    below = _settled(counted, rules)
    return (counted.abandoned - short) / below if below > 0 else None


def _settled(counted: Counted, rules: Rules) -> int:
    """Who waits or is being rung is neither lost nor won: a live rate must not fall for him."""
    short = 0 if rules.count_short_abandons else counted.short_abandoned
    return counted.answered + counted.abandoned + counted.overflowed - short


FORMULAS: Mapping[str, Callable[[Counted], tuple[int, int]]] = {
    "answered_or_left": lambda c: (
        c.answered_within + c.abandoned_within,
        c.answered + c.abandoned + c.overflowed,
    ),
    "of_answered": lambda c: (c.answered_within, c.answered),
    "of_answered_and_abandoned": lambda c: (
        c.answered_within,
        c.answered + c.abandoned + c.overflowed,
    ),
    "of_answered_and_late_abandoned": lambda c: (
        c.answered_within,
        c.answered + c.abandoned - c.abandoned_within + c.overflowed,
    ),
    "of_offered": lambda c: (c.answered_within, c.offered),
    "removed_of_offered": lambda c: (c.answered_within + c.abandoned_within, c.offered),
}
"""Numerator and denominator of each formula, in the order in which they are shown."""
