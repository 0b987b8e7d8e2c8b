"""What flows need from the world: the customer database, and who leads callers to a flow."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from lingting.kernel.ids import FlowId
from lingting.platform.db import Transaction


class CustomerLookup(Protocol):
    """The customer database as a flow sees it (ACCESS DB): fields are texts by name."""

    async def find(self, tx: Transaction, number: str) -> Mapping[str, str] | None:
        """The customer with this number, or None."""
        ...

    async def insert(self, tx: Transaction, number: str, fields: Mapping[str, str]) -> None:
        """Adds a customer with this number. Raises a LingtingError when the values do not fit."""
        ...

    async def update(self, tx: Transaction, number: str, fields: Mapping[str, str]) -> bool:
        """Changes the customer with this number; False when there is none."""
        ...


class FlowEntries(Protocol):
    """Knows which numbers lead to a flow."""

    async def entries(self, tx: Transaction, flow: FlowId) -> list[str]:
        """The access numbers whose callers run through `flow`."""
        ...
