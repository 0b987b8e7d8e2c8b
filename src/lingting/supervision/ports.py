"""What supervision needs of others."""

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from lingting.kernel.ids import QueueId, TenantId
from lingting.supervision.domain.figures import QueueFigures


class DayFigures(Protocol):
    """Who counts contacts; the wallboard shows his numbers and counts none itself."""

    async def since(
        self, tenant: TenantId, since: datetime
    ) -> Mapping[QueueId | None, QueueFigures]:
        """What arrived from `since` until now, queue by queue; under None all queues together.

        Every fact that was committed before the question is counted.
        """
        ...
