"""What differs between two entries, place by place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, cast

Entry = Any


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A place of an entry; `old` or `new` is None where nothing stood or stands."""

    place: str
    old: Entry
    new: Entry


def differences(old: Entry, new: Entry, place: str = "") -> Iterator[FieldChange]:
    """Every place that differs; items of a list are known by their first field."""
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping):
        before, after = cast(Mapping[str, Any], old), cast(Mapping[str, Any], new)
        for key in dict.fromkeys([*before, *after]):
            yield from differences(before.get(key), after.get(key), _joined(place, key))
        return
    known = _by_first_field(old), _by_first_field(new)
    if known[0] is not None and known[1] is not None:
        yield from _in_lists(known[0], known[1], place)
        return
    yield FieldChange(place, old, new)


def _in_lists(
    old: Mapping[str, Entry], new: Mapping[str, Entry], place: str
) -> Iterator[FieldChange]:
    for key in dict.fromkeys([*old, *new]):
        yield from differences(old.get(key), new.get(key), f"{place}[{key}]")
    kept = [key for key in old if key in new], [key for key in new if key in old]
    if kept[0] != kept[1]:
        yield FieldChange(place, kept[0], kept[1])


def _by_first_field(value: Entry) -> dict[str, Entry] | None:
    """Items by the text of their first field; None when that does not tell them apart."""
    if not isinstance(value, Sequence) or isinstance(value, str):
        return None
    items = cast(Sequence[Any], value)
    found: dict[str, Entry] = {}
    for item in items:
        fields = list(cast(Mapping[str, Any], item).values()) if isinstance(item, Mapping) else []
        if not fields or not isinstance(fields[0], str) or fields[0] in found:
            return None
        found[fields[0]] = item
    return found


def _joined(place: str, key: str) -> str:
    return f"{place}.{key}" if place else key
