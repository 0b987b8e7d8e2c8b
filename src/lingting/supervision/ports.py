"""What supervision needs of others."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Protocol

from lingting.kernel.ids import TenantId
from lingting.supervision.domain.figures import ByQueue


class DayFigures(Protocol):
    """Who counts contacts; the wallboard shows his numbers and counts none itself."""

    def on_counted(self, told: Callable[[TenantId], None]) -> None:
        """Calls `told` whenever a company's numbers may be others."""
        ...

    async def since(self, tenant: TenantId, starts: Sequence[datetime]) -> Sequence[ByQueue]:
        """What arrived from each of `starts` until now and is counted, queue by queue; under None
        all queues together."""
        ...
