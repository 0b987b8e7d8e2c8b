"""How the terminal shows a plan, its problems and the history of imports."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from rich.console import Console

from lingting.configuration.domain.planning import Kind
from lingting.configuration.plan import Plan, Problem
from lingting.configuration.schemas import (
    EntryChangeOut,
    ImportPlanOut,
    PlaceChangeOut,
    TextProblemOut,
    Titles,
)
from lingting.configuration.store import Version
from lingting.main.words import chinese, text
from lingting.platform.http.messages import Language
from lingting.platform.sections import ConfigSection

MARKS = {"added": "+", "changed": "~", "removed": "-"}
COLOURS = {"added": "green", "changed": "yellow", "removed": "red"}


def show_plan(console: Console, plan: Plan, sections: Sequence[ConfigSection]) -> None:
    """Each change with old and new, what is left alone, and the counts."""
    if plan.problems:
        show_problems(console, plan.problems)
        return
    language = _language()
    shown = ImportPlanOut.of(plan, Titles(sections, language), language)
    for change in shown.changes:
        _show_change(console, change)
    for left in shown.left:
        console.print(text("config_left", title=left.title, names=", ".join(left.names)))
    if not shown.changes:
        console.print(text("config_same"))
        return
    counts = {kind.value: plan.count(kind) for kind in Kind}
    console.print(text("config_counts", **counts))


def show_problems(console: Console, problems: Sequence[Problem]) -> None:
    """Each problem with its line and place."""
    console.print(text("config_problems", count=len(problems)))
    for problem in problems:
        one = TextProblemOut.of(problem, _language())
        console.print(
            text("config_problem", line=one.line, place=one.place, message=one.message),
            style="red",
        )


def shown_version(version: Version, time_zone: str) -> str:
    """One line of the history, in the company's time."""
    at = version.at.astimezone(ZoneInfo(time_zone)).strftime("%Y-%m-%d %H:%M:%S")
    back = version.rolled_back_to
    return text(
        "config_version",
        number=version.number,
        at=at,
        by=version.by_name or text("config_by_command"),
        added=version.added,
        changed=version.changed,
        removed=version.removed,
        note=text("config_rolled_back", number=back) if back is not None else "",
    )


def _show_change(console: Console, change: EntryChangeOut) -> None:
    head = f"{MARKS[change.kind]} {change.title} {change.name} {change.label}".rstrip()
    console.print(head, style=COLOURS[change.kind])
    if change.kind == "added":
        console.print(_indented(change.text))
    for field in change.fields:
        console.print(_indented(_shown_field(field)))


def _shown_field(field: PlaceChangeOut) -> str:
    place = f"{field.place}: " if field.place else ""
    if "\n" in f"{field.old}{field.new}":
        parts = [("-", field.old), ("+", field.new)]
        lines = [f"{mark} {line}" for mark, one in parts if one for line in one.splitlines()]
        return "\n".join([place.rstrip(), *lines])
    return f"{place}{field.old or '·'} → {field.new or '·'}"


def _indented(words: str) -> str:
    return "\n".join(f"    {line}" for line in words.splitlines())


def _language() -> Language:
    return "zh-CN" if chinese() else "en"
