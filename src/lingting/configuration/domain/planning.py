"""From what is and what is wanted to a list of changes."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Any

from lingting.configuration.domain.diff import FieldChange, differences

Entries = Mapping[str, Any]
Identity = Callable[[str, Any], str]


class Kind(Enum):
    """What becomes of an entry."""

    ADDED = "added"
    CHANGED = "changed"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True)
class Change:
    """An entry that comes, changes or goes; `was` is its name before."""

    section: str
    kind: Kind
    name: str
    was: str
    old: Any
    new: Any

    @property
    def fields(self) -> list[FieldChange]:
        """What differs inside a changed entry, its name included."""
        named = [] if self.name == self.was else [FieldChange("name", self.was, self.name)]
        return named + list(differences(self.old, self.new))


@dataclass(frozen=True, slots=True)
class SectionPlan:
    """The changes of one section, and the names that the document leaves out."""

    changes: tuple[Change, ...]
    left: tuple[str, ...]


def plan_section(
    section: str, current: Entries, wanted: Entries, identity: Identity, *, prune: bool
) -> SectionPlan:
    """What must happen so that `current` becomes `wanted`."""
    known = {identity(name, entry): name for name, entry in current.items()}
    changes: list[Change] = []
    met: set[str] = set()
    for name, entry in wanted.items():
        was = known.get(identity(name, entry))
        if was is None:
            changes.append(Change(section, Kind.ADDED, name, name, None, entry))
            continue
        met.add(was)
        if name != was or current[was] != entry:
            changes.append(Change(section, Kind.CHANGED, name, was, current[was], entry))
    missing = [name for name in current if name not in met]
    if prune:
        changes += [
            Change(section, Kind.REMOVED, name, name, current[name], None) for name in missing
        ]
        return SectionPlan(tuple(changes), ())
    return SectionPlan(tuple(changes), tuple(missing))


def outcome(current: Entries, changes: Sequence[Change]) -> dict[str, Any]:
    """The entries of a section once its changes are made."""
    gone = {change.was for change in changes if change.kind is not Kind.ADDED}
    kept = {name: entry for name, entry in current.items() if name not in gone}
    return kept | {change.name: change.new for change in changes if change.kind is not Kind.REMOVED}


@dataclass(frozen=True, slots=True)
class Use:
    """Entry `name` of `section` uses `used` of `of`, at `path` inside it."""

    section: str
    name: str
    of: str
    used: str
    path: tuple[str | int, ...]


def unknown_uses(
    uses: Iterable[Use], known: Mapping[str, frozenset[str]], touched: frozenset[tuple[str, str]]
) -> Iterator[Use]:
    """Uses of names that will not be there, in entries that come or change.

    What was left alone is not judged, so that an old fault does not stop a new change.
    """
    for use in uses:
        if (use.section, use.name) in touched and use.used not in known[use.of]:
            yield use


def lost_uses(
    uses: Iterable[Use], removed: frozenset[tuple[str, str]], touched: frozenset[tuple[str, str]]
) -> Iterator[Use]:
    """Uses, in entries that stay as they are, of names that are removed."""
    for use in uses:
        if (use.of, use.used) in removed and (use.section, use.name) not in touched:
            yield use


def digest_of(changes: Sequence[Change]) -> str:
    """The same for the same changes; what was approved is what is made."""
    plain = [(one.section, one.kind.value, one.name, one.was, one.old, one.new) for one in changes]
    return hashlib.sha256(json.dumps(plain, sort_keys=True).encode()).hexdigest()[:16]
