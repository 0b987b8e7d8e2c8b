"""Each measurement runs in its small form: it works, whatever the figures are."""

from __future__ import annotations

import pytest
from benchmarks.running import run
from benchmarks.table import Size

pytestmark = pytest.mark.telephony


def test_starts_are_measured() -> None:
    rows = run("starts", Size.SMALL, lambda line: None)
    assert [row.what.partition(",")[0] for row in rows] == [
        "starts: first start",
        "starts: second start",
        "starts: memory at rest (PSS)",
        "starts: processor at rest (of one core)",
    ]
