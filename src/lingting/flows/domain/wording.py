"""How people read the values that a flow keeps with a call."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from lingting.flows.domain.document import FlowDocument
from lingting.flows.domain.graph import EXIT_TITLES
from lingting.flows.domain.texts import Text


@dataclass(frozen=True, slots=True)
class Worded:
    """A variable's value; `title` and `shown` are what a person reads instead of its key."""

    name: str
    value: str
    title: Text
    shown: Text


def worded(data: Mapping[str, str], documents: Iterable[FlowDocument]) -> list[Worded]:
    """The values that say something, in the order of `data`.

    A name is called as a flow calls it, or by itself; a value that is the outcome of a node
    (`all_busy`) gets the outcome's words.
    """
    titles: dict[str, Text] = {}
    for document in documents:
        for variable in document.variables:
            if variable.title != Text():
                titles.setdefault(variable.name, variable.title)
    return [
        Worded(name, value, titles.get(name, Text(name, name)), _shown(value))
        for name, value in data.items()
        if value
    ]


def _shown(value: str) -> Text:
    return EXIT_TITLES.get(value, Text(value, value))
