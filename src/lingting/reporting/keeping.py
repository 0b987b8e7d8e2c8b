"""Keeps reports up to the log while the server runs: soon after each commit, and at start."""

import asyncio
from time import monotonic

from lingting.kernel.ids import TenantId
from lingting.platform.bus import Recorded
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.reporting.projection import Projection
from lingting.tenancy.api import Tenancy

log = get_log(__name__)

PAUSE_SECONDS = 0.25
LONGEST_PAUSE_SECONDS = 2.0
PAUSES = 5
"""Facts come in showers: one reading for all of them. The longer it took, the longer the pause
after it, so that reports keep a sixth of the time of a busy engine for themselves, not more."""
LOOK_SECONDS = 30
"""Facts of other processes are found by looking."""


class Keeper:
    """One loop for all companies; a company whose reading fails is tried again at the next look."""

    def __init__(self, kit: Kit, projection: Projection, companies: Tenancy) -> None:
        self._kit = kit
        self._projection = projection
        self._companies = companies
        self._behind: set[TenantId] = set()
        self._wake = asyncio.Event()
        kit.bus.subscribe_all(self._heard)

    def start(self) -> None:
        """Follows the log until the supervisor stops."""
        self._kit.supervisor.spawn(self._loop(), name="loop:reports")

    async def _heard(self, recorded: Recorded) -> None:
        self._behind.add(recorded.tenant)
        self._wake.set()

    async def _loop(self) -> None:
        while True:
            await self._all()
            took = 0.0
            while await self._woken():
                pause = min(max(took * PAUSES, PAUSE_SECONDS), LONGEST_PAUSE_SECONDS)
                await asyncio.sleep(pause)
                behind, self._behind = self._behind, set()
                began = monotonic()
                for tenant in behind:
                    await self._one(tenant)
                took = monotonic() - began

    async def _woken(self) -> bool:
        """Whether facts came before it is time to look."""
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._wake.wait()
        except TimeoutError:
            return False
        self._wake.clear()
        return True

    async def _all(self) -> None:
        try:
            for company in await self._companies.all():
                await self._one(company.id)
        except Exception as error:  # the database is away: looked for again
            log.error("reports could not look", exc_info=error)

    async def _one(self, tenant: TenantId) -> None:
        try:
            await self._projection.catch_up(tenant)
        except Exception as error:  # one company must not stop the reports of all others
            log.error("reports fell behind", exc_info=error)
