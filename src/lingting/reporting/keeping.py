"""Keeps reports up to the log. The worker counts, so that the engine's processor is for calls; the
engine stands in for a worker that is silent."""

import asyncio

from lingting.kernel.ids import TenantId
from lingting.platform.bus import Recorded
from lingting.platform.eventlog import CHANNEL
from lingting.platform.following import Follower
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.reporting.projection import Projection
from lingting.tenancy.api import Tenancy

log = get_log(__name__)

PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 1.0
PAUSES = 25
"""Facts come in showers: one reading for all of them. The longer it took, the longer the pause
after it: what a reading costs by itself is shared by more calls when there are many."""
PATIENCE_SECONDS = 5.0
"""So long facts wait for the worker before the engine counts them itself."""


class Keeper:
    """Soon after each commit of any process, and at start; one loop for all companies."""

    def __init__(self, kit: Kit, projection: Projection, companies: Tenancy) -> None:
        async def count(tenant: TenantId) -> bool:
            await projection.catch_up(tenant)
            return False

        self._follower = Follower(kit, CHANNEL, count, companies.ids, _pause)

    def start(self) -> None:
        """Follows the log until the supervisor stops."""
        self._follower.start("reports")


def _pause(took: float) -> float:
    return min(max(took * PAUSES, PAUSE_SECONDS), LONGEST_PAUSE_SECONDS)


class StandIn:
    """Counts what this process made happen when nobody else has counted it in time."""

    def __init__(self, kit: Kit, projection: Projection) -> None:
        self._kit = kit
        self._projection = projection
        self._happened: dict[TenantId, int] = {}
        self._before: dict[TenantId, int] = {}
        self._counted: dict[TenantId, int] = {}

    def start(self) -> None:
        """Watches until the supervisor stops."""
        self._kit.bus.subscribe_all(self._heard)
        self._projection.counted.on_counted(self._is_counted)
        self._projection.counted.start()
        self._kit.supervisor.spawn(self._loop(), name="loop:reports")

    async def _heard(self, recorded: Recorded) -> None:
        self._happened[recorded.tenant] = recorded.seq

    def _is_counted(self, tenant: TenantId, seq: int) -> None:
        self._counted[tenant] = seq

    async def look(self) -> None:
        """Counts what had happened at the last look already and is not counted yet."""
        for tenant, seq in self._before.items():
            if self._counted.get(tenant, 0) < seq and await catch_up(self._projection, tenant):
                self._counted[tenant] = max(seq, self._counted.get(tenant, 0))
        self._before = dict(self._happened)

    async def _loop(self) -> None:
        while True:
            await asyncio.sleep(PATIENCE_SECONDS)
            await self.look()


async def catch_up(projection: Projection, tenant: TenantId) -> bool:
    """Whether it succeeded: one company must not stop the reports of all others."""
    try:
        await projection.catch_up(tenant)
    except Exception as error:
        log.error("reports fell behind", exc_info=error)
        return False
    return True
