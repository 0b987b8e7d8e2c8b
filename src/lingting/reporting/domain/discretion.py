"""What of a call's facts a reader may see: no file paths, and numbers only where needed."""

from collections.abc import Mapping
from typing import Any

from lingting.kernel.discretion import shown_text
from lingting.kernel.phone import masked, parse_phone
from lingting.reporting.domain.fact import Fact

HIDDEN = frozenset({"at", "call", "ref", "item", "path", "reason", "channel"})
"""Known from elsewhere in the answer, or nobody's business."""

NUMBERS: Mapping[str, frozenset[str]] = {
    "call.arrived": frozenset({"caller"}),
    "call.refused": frozenset({"caller"}),
    "call.dialled": frozenset({"number"}),
    "outside.dialled": frozenset({"number"}),
    "outside.refused": frozenset({"number"}),
    "call.transferred": frozenset({"target"}),
    "keys.entered": frozenset({"keys"}),
}
"""Where a telephone number of a person, or what a caller typed, stands in a fact."""

SECRET = "••••"


def shown_number(raw: str, *, see_numbers: bool, region: str = "CN") -> str:
    """A number as this reader may see it."""
    shown = parse_phone(raw, region).shown
    return shown if see_numbers else masked(shown)


def told(fact: Fact, *, see_numbers: bool, region: str = "CN") -> dict[str, Any]:
    """The fact's data for the timeline."""
    data = {key: value for key, value in fact.data.items() if key not in HIDDEN}
    for key in NUMBERS.get(fact.name, frozenset()) & data.keys():
        data[key] = _number(fact, key, see_numbers=see_numbers, region=region)
    return {key: _text(value, see_numbers=see_numbers) for key, value in data.items()}


def _text(value: Any, *, see_numbers: bool) -> Any:
    """Words that people chose may hold a number too."""
    return shown_text(value, see_numbers=see_numbers) if isinstance(value, str) else value


def _number(fact: Fact, key: str, *, see_numbers: bool, region: str) -> Any:
    value = fact.data[key]
    if fact.name == "call.transferred" and fact.data.get("kind") != "number":
        return value
    if key == "keys":
        return value if see_numbers else SECRET
    return shown_number(str(value or ""), see_numbers=see_numbers, region=region)
