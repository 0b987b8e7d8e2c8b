"""An entry of the trail."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast
from uuid import UUID

SECRET_WORDS = ("password", "secret", "token", "captcha")
HIDDEN = "•••"


@dataclass(frozen=True, slots=True)
class Entry:
    """What a person (or, without one, the system) did to `target` at `at`.

    Account and name are kept as they were then.
    """

    id: UUID
    at: datetime
    user_id: UUID | None
    account: str | None
    user_name: str | None
    action: str
    target: str
    address: str | None
    details: Mapping[str, Any]


def without_secrets(details: Mapping[str, Any]) -> dict[str, Any]:
    """The details with the value of every secret hidden, at any depth."""
    return {key: _shown(key, value) for key, value in details.items()}


def _shown(key: str, value: Any) -> Any:
    if any(word in key.lower() for word in SECRET_WORDS):
        return HIDDEN
    if isinstance(value, Mapping):
        return without_secrets(cast(Mapping[str, Any], value))
    return value
