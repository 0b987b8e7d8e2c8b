"""The one command measures, survives what breaks, and prints one table."""

from __future__ import annotations

from pathlib import Path

import pytest
from benchmarks.__main__ import main
from benchmarks.table import Row, markdown, percentile

pytestmark = pytest.mark.unit


def test_a_row_says_whether_its_aim_was_kept() -> None:
    text = markdown(
        [
            Row("a", "1", aim="< 2", kept=True),
            Row("b", "3", aim="< 2", kept=False),
            Row("c", "3"),
        ]
    )
    lines = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines()]
    assert lines[2:] == [
        ["a", "1", "", "< 2", "yes"],
        ["b", "3", "", "< 2", "**no**"],
        ["c", "3", "", "", ""],
    ]
    assert len({len(line) for line in text.splitlines()}) == 1


def test_the_ninety_ninth_of_a_hundred_values() -> None:
    values = [float(n) for n in range(100, 0, -1)]
    assert (percentile(values, 0.5), percentile(values, 0.99)) == (51.0, 100.0)
    assert percentile([], 0.5) == 0.0


def test_the_router_is_measured_at_three_sizes(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = tmp_path / "table.md"
    assert main(["routing", "--small", "--write", str(written)]) == 0
    text = written.read_text("utf-8")
    assert text in capsys.readouterr().out
    for agents in ("100", "1,000", "10,000"):
        assert f"whole conversation, {agents} agents" in text


def test_an_unknown_name_is_refused() -> None:
    with pytest.raises(SystemExit):
        main(["nothing"])
