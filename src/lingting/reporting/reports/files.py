"""Reports as files: CSV for programs, XLSX for people. No cell ever runs as a formula."""

import io
from collections.abc import AsyncIterator, Iterable, Sequence
from datetime import datetime
from typing import Any

import xlsxwriter

from lingting.platform.http.messages import Language
from lingting.reporting.domain.sheet import cell as guarded
from lingting.reporting.domain.sheet import lines, sheet
from lingting.reporting.export import ExportTooLarge
from lingting.reporting.reports.engine import size_of
from lingting.reporting.reports.schemas import ColumnOut, ReportOut, Value, WordsOut

FORMATS = {"count": "#,##0", "seconds": "#,##0.0", "share": "0.00%", "rate": "0.0", "score": "0.00"}
UNIT_WORDS = {"seconds": ("（秒）", " (s)"), "rate": ("（每小时）", " (per hour)")}
TOTAL = WordsOut(zh="合计", en="Total")
AVERAGE = WordsOut(zh="平均", en="Average")
DAYS, ZONE, MADE = (
    WordsOut(zh="日期", en="Days"),
    WordsOut(zh="时区", en="Time zone"),
    WordsOut(zh="生成时间", en="Made at"),
)
CHECKED = WordsOut(zh="核对", en="Checks")
NARROW, WIDE = 12, 22
MOST_OF_BOOK = 100_000
"""Rows that a workbook takes; a CSV file takes all."""


def csv_of(report: ReportOut, language: Language) -> str:
    """The table alone, with its totals as the last line."""
    titles = [title_of(column, language) for column in report.columns]
    return sheet(titles, _lines(report, _rows(report, language)))


async def csv_pages(pages: AsyncIterator[ReportOut], language: Language) -> AsyncIterator[str]:
    """The table alone, page by page, with its totals as the last line."""
    first: ReportOut | None = None
    async for page in pages:
        rows = _lines(page, [row.cells for row in page.rows])
        if first is None:
            first = page
            yield sheet([title_of(column, language) for column in page.columns], rows)
        else:
            yield lines(rows)
    if first is not None and (total := _total(first, language)) is not None:
        yield lines(_lines(first, [total]))


async def joined(first: ReportOut, rest: AsyncIterator[ReportOut]) -> AsyncIterator[ReportOut]:
    """Pages, the first of which was read already."""
    yield first
    async for page in rest:
        yield page


async def whole(pages: AsyncIterator[ReportOut]) -> ReportOut:
    """All pages as one report. Raises ExportTooLarge for more than a workbook should hold."""
    first: ReportOut | None = None
    async for page in pages:
        if first is None:
            first = page
            if size_of(page) > MOST_OF_BOOK:
                raise ExportTooLarge(limit=MOST_OF_BOOK)
        else:
            first.rows += page.rows
    assert first is not None
    return first


def xlsx_of(report: ReportOut, language: Language) -> bytes:
    """A workbook: the table with totals, what it is, and the sums that were checked."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    with xlsxwriter.Workbook(out, options) as book:
        page = book.add_worksheet(_page_name(word(report.name, language)))
        bold = book.add_format({"bold": True})
        head = book.add_format({"bold": True, "bg_color": "#F0F0F0", "bottom": 1})
        looks = {unit: book.add_format({"num_format": form}) for unit, form in FORMATS.items()}
        average = book.add_format(
            {"num_format": f'"{word(AVERAGE, language)} "{FORMATS["seconds"]}'}
        )
        instant = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
        page.write_string(0, 0, word(report.name, language), bold)
        for row, line in enumerate(_about(report, language), start=1):
            page.write_string(row, 0, guarded(line))
        top = 5
        for place, column in enumerate(report.columns):
            page.write_string(top, place, title_of(column, language), head)
            page.set_column(place, place, NARROW if column.kind == "number" else WIDE)
        for row, cells in enumerate(_rows(report, language), start=top + 1):
            is_total = row > top + len(report.rows)
            for place, column in enumerate(report.columns):
                value = cells.get(column.key)
                look = instant if column.unit == "instant" else looks.get(column.unit)
                look = average if is_total and column.averaged else look
                _write(page, row, place, value, column, look)
        page.freeze_panes(top + 1, 1)
        below = top + 2 + len(report.rows) + bool(report.totals)
        for row, line in enumerate(_checks(report, language), start=below):
            page.write_string(row, 0, guarded(line))
    return out.getvalue()


def _write(page: Any, row: int, place: int, value: Value, column: ColumnOut, look: Any) -> None:
    """Numbers as numbers, instants as the company's local time, everything else as text."""
    if value is None:
        return
    if isinstance(value, int | float):
        page.write_number(row, place, value, look)
    elif column.unit == "instant" and (at := _instant(value)) is not None:
        page.write_datetime(row, place, at.replace(tzinfo=None), look)
    else:
        page.write_string(row, place, guarded(value))


def _lines(report: ReportOut, rows: Iterable[dict[str, Value]]) -> list[list[Value]]:
    return [[_plain(cells.get(column.key), column) for column in report.columns] for cells in rows]


def _plain(value: Value, column: ColumnOut) -> Value:
    if column.unit == "instant" and isinstance(value, str) and (at := _instant(value)) is not None:
        return at.strftime("%Y-%m-%d %H:%M:%S")
    return round(value, 6) if isinstance(value, float) else value


def _rows(report: ReportOut, language: Language) -> Sequence[dict[str, Value]]:
    rows = [row.cells for row in report.rows]
    total = _total(report, language)
    return rows if total is None else [*rows, total]


def _total(report: ReportOut, language: Language) -> dict[str, Value] | None:
    if report.totals is None or not report.columns:
        return None
    return {**report.totals, report.columns[0].key: word(TOTAL, language)}


def _about(report: ReportOut, language: Language) -> list[str]:
    period = report.period
    made = report.computed_at.strftime("%Y-%m-%d %H:%M:%S UTC")
    return [
        f"{word(DAYS, language)}: {period.first} – {period.last}",
        f"{word(ZONE, language)}: {period.zone}    {word(MADE, language)}: {made}",
        word(report.about, language),
    ]


def _checks(report: ReportOut, language: Language) -> list[str]:
    title = word(CHECKED, language)
    return [
        f"{title}: {word(one.name, language)}    {one.found:g} / {one.expected:g} "
        f"{'✓' if one.holds else '✗'}"
        for one in report.checks
    ]


def title_of(column: ColumnOut, language: Language) -> str:
    """The head of a column, with its unit."""
    unit = (
        UNIT_WORDS.get(column.unit, ("", ""))[language == "en"] if column.kind == "number" else ""
    )
    return f"{word(column.name, language)}{unit}"


def word(words: WordsOut, language: Language) -> str:
    """A text in one language."""
    return words.en if language == "en" else words.zh


def _page_name(name: str) -> str:
    """A name as workbooks allow it: no marks of paths, at most 31 characters."""
    return "".join(char for char in name if char not in "[]:*?/\\'")[:31]


def _instant(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(str(text))
    except ValueError:
        return None
