"""Draws depend on a stream's name alone and keep to their bounds."""

from __future__ import annotations

import math
from statistics import fmean, median

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.simulation.domain.chance import Chance

pytestmark = pytest.mark.unit
MANY = 4000


@given(st.integers(), st.text(max_size=20))
def test_the_same_name_draws_the_same(seed: int, name: str) -> None:
    one, other = Chance(seed, name), Chance(seed, name)
    assert [one.unit() for _ in range(5)] == [other.unit() for _ in range(5)]


def test_what_one_stream_draws_does_not_move_another() -> None:
    parent = Chance("world", 7)
    before = parent.of("caller", 3).unit()
    for _ in range(10):
        parent.unit()
        parent.of("caller", 2).unit()
    assert parent.of("caller", 3).unit() == before


def test_neighbouring_names_are_strangers() -> None:
    first = [Chance("caller", n).unit() for n in range(MANY)]
    assert abs(fmean(first) - 0.5) < 0.03
    assert len(set(first)) == MANY


@given(st.integers(), st.floats(0.1, 1e4), st.floats(0.3, 4))
def test_every_draw_keeps_to_its_bounds(seed: int, scale: float, shape: float) -> None:
    chance = Chance(seed)
    assert 0 < chance.unit() < 1
    assert 3 <= chance.whole(3, 5) <= 5
    assert scale <= chance.between(scale, 2 * scale) <= 2 * scale
    for drawn in (chance.exponential(scale), chance.weibull(scale, shape)):
        assert math.isfinite(drawn)
        assert drawn > 0
    assert chance.lognormal(scale, shape) > 0
    assert chance.choose("abc", (0, 1, 0)) == "b"


def test_distributions_have_the_means_that_they_are_named_by() -> None:
    chance = Chance(1)
    assert fmean(chance.exponential(20) for _ in range(MANY)) == pytest.approx(20, rel=0.1)
    assert median(chance.lognormal(30, 0.5) for _ in range(MANY)) == pytest.approx(30, rel=0.1)
    wear = 100 * math.gamma(1 + 1 / 1.5)
    assert fmean(chance.weibull(100, 1.5) for _ in range(MANY)) == pytest.approx(wear, rel=0.1)
    assert sum(chance.happens(0.3) for _ in range(MANY)) / MANY == pytest.approx(0.3, abs=0.04)
