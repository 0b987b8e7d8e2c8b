"""What upper features may ask about satisfaction."""

from __future__ import annotations

from typing import Protocol

from lingting.kernel.ids import CallId
from lingting.platform.db import Transaction
from lingting.surveys.domain import Rating


class Surveys(Protocol):
    """Ratings of every company."""

    async def rate(self, tx: Transaction, rating: Rating) -> None:
        """Stores a rating and publishes it; the same rating again is no news."""
        ...

    async def for_call(self, tx: Transaction, call: CallId) -> list[Rating]:
        """The ratings of a call, by scale."""
        ...
