"""A sheet keeps what people wrote and runs nothing in it."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.reporting.domain.sheet import BOM, cell, sheet

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://x")',
        "+1",
        "-1+2",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "＝1+1",
        "＠SUM(A1)",
    ],
)
def test_what_a_program_would_run_becomes_text(text: str) -> None:
    assert cell(text) == "'" + text


@pytest.mark.parametrize("value", ["张晓梅", "138 0013 8000", "", 35, "a=b"])
def test_ordinary_values_stay_as_they_are(value: object) -> None:
    assert cell(value) == str(value)


@given(st.lists(st.lists(st.text(), min_size=3, max_size=3), max_size=5))
def test_every_cell_comes_back_from_the_file(rows: list[list[str]]) -> None:
    text = sheet(("一", "二", "三"), rows)
    read = list(csv.reader(io.StringIO(text.removeprefix(BOM), newline="")))
    assert read[0] == ["一", "二", "三"]
    assert read[1:] == [[cell(value) for value in row] for row in rows]
