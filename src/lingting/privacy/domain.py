"""Whose data they are, and what of a fact tells who he is; pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from lingting.kernel.errors import Conflict, Invalid, NotFound, Unavailable
from lingting.kernel.ids import CustomerId
from lingting.kernel.phone import parse_phone

NUMBERS: Mapping[str, str] = {
    "call.arrived": "caller",
    "call.refused": "caller",
    "call.dialled": "number",
    "outside.dialled": "number",
    "outside.refused": "number",
    "call.transferred": "target",
}
"""Where a telephone number stands in a fact."""

BLANKED: Mapping[str, tuple[str, Any]] = {
    "keys.entered": ("keys", ""),
    "flow.troubled": ("detail", ""),
    "note.saved": ("disposition", None),
}
"""What people typed or wrote in a fact."""


class PersonUnknown(NotFound):
    """Nothing is kept about such a person."""


class PersonUnfit(Invalid):
    """Neither a customer nor a telephone number was named, or both, or the number is none."""


class SoundsAway(Unavailable):
    """The disk of the recordings does not answer."""


class PersonTalking(Conflict):
    """The person is in a call now."""


@dataclass(frozen=True, slots=True)
class Person:
    """A customer with his numbers, or somebody of whom only a number is known."""

    customer: CustomerId | None
    keys: frozenset[str]

    def has(self, number: object, region: str) -> bool:
        """Whether this is one of his numbers, however it is written."""
        return isinstance(number, str) and parse_phone(number, region).key in self.keys


def without_person(
    name: str, data: Mapping[str, Any], person: Person, token: str, region: str
) -> dict[str, Any]:
    """The fact's data with `token` instead of his number and nothing that he typed."""
    made = dict(data)
    if (key := NUMBERS.get(name)) is not None and person.has(made.get(key), region):
        made[key] = token
    if name == "call.arrived":
        made["customer"] = None
    if name in BLANKED:
        field, blank = BLANKED[name]
        made[field] = blank
    return made
