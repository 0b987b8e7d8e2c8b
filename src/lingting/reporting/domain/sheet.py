"""The call log as a sheet that spreadsheet programs open (CSV)."""

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
"""Without it Excel takes UTF-8 for something else."""
DANGEROUS = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
"""The wide ones of Chinese input too: some programs may read them as the others."""
UNSEEN = ("\t", "\r", "\n")


def cell(value: object) -> str:
    """A value as text that no spreadsheet program runs as a formula."""
    text = "" if value is None else str(value)
    formula = text.startswith(UNSEEN) or text.lstrip().startswith(DANGEROUS)
    return "'" + text if formula else text


def sheet(titles: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """The whole file, or its beginning."""
    return BOM + _written(titles) + lines(rows)


def lines(rows: Iterable[Sequence[object]]) -> str:
    """Further lines of a file."""
    return "".join(_written([cell(value) for value in row]) for row in rows)


def _written(row: Sequence[str]) -> str:
    out = io.StringIO()
    csv.writer(out, lineterminator="\r\n").writerow(row)
    return out.getvalue()
