"""The base of every domain event and the rule that names it on the wire."""

import re
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar, TypeVar, dataclass_transform

_WORD = re.compile(r"[A-Z][a-z0-9]*")


def wire_name(class_name: str) -> str:
    """`WorkItemAbandoned` → `work_item.abandoned`: the last word is the past participle."""
    words = [word.lower() for word in _WORD.findall(class_name)]
    if len(words) < 2:
        raise ValueError(f"{class_name} does not read as <Aggregate><PastParticiple>")
    return "_".join(words[:-1]) + "." + words[-1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """A fact that happened at `at` (aware, UTC). Subclasses are frozen and keyword-only."""

    at: datetime
    name: ClassVar[str] = ""


EventType = TypeVar("EventType", bound=Event)
_registry: dict[str, type[Event]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def event(cls: type[EventType]) -> type[EventType]:
    """Class decorator: names the event, makes it a frozen dataclass and registers it."""
    made: Any = dataclass(frozen=True, slots=True, kw_only=True)(cls)
    made.name = wire_name(cls.__name__)
    known = _registry.get(made.name)
    if known is not None and known.__module__ != made.__module__:
        raise ValueError(f"{made.name} is defined in {known.__module__} and {made.__module__}")
    _registry[made.name] = made
    return made


def event_types() -> dict[str, type[Event]]:
    """Every event type that has been imported, by wire name."""
    return dict(_registry)
