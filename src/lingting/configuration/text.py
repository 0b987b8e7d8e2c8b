"""The document as YAML: read with its lines, written in one way only.

Of YAML's ways to write a value, those of JSON count (`yes` is a word, `0571` keeps its nought), so
that nobody is surprised. Aliases, tags and names that come twice are refused.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import yaml

from lingting.configuration.errors import (
    DocumentNotPlain,
    DocumentUnreadable,
    NameTwice,
    NullCharacter,
)

Path = tuple[str | int, ...]

FORMAT = 1
LARGEST = 4_000_000
DEEPEST = 40
_SHORT = 76
_ENTRY_DEPTH = 2

_WORDS = {"null": None, "~": None, "": None, "true": True, "false": False}
_TAGS = frozenset((None, "!", *(f"tag:yaml.org,2002:{kind}" for kind in ("map", "seq", "str"))))
_PLAIN = (yaml.ScalarEvent, yaml.SequenceStartEvent, yaml.MappingStartEvent)
_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_FLOAT = re.compile(r"-?(0|[1-9][0-9]*)\.[0-9]+([eE][-+][0-9]+)?")


class _Dumper(yaml.CSafeDumper):
    """Quotes whatever some other reader of YAML might take for something else."""


class _Compact(dict[str, Any]):
    """A mapping on one line."""


class _CompactList(list[Any]):
    """A list on one line."""


_Dumper.add_representer(
    _Compact,
    lambda dumper, value: dumper.represent_mapping(
        "tag:yaml.org,2002:map", value.items(), flow_style=True
    ),
)
_Dumper.add_representer(
    _CompactList,
    lambda dumper, value: dumper.represent_sequence(
        "tag:yaml.org,2002:seq", value, flow_style=True
    ),
)
_Dumper.add_representer(
    str,
    lambda dumper, value: dumper.represent_scalar(
        "tag:yaml.org,2002:str", value, style="|" if "\n" in value else None
    ),
)


@dataclass(frozen=True, slots=True)
class Document:
    """What a text says, and the line of every place."""

    values: Any
    lines: dict[Path, int] = field(default_factory=dict[Path, int])

    def line(self, path: Path) -> int:
        """The line of a place, or of the nearest place around it."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)


def read(text: str) -> Document:
    """Raises DocumentUnreadable, DocumentNotPlain, NullCharacter or NameTwice, with the line."""
    lines: dict[Path, int] = {}
    try:
        return Document(_document(yaml.parse(text, yaml.CSafeLoader), lines), lines)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise DocumentUnreadable(line=line, reason=error.problem or error.context) from None
    except yaml.YAMLError as error:
        raise DocumentUnreadable(line=1, reason=str(error).splitlines()[0]) from None


def write(sections: Mapping[str, Mapping[str, Any]], header: Sequence[str]) -> str:
    """The one text of these sections; entries are in the order of their names."""
    parts = ["".join(f"# {line}\n" for line in header) + f"format: {FORMAT}\n"]
    for key, entries in sections.items():
        shaped = {name: _shaped(entries[name], _ENTRY_DEPTH) for name in sorted(entries)}
        parts.append(_dump({key: shaped}))
    return "\n".join(parts)


def write_entry(entry: Any) -> str:
    """One value as the document would show it."""
    if isinstance(entry, dict | list):
        return _dump(_shaped(entry, _ENTRY_DEPTH)).rstrip("\n")
    return _dump([entry])[2:].rstrip("\n")


def _dump(value: Any) -> str:
    return yaml.dump(
        value,
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=1_000_000,
    )


def _shaped(value: Any, depth: int) -> Any:
    """The value with short leaves inside entries on one line."""
    if isinstance(value, dict):
        if depth > _ENTRY_DEPTH and _fits_a_line([*value, *value.values()]):
            return _Compact(value)
        return {key: _shaped(one, depth + 1) for key, one in value.items()}
    if isinstance(value, list):
        if _fits_a_line(value):
            return _CompactList(value)
        return [_shaped(one, depth + 1) for one in value]
    return value


def _fits_a_line(parts: Sequence[Any]) -> bool:
    plain = all(not isinstance(one, dict | list) and "\n" not in str(one) for one in parts)
    return plain and sum(len(str(one)) + 2 for one in parts) <= _SHORT


def _document(events: Iterator[yaml.Event], lines: dict[Path, int]) -> Any:
    """Event by event: a tree of them held every thread up for seconds while it was looked through
    and taken apart."""
    next(events)
    if isinstance(next(events), yaml.StreamEndEvent):
        return {}
    found = _value(next(events), (), events, lines)
    next(events)
    after = next(events)
    if not isinstance(after, yaml.StreamEndEvent):
        raise DocumentNotPlain(line=_line(after))
    return found


def _value(
    event: yaml.Event, path: Path, events: Iterator[yaml.Event], lines: dict[Path, int]
) -> Any:
    line = _line(event)
    lines.setdefault(path, line)
    if len(path) > DEEPEST or not isinstance(event, _PLAIN) or event.tag not in _TAGS:
        raise DocumentNotPlain(line=line)
    if isinstance(event, yaml.ScalarEvent):
        if "\0" in event.value:
            raise NullCharacter(line=line)
        return _scalar(event)
    if isinstance(event, yaml.SequenceStartEvent):
        items: list[Any] = []
        while not isinstance(one := next(events), yaml.SequenceEndEvent):
            items.append(_value(one, (*path, len(items)), events, lines))
        return items
    found: dict[str, Any] = {}
    while not isinstance(key := next(events), yaml.MappingEndEvent):
        at = _line(key)
        if not isinstance(key, yaml.ScalarEvent):
            raise DocumentNotPlain(line=at)
        if "\0" in key.value:
            raise NullCharacter(line=at)
        if key.value in found:
            raise NameTwice(line=at, name=key.value)
        lines[(*path, key.value)] = at
        found[key.value] = _value(next(events), (*path, key.value), events, lines)
    return found


def _line(event: yaml.Event) -> int:
    return event.start_mark.line + 1


def _scalar(event: yaml.ScalarEvent) -> Any:
    text: str = event.value
    if event.style:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    if _FLOAT.fullmatch(text) and math.isfinite(float(text)):
        return float(text)
    return text
