"""Each measurement runs in its small form: it works, whatever the figures are."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from concurrent.futures import Future, ThreadPoolExecutor

import pytest
from benchmarks.running import run
from benchmarks.table import Row, Size

pytestmark = pytest.mark.telephony
FIGURES = {"calls": 5, "soak": 5, "talks": 2, "screen": 3, "starts": 4, "engine": 3}
SIDE_BY_SIDE = 3


@pytest.fixture(scope="module")
def measured() -> Iterator[Mapping[str, Future[list[Row]]]]:
    """Side by side, the longest first: in their small forms they mostly wait."""
    with ThreadPoolExecutor(SIDE_BY_SIDE) as pool:
        yield {name: pool.submit(run, name, Size.SMALL, lambda text: None) for name in FIGURES}


@pytest.mark.parametrize(("name", "figures"), FIGURES.items())
def test_it_measures_what_it_says(
    name: str, figures: int, measured: Mapping[str, Future[list[Row]]]
) -> None:
    rows = measured[name].result()
    assert len(rows) == figures, rows
    assert all(row.what.startswith(f"{name}:") for row in rows)
