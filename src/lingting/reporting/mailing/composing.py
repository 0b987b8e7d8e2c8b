"""A report as a letter: its table in the text that mail programs show, and the file beside it."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from lingting.mail.api import Attachment, Letter
from lingting.platform.aside import aside
from lingting.platform.http.messages import Language
from lingting.reporting.domain.amounts import shown
from lingting.reporting.reports.files import AVERAGE, TOTAL, csv_of, title_of, word, xlsx_of
from lingting.reporting.reports.schemas import ColumnOut, ReportOut, Value, WordsOut

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
CSV = "text/csv"
UNFIT = '/\\:*?"<>|'
"""What file names may not hold somewhere."""
MOST_ROWS = 60
"""A longer table is read in the file."""

NOTHING = WordsOut(zh="这段时间没有数据。", en="Nothing in these days.")
MORE = WordsOut(zh="这里只列出前 {shown} 行，共 {all} 行。", en="The first {shown} of {all} rows.")
IN_FILE = WordsOut(zh="完整表格见附件。", en="The whole table is in the attached file.")
OPEN = WordsOut(zh="在聆听中打开", en="Open in Lingting")
SENT_BY = WordsOut(
    zh="聆听按保存的报表定时发送；日期与时间按 {zone}。",
    en="Sent by Lingting on the schedule of a saved report; days and times are those of {zone}.",
)
UNEVEN = WordsOut(zh="核对不平：{name}", en="Does not add up: {name}")

_CELL = "padding:4px 10px;border-bottom:1px solid #e5e6eb;white-space:nowrap"
_FONT = "font-family:-apple-system,'Segoe UI','PingFang SC','Microsoft YaHei',sans-serif"


@dataclass(frozen=True, slots=True)
class Composed:
    """What every recipient gets."""

    subject: str
    text: str
    html: str
    attachments: tuple[Attachment, ...]
    rows: int

    def to(self, id: str, address: str) -> Letter:
        """The letter to one of them."""
        return Letter(id, address, self.subject, self.text, self.html, self.attachments)


async def compose(
    report: ReportOut, name: str, attach: str, language: Language, link: str
) -> Composed:
    """The report `name` in a language, with a file unless `attach` is `none`."""
    first, last = report.period.first, report.period.last
    days = f"{first}" if first == last else f"{first} – {last}"
    files = await aside(_files, report, name, attach, language)
    notes = _notes(report, language, has_file=bool(files))
    closing = word(SENT_BY, language).format(zone=report.period.zone)
    titles = [title_of(column, language) for column in report.columns]
    lines = _lines(report, language)
    return Composed(
        subject=" ".join(f"{name} · {days}".split()),
        text=_text(name, days, [titles, *lines] if lines else [], [*notes, link, closing]),
        html="\n".join(
            [
                f'<div lang="{language}" style="{_FONT};font-size:14px;color:#1f2329">',
                f'<h2 style="font-size:18px;margin:0 0 4px">{escape(name)}</h2>',
                f'<p style="color:#646a73;margin:0 0 12px">{escape(days)}</p>',
                *_table(report, titles, lines),
                *(f"<p>{escape(note)}</p>" for note in notes),
                _link(link, language),
                f'<p style="color:#646a73;font-size:12px">{escape(closing)}</p></div>',
            ]
        ),
        attachments=files,
        rows=len(report.rows),
    )


def _files(report: ReportOut, name: str, attach: str, language: Language) -> tuple[Attachment, ...]:
    plain = "".join(char for char in name if char.isprintable() and char not in UNFIT)
    stem = f"{plain}_{report.period.first}_{report.period.last}"
    match attach:
        case "xlsx":
            return (Attachment(f"{stem}.xlsx", xlsx_of(report, language), XLSX),)
        case "csv":
            return (Attachment(f"{stem}.csv", csv_of(report, language).encode(), CSV),)
        case _:
            return ()


def _lines(report: ReportOut, language: Language) -> list[list[str]]:
    rows = [row.cells for row in report.rows[:MOST_ROWS]]
    lines = [[shown(row.get(one.key), one.unit) for one in report.columns] for row in rows]
    if lines and report.totals is not None and report.columns:
        lines.append([word(TOTAL, language), *_totals(report, report.totals, language)])
    return lines


def _totals(report: ReportOut, totals: dict[str, Value], language: Language) -> list[str]:
    """What stands below the columns but the first."""
    average = word(AVERAGE, language)
    return [
        f"{average} {shown(value, one.unit)}" if one.averaged and value else shown(value, one.unit)
        for one in report.columns[1:]
        for value in (totals.get(one.key),)
    ]


def _notes(report: ReportOut, language: Language, *, has_file: bool) -> list[str]:
    notes = [] if report.rows else [word(NOTHING, language)]
    if len(report.rows) > MOST_ROWS:
        more = word(MORE, language).format(shown=MOST_ROWS, all=len(report.rows))
        notes.append(f"{more} {word(IN_FILE, language)}" if has_file else more)
    uneven = [one for one in report.checks if not one.holds]
    return notes + [word(UNEVEN, language).format(name=word(one.name, language)) for one in uneven]


def _text(name: str, days: str, table: list[list[str]], ends: list[str]) -> str:
    lines = ["\t".join(line) for line in table]
    return "\n".join([name, days, "", *lines, "", *(one for one in ends if one), ""])


def _table(report: ReportOut, titles: list[str], lines: list[list[str]]) -> list[str]:
    if not lines:
        return []
    last = len(lines) - 1 if report.totals is not None else None
    return [
        '<table style="border-collapse:collapse;font-variant-numeric:tabular-nums">',
        f"<tr>{_cells(report.columns, titles, 'th')}</tr>",
        *(
            f"<tr>{_cells(report.columns, line, 'th' if place == last else 'td')}</tr>"
            for place, line in enumerate(lines)
        ),
        "</table>",
    ]


def _link(link: str, language: Language) -> str:
    if not link:
        return ""
    return f'<p><a href="{escape(link, quote=True)}">{escape(word(OPEN, language))}</a></p>'


def _cells(columns: Sequence[ColumnOut], values: Sequence[str], tag: str) -> str:
    weight = ";font-weight:600;background:#f7f8fa" if tag == "th" else ""
    sides = ["right" if column.kind == "number" else "left" for column in columns]
    return "".join(
        f'<{tag} style="{_CELL};text-align:{side}{weight}">{escape(value)}</{tag}>'
        for value, side in zip(values, sides, strict=True)
    )
