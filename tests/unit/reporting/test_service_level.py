"""One day, six service levels: the numbers of a day worked out by hand."""

from __future__ import annotations

import pytest

from lingting.reporting.domain.service_level import (
    FORMULAS,
    Counted,
    Rules,
    abandon_rate,
    answer_rate,
    service_level,
)

pytestmark = pytest.mark.unit

RULES = Rules(
    formula="of_answered",
    short_abandon_seconds=5,
    count_short_abandons=True,
    count_overflows=False,
    count_ringing=True,
)
# 100 callers, target 20 s: 80 answered (60 of them in time), 15 gave up (6 in time, 4 of these
# within 5 s), 3 were sent off, 2 still wait.
DAY = Counted(
    offered=100,
    answered=80,
    abandoned=15,
    overflowed=3,
    short_abandoned=4,
    answered_within=60,
    abandoned_within=6,
    short_within=4,
)


def level(formula: str, **changed: object) -> float | None:
    rules = {name: getattr(RULES, name) for name in Rules.__slots__} | changed
    return service_level(formula, DAY, Rules(**rules))  # type: ignore[arg-type]


@pytest.mark.req("KPI-03")
@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("answered_or_left", 66 / 95),
        ("of_answered", 60 / 80),
        ("of_answered_and_abandoned", 60 / 95),
        ("of_answered_and_late_abandoned", 60 / 89),
        ("of_offered", 60 / 100),
        ("removed_of_offered", 66 / 100),
    ],
)
def test_the_same_day_by_each_formula(formula: str, expected: float) -> None:
    assert level(formula) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("answered_or_left", 62 / 91),
        ("of_answered", 60 / 80),
        ("of_answered_and_abandoned", 60 / 91),
        ("of_answered_and_late_abandoned", 60 / 89),
        ("of_offered", 60 / 96),
        ("removed_of_offered", 62 / 96),
    ],
)
def test_the_same_day_without_short_abandons(formula: str, expected: float) -> None:
    assert level(formula, count_short_abandons=False) == expected


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("answered_or_left", 66 / 98),
        ("of_answered_and_abandoned", 60 / 98),
        ("of_answered_and_late_abandoned", 60 / 92),
        ("of_offered", 60 / 100),
    ],
)
def test_the_same_day_with_overflows_in_the_denominator(formula: str, expected: float) -> None:
    assert level(formula, count_overflows=True) == expected


@pytest.mark.req("KPI-01", "KPI-02")
def test_answer_and_abandon_rate() -> None:
    assert answer_rate(DAY, RULES) == 80 / 98
    assert abandon_rate(DAY, RULES) == 15 / 98
    without = Rules(
        formula="of_answered",
        short_abandon_seconds=5,
        count_short_abandons=False,
        count_overflows=False,
        count_ringing=True,
    )
    assert answer_rate(DAY, without) == 80 / 94
    assert abandon_rate(DAY, without) == 11 / 94


def test_nothing_to_judge_has_no_value() -> None:
    assert {service_level(one, Counted(), RULES) for one in FORMULAS} == {None}
    assert answer_rate(Counted(), RULES) is None
