"""Which access numbers lead callers to a flow."""

from __future__ import annotations

from lingting.kernel.ids import FlowId
from lingting.numbers.api import Numbers
from lingting.platform.db import Transaction


class NumberEntries:
    """Implements `ports.FlowEntries` over the access numbers."""

    def __init__(self, numbers: Numbers) -> None:
        self._numbers = numbers

    async def entries(self, tx: Transaction, flow: FlowId) -> list[str]:
        return [one.number for one in await self._numbers.all(tx) if one.flow == flow]
