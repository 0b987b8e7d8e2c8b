"""Tests run in lanes side by side; each category is in one."""

from __future__ import annotations

import pytest
from tools.checks import CATEGORIES, SIDE_BY_SIDE

from support.lanes import LANES, lane

pytestmark = pytest.mark.unit


def test_there_is_a_process_for_each_lane() -> None:
    assert int(SIDE_BY_SIDE[1]) == LANES
    assert len({lane(f"tests/{one}/") for one in CATEGORIES}) == LANES


def test_what_computes_does_so_beside_telephones_and_browser() -> None:
    assert lane("tests/unit/acd/test_ranking.py::test_it") == lane("tests/db/")
    assert lane("tests/telephony/up/test_interrupted.py") not in (
        lane("tests/e2e/"),
        lane("tests/db/"),
    )
