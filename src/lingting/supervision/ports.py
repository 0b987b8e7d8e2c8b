"""What supervision needs of others."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from lingting.kernel.ids import QueueId
from lingting.platform.db import Transaction
from lingting.supervision.domain.figures import QueueFigures


class DayFigures(Protocol):
    """Who counts contacts; the wallboard shows his numbers and counts none itself."""

    async def of(
        self, tx: Transaction, since: datetime, until: datetime
    ) -> Mapping[QueueId | None, QueueFigures]:
        """The figures of every queue with contacts, and under None those of all together."""
        ...
