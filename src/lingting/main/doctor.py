"""`doctor`: looks at everything a call needs, and says what to do about what is wrong."""

from __future__ import annotations

import json
import time
from datetime import UTC, datetime

from rich.console import Console
from rich.table import Table

from lingting.main.checks import GROUPS, Situation, check_group
from lingting.main.home import Home
from lingting.main.plant import keep_run
from lingting.main.reaching import as_running
from lingting.main.words import chinese, text
from lingting.operations import catalogue
from lingting.operations.domain import CheckRun, Finding, Verdict
from lingting.platform.http.messages import Language
from lingting.platform.settings import Settings

MARKS = {
    Verdict.GOOD: "[green]✓[/green]",
    Verdict.WARN: "[yellow]![/yellow]",
    Verdict.BAD: "[red]✗[/red]",
    Verdict.SKIPPED: "[dim]·[/dim]",
}


def doctor(settings: Settings, console: Console, *, as_json: bool = False) -> int:
    """Prints the findings as they come; 1 when something is wrong."""
    settings, running = as_running(settings)
    at = Situation(settings, running, live=bool(running and running.url))
    run, began = CheckRun(datetime.now(UTC), len(GROUPS)), time.monotonic()
    for group in GROUPS:
        if not as_json:
            console.print(catalogue.group_words(group)[_language()], style="bold")
        findings = check_group(at, group)
        run = run.with_group(group, findings, round(time.monotonic() - began, 1))
        if not as_json:
            console.print(_table(findings))
    home = Home(settings.home.resolve())
    if home.folder.exists():
        keep_run(home, run)
    if as_json:
        console.print(json.dumps(_plain(run), ensure_ascii=False, indent=1), soft_wrap=True)
    else:
        _summarise(run, console, live=at.live)
    return 1 if _count(run, Verdict.BAD) else 0


def _table(findings: list[Finding]) -> Table:
    table = Table.grid(padding=(0, 1))
    for finding in findings:
        words = catalogue.found(finding)[_language()]
        advice = catalogue.advice(finding)
        if advice is not None:
            words += f"\n[yellow]→ {advice[_language()]}[/yellow]"
        mark = MARKS[catalogue.verdict(finding)]
        table.add_row(" ", mark, catalogue.title(finding)[_language()], words)
    return table


def _summarise(run: CheckRun, console: Console, *, live: bool) -> None:
    bad, warned = _count(run, Verdict.BAD), _count(run, Verdict.WARN)
    skipped = _count(run, Verdict.SKIPPED)
    console.print()
    if bad or warned:
        style = "red" if bad else "yellow"
        console.print(text("doctor_found", bad=bad, warned=warned), style=style)
    else:
        console.print(text("doctor_good"), style="green")
    if skipped and not live:
        console.print(text("doctor_skipped", skipped=skipped), style="dim")


def _count(run: CheckRun, verdict: Verdict) -> int:
    return sum(catalogue.verdict(one) is verdict for one in run.findings())


def _plain(run: CheckRun) -> dict[str, object]:
    language = _language()

    def plain(one: Finding) -> dict[str, object]:
        advice = catalogue.advice(one)
        return {
            "check": one.check,
            "verdict": catalogue.verdict(one).value,
            "outcome": one.outcome,
            "title": catalogue.title(one)[language],
            "found": catalogue.found(one)[language],
            "advice": None if advice is None else advice[language],
        }

    return {
        "at": run.at.isoformat(timespec="seconds"),
        "seconds": run.seconds,
        "good": not _count(run, Verdict.BAD),
        "groups": {group.name: [plain(one) for one in group.findings] for group in run.groups},
    }


def _language() -> Language:
    return "zh-CN" if chinese() else "en"
