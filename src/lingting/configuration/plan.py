"""A plan: what a document would change, or what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

from lingting.configuration.domain.planning import (
    Change,
    Kind,
    Use,
    digest_of,
    lost_uses,
    outcome,
    plan_section,
    unknown_uses,
)
from lingting.configuration.text import FORMAT, Document, Path
from lingting.platform.sections import ConfigSection, EntryChange, Misfits

UNKNOWN = {
    "roles": "reference-roles",
    "users": "reference-users",
    "skill_groups": "reference-skill-groups",
    "queues": "reference-queues",
    "prompts": "reference-prompts",
    "flows": "reference-flows",
    "access_numbers": "reference-access-numbers",
}
"""What to say of a name that leads nowhere, by the section that it should be in."""

MOST_PROBLEMS = 500
"""Told at once; thirty thousand lines with the same fault are one."""

MOST_CHANGES = 3_000
"""At once: calls of the company wait while they are written."""

MOST_VALUES = 50_000
"""In one entry: a group of ten thousand people has forty thousand. What is read, compared and
shown in one piece keeps the engine from anything else meanwhile, in whatever thread it is."""

Current = Mapping[str, dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at one line; `place` is the path to it, `slug` names the sentence."""

    line: int
    place: str
    slug: str
    params: Mapping[str, object] = field(default_factory=dict[str, object])


@dataclass(frozen=True, slots=True)
class Plan:
    """The changes in the order of the sections; none when there are problems.

    `left` names what the document does not mention; `prune` would remove it.
    """

    changes: tuple[Change, ...] = ()
    left: Mapping[str, tuple[str, ...]] = field(default_factory=dict[str, tuple[str, ...]])
    problems: tuple[Problem, ...] = ()
    wanted: Mapping[str, dict[str, Any]] = field(default_factory=dict[str, dict[str, Any]])
    digest: str = digest_of(())

    def count(self, kind: Kind) -> int:
        return sum(change.kind is kind for change in self.changes)

    def strays_from(self, after: Current) -> str | None:
        """The first place where what came of it is not what was planned."""
        for key, entries in self.wanted.items():
            for name, entry in entries.items():
                if after[key].get(name) != entry:
                    return f"{key}.{name}"
        for change in self.changes:
            if change.kind is Kind.REMOVED and change.was in after[change.section]:
                return f"{change.section}.{change.was}"
        return None

    def of(self, section: str, *, removals: bool) -> list[EntryChange]:
        """A section's changes as the section takes them."""
        return [
            EntryChange(one.name, one.was, one.old, one.new)
            for one in self.changes
            if one.section == section and (one.kind is Kind.REMOVED) == removals
        ]


def problem_at(document: Document, path: Path, slug: str, params: Mapping[str, object]) -> Problem:
    """A problem with the line and the readable path of its place."""
    shown = "".join(f"[{one + 1}]" if isinstance(one, int) else f".{one}" for one in path)
    return Problem(document.line(path), shown.lstrip("."), slug, params)


def make_plan(
    sections: Sequence[ConfigSection],
    current: Current,
    known: Mapping[str, frozenset[str]],
    document: Document,
    *,
    prune: bool,
) -> Plan:
    """Compares a document with what is; `known` are names beside those of the entries."""
    wanted, problems = _read(sections, document)
    if problems:
        return Plan(problems=tuple(problems[:MOST_PROBLEMS]))
    plans = {
        section.key: plan_section(
            section.key,
            current[section.key],
            wanted[section.key],
            section.identity,
            prune=prune and section.removable,
        )
        for section in sections
        if section.key in wanted
    }
    changes = tuple(change for plan in plans.values() for change in plan.changes)
    if len(changes) > MOST_CHANGES:
        params = {"count": len(changes), "most": MOST_CHANGES}
        return Plan(problems=(Problem(1, "", "too-many-changes", params),))
    final = {**current, **{key: outcome(current[key], one.changes) for key, one in plans.items()}}
    problems = _names(sections, wanted, final, known, changes, document)
    if problems:
        return Plan(problems=tuple(problems[:MOST_PROBLEMS]))
    kept = {section.key for section in sections if section.removable}
    left = {key: plan.left for key, plan in plans.items() if plan.left and key in kept}
    return Plan(changes, left, (), wanted, digest_of(changes))


def _read(
    sections: Sequence[ConfigSection], document: Document
) -> tuple[dict[str, dict[str, Any]], list[Problem]]:
    """The entries of every section that the document has, in their normal form."""
    values = document.values
    if not isinstance(values, dict):
        return {}, [Problem(1, "", "wrong-type")]
    problems: list[Problem] = []
    if values.get("format") != FORMAT:
        params = {"format": FORMAT}
        problems.append(problem_at(document, ("format",), "format-unknown", params))
    by_key = {section.key: section for section in sections}
    wanted: dict[str, dict[str, Any]] = {}
    for key, entries in values.items():
        if key == "format":
            continue
        if key not in by_key:
            problems.append(problem_at(document, (key,), "section-unknown", {"section": key}))
        elif entries is not None and not isinstance(entries, dict):
            problems.append(problem_at(document, (key,), "wrong-type", {}))
        else:
            wanted[key] = _entries(by_key[key], entries or {}, document, problems)
    return wanted, problems


def _entries(
    section: ConfigSection, raw: Mapping[str, Any], document: Document, problems: list[Problem]
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    met: dict[str, str] = {}
    for name, one in raw.items():
        if _values_in(one) > MOST_VALUES:
            params = {"most": MOST_VALUES}
            problems.append(problem_at(document, (section.key, name), "entry-too-long", params))
            continue
        try:
            entry = section.read(name, one)
        except Misfits as misfits:
            problems += [
                problem_at(document, (section.key, name, *one.path), one.slug, one.params)
                for one in misfits.found
            ]
            continue
        identity = section.identity(name, entry)
        if identity in met:
            path = (section.key, name)
            problems.append(problem_at(document, path, "name-twice", {"name": name}))
        met[identity] = name
        found[name] = entry
    return found


def _values_in(entry: Any) -> int:
    waiting, count = [entry], 0
    while waiting:
        one = waiting.pop()
        count += 1
        if isinstance(one, dict | list):
            waiting += cast("list[Any]", list(one.values()) if isinstance(one, dict) else one)
    return count


def _names(
    sections: Sequence[ConfigSection],
    wanted: Current,
    final: Current,
    known: Mapping[str, frozenset[str]],
    changes: Sequence[Change],
    document: Document,
) -> list[Problem]:
    """Names that lead nowhere once the changes are made."""
    uses = [
        Use(section.key, name, one.section, one.name, one.path)
        for section in sections
        for name, entry in final[section.key].items()
        for one in section.references(entry)
    ]
    there = {
        key: frozenset(entries) | known.get(key, frozenset()) for key, entries in final.items()
    }
    touched = frozenset((one.section, one.name) for one in changes if one.kind is not Kind.REMOVED)
    renamed = {(one.section, one.was) for one in changes if one.was != one.name}
    removed = {(one.section, one.was) for one in changes if one.kind is Kind.REMOVED}
    gone = frozenset(
        (section, name) for section, name in removed | renamed if name not in there[section]
    )
    return [
        *(
            problem_at(
                document,
                (use.section, use.name, *use.path),
                UNKNOWN[use.of],
                {"name": use.used},
            )
            for use in unknown_uses(uses, there, touched)
        ),
        *(
            problem_at(
                document,
                (use.section, use.name, *use.path),
                "still-used",
                {"name": use.used, "user": use.name},
            )
            for use in lost_uses(uses, gone, touched)
            # what the document does not mention follows an entry to its new name
            if (use.of, use.used) not in renamed or use.name in wanted.get(use.section, {})
        ),
    ]
