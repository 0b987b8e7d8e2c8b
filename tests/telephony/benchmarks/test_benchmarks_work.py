"""Each measurement runs in its small form: it works, whatever the figures are."""

from __future__ import annotations

import pytest
from benchmarks.running import run
from benchmarks.table import Size

pytestmark = pytest.mark.telephony


@pytest.mark.parametrize(
    ("name", "figures"),
    [("engine", 3), ("starts", 4), ("calls", 5), ("screen", 3), ("talks", 2), ("soak", 5)],
)
def test_it_measures_what_it_says(name: str, figures: int) -> None:
    told: list[str] = []
    rows = run(name, Size.SMALL, told.append)
    assert len(rows) == figures, (rows, told)
    assert all(row.what.startswith(f"{name}:") for row in rows)
