"""A fact of the event log as reports read it: by its wire name, whatever version wrote it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Fact:
    """One row of a company's log; `seq` orders the facts of all calls."""

    seq: int
    at: datetime
    name: str
    data: Mapping[str, Any]

    def text(self, key: str) -> str | None:
        """A value of the fact as text; None when it is absent or null."""
        value = self.data.get(key)
        return None if value is None else str(value)

    def id(self, key: str) -> UUID | None:
        """A value of the fact as an id; None when it is absent or null."""
        value = self.data.get(key)
        return None if value is None else UUID(str(value))

    def number(self, key: str) -> float:
        """A value of the fact as a number; 0 when it is absent or null."""
        value = self.data.get(key)
        return 0.0 if value is None else float(value)

    def instant(self, key: str) -> datetime | None:
        """A value of the fact as an instant; None when it is absent or null."""
        value = self.data.get(key)
        return None if value is None else datetime.fromisoformat(str(value))
