"""What makes the floor's state stale: any fact may, and the time that callers spend waiting.

The hub makes at most one frame a second of it.
"""

import asyncio

from lingting.acd.api import Acd
from lingting.kernel.ids import TenantId
from lingting.platform.bus import Recorded
from lingting.platform.kit import Kit
from lingting.supervision.alerting import FLOOR
from lingting.supervision.domain.figures import Stretches
from lingting.supervision.figures import Figures

TICK_SECONDS = 1.0


class Following:
    """Hears every committed fact and touches the company's board."""

    def __init__(self, kit: Kit, acd: Acd, figures: Figures) -> None:
        self._kit = kit
        self._acd = acd
        self._figures = figures
        self._shown: dict[TenantId, Stretches | None] = {}
        kit.bus.subscribe_all(self._heard)
        figures.on_counted(self._counted)

    def start(self) -> None:
        """Begins to touch boards whose figures change by time alone."""
        self._kit.supervisor.spawn(self._ticking(), name="loop:floor")

    async def _heard(self, recorded: Recorded) -> None:
        self._kit.hub.touch_board(recorded.tenant, FLOOR)

    def _counted(self, tenant: TenantId) -> None:
        self._kit.hub.touch_board(tenant, FLOOR)

    async def _ticking(self) -> None:
        while True:
            await asyncio.sleep(TICK_SECONDS)
            for tenant in self._kit.hub.watching(FLOOR):
                if self._moves(tenant):
                    self._kit.hub.touch_board(tenant, FLOOR)

    def _moves(self, tenant: TenantId) -> bool:
        """Whether an expected wait or a figure may be another now; alerts read figures too."""
        known, shown = self._figures.known(tenant), self._shown.get(tenant)
        self._shown[tenant] = known
        waits = any(queue.waiting for queue in self._acd.queues(tenant))
        return waits or known != shown or self._figures.is_due(tenant)
