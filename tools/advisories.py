"""Known holes: what is locked or unpacked here against a file of advisories in OSV's shape."""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from tools.debian import debian_packages
from tools.sbom import locked, npm_packages
from tools.venv import REQUIREMENTS
from tools.versions import is_older

KNOWLEDGE = REQUIREMENTS / "advisories.json"
ACCEPTED = REQUIREMENTS / "accepted.toml"
OLD_AFTER = 30
"""Days after which the knowledge is called old."""


@dataclass(frozen=True, slots=True, order=True)
class Used:
    """One version of one package that is locked or unpacked; Debian counts by source package."""

    ecosystem: str
    name: str
    version: str


@dataclass(frozen=True, slots=True)
class Hole:
    """A used version inside the affected range of an advisory."""

    used: Used
    ids: tuple[str, ...]
    summary: str
    fixed: tuple[str, ...]

    @property
    def waits_for_debian(self) -> bool:
        """Debian has no fix in this release: nothing that set-up could install instead."""
        return self.used.ecosystem.startswith("Debian") and not self.fixed


@dataclass(frozen=True, slots=True)
class Acceptance:
    """A hole that somebody decided to live with until a day."""

    id: str
    package: str
    reason: str
    until: date


@dataclass(frozen=True, slots=True)
class Finding:
    """What the check says: open holes fail, the other lists are only told."""

    open: list[Hole]
    accepted: list[tuple[Hole, Acceptance]]
    waiting: list[Hole]
    unused: list[Acceptance]


def used_here() -> list[Used]:
    """Everything that set-up installs from a lock, and what it unpacked from Debian."""
    python = {
        Used("PyPI", one.name, one.version)
        for lock in ("run", "test", "node")
        for one in locked(lock)
    }
    npm = {
        Used("npm", place.rsplit("node_modules/", 1)[1], one["version"])
        for place, one in npm_packages().items()
    }
    debian = {
        Used(f"Debian:{one.release}", one.source, one.source_version) for one in debian_packages()
    }
    return sorted(python | npm | debian)


def check(
    used: Iterable[Used],
    advisories: Iterable[dict[str, Any]],
    accepted: Iterable[Acceptance],
    today: date,
) -> Finding:
    """Every hole in what is used; an acceptance counts until its day."""
    by_package: dict[tuple[str, str], list[dict[str, Any]]] = {}
    for advisory in advisories:
        for affected in advisory["affected"]:
            package = affected["package"]
            entry = {**advisory, "affected": affected}
            by_package.setdefault((package["ecosystem"], package["name"]), []).append(entry)
    finding = Finding([], [], [], [])
    left = list(accepted)
    for one in sorted(set(used)):
        for hole in _holes(one, by_package.get((one.ecosystem, one.name), [])):
            names = f"{one.ecosystem.partition(':')[0].lower()}:{one.name}"
            by = next((a for a in left if a.package == names and a.id in hole.ids), None)
            if by is not None and today <= by.until:
                finding.accepted.append((hole, by))
            elif hole.waits_for_debian:
                finding.waiting.append(hole)
            else:
                finding.open.append(hole)
    needed = {id(by) for _, by in finding.accepted}
    finding.unused.extend(a for a in left if id(a) not in needed)
    return finding


def _holes(used: Used, advisories: Iterable[dict[str, Any]]) -> Iterator[Hole]:
    told: set[str] = set()
    for advisory in sorted(advisories, key=lambda one: one["id"]):
        ids = (advisory["id"], *advisory.get("aliases", ()), *advisory.get("upstream", ()))
        affected = advisory["affected"]
        if told & set(ids) or not is_affected(used, affected):
            continue
        told |= set(ids)
        events = (event for span in affected.get("ranges", ()) for event in span["events"])
        fixed = tuple(event["fixed"] for event in events if "fixed" in event)
        yield Hole(used, ids, advisory.get("summary", ""), fixed)


def is_affected(used: Used, affected: dict[str, Any]) -> bool:
    """OSV's own rule: listed by name, or inside one of the ranges."""
    if used.version in affected.get("versions", ()):
        return True
    return any(_in_range(used, span["events"]) for span in affected.get("ranges", ()))


def _in_range(used: Used, events: Iterable[dict[str, str]]) -> bool:
    inside = False
    for kind, version in _sorted(used.ecosystem, events):
        if version != "0" and is_older(used.ecosystem, used.version, version):
            break
        if kind == "introduced":
            inside = True
        elif kind == "fixed" or is_older(used.ecosystem, version, used.version):
            inside = False  # after a fix, or after the last version that was affected
    return inside


def _sorted(ecosystem: str, events: Iterable[dict[str, str]]) -> list[tuple[str, str]]:
    placed: list[tuple[str, str]] = []
    for kind, version in (pair for event in events for pair in event.items()):
        if kind not in ("introduced", "fixed", "last_affected"):
            continue
        spot = 0
        while spot < len(placed) and not _comes_before(ecosystem, version, placed[spot][1]):
            spot += 1
        placed.insert(spot, (kind, version))
    return placed


def _comes_before(ecosystem: str, one: str, other: str) -> bool:
    if "0" in (one, other):
        return one == "0" and other != "0"
    return is_older(ecosystem, one, other)


def read_knowledge(path: Path = KNOWLEDGE) -> dict[str, Any]:
    return json.loads(path.read_text("utf-8"))


def read_accepted(path: Path = ACCEPTED) -> list[Acceptance]:
    return [Acceptance(**one) for one in tomllib.loads(path.read_text("utf-8"))["accepted"]]
