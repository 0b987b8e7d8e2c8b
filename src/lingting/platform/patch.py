"""JSON merge patch (RFC 7396): how a frame tells a client what changed in its state.

States never hold null, so that `apply(diff(old, new), old) == new` always holds.
"""

from typing import Any

State = dict[str, Any]


def diff(old: State, new: State) -> State:
    """The smallest merge patch that makes `new` of `old`; empty when they are equal."""
    patch: State = {key: None for key in old if key not in new}
    for key, value in new.items():
        if key not in old:
            patch[key] = value
        elif old[key] != value:
            before = old[key]
            both = isinstance(before, dict) and isinstance(value, dict)
            patch[key] = diff(before, value) if both else value
    return patch


def apply(patch: State, state: State) -> State:
    """The state after `patch`; the given state is left as it was."""
    result = dict(state)
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict):
            before = result.get(key)
            result[key] = apply(value, before if isinstance(before, dict) else {})
        else:
            result[key] = value
    return result


def without_nulls(value: Any) -> Any:
    """The value with every null member left out, at any depth."""
    if isinstance(value, dict):
        return {
            key: item if type(item) in _PLAIN else without_nulls(item)
            for key, item in value.items()
            if item is not None
        }
    if isinstance(value, list | tuple):
        return [item if type(item) in _PLAIN else without_nulls(item) for item in value]
    return value


_PLAIN = frozenset({str, int, float, bool})
"""Most of what a page shows: a call for each of them would be most of the work."""
