"""Work that follows what is told: soon after it, once for all that was told until then."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from time import monotonic
from uuid import UUID

from lingting.kernel.ids import TenantId
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.platform.notices import hear
from lingting.platform.showers import SHOWER_SECONDS

log = get_log(__name__)

LOOK_SECONDS = 30
"""What nobody told is found by looking."""
LOOKS_AFTER_SECONDS = SHOWER_SECONDS + 0.1
"""After each notice: what is committed within a shower is told by its first notice only."""

Work = Callable[[TenantId], Awaitable[bool]]
"""Works for one company; answers whether it has to be done again after the next pause."""
Companies = Callable[[], Awaitable[Iterable[TenantId]]]


class Follower:
    """One loop for all companies: notices of a channel come in showers, the work is done once for
    each shower. A notice begins with the company, up to a colon."""

    def __init__(
        self,
        kit: Kit,
        channel: str,
        work: Work,
        companies: Companies,
        pause: Callable[[float], float],
    ) -> None:
        """`pause` tells how long to wait for the rest of a shower, after work that took so long."""
        self._kit = kit
        self._channel = channel
        self._work = work
        self._companies = companies
        self._pause = pause
        self._behind: set[TenantId] = set()
        self._wake = asyncio.Event()

    def start(self, name: str) -> None:
        """Follows until the supervisor stops."""
        hearing = hear(self._kit.db, self._channel, self._told, self._missed)
        self._kit.supervisor.spawn(hearing, name=f"loop:{name}-told")
        self._kit.supervisor.spawn(self._loop(), name=f"loop:{name}")

    def _told(self, payload: str) -> None:
        self._add(TenantId(UUID(payload.partition(":")[0])))

    async def _missed(self) -> None:
        for tenant in await self._companies():
            self._add(tenant)

    def _add(self, tenant: TenantId) -> None:
        self._behind.add(tenant)
        self._wake.set()

    async def _loop(self) -> None:
        while True:
            took = 0.0
            while await self._woken():
                behind, self._behind = self._behind, set()
                await asyncio.sleep(max(self._pause(took), LOOKS_AFTER_SECONDS))
                began = monotonic()
                for tenant in behind:
                    await self._do(tenant)
                took = monotonic() - began
            await self._all()

    async def _woken(self) -> bool:
        """Whether anything was told before it is time to look."""
        try:
            async with asyncio.timeout(LOOK_SECONDS):
                await self._wake.wait()
        except TimeoutError:
            return False
        self._wake.clear()
        return True

    async def _all(self) -> None:
        try:
            for tenant in await self._companies():
                await self._do(tenant)
        except Exception as error:  # the database is away: looked for again
            log.error("nobody could look", channel=self._channel, exc_info=error)

    async def _do(self, tenant: TenantId) -> None:
        """One company must not stop the work for all others."""
        try:
            again = await self._work(tenant)
        except Exception as error:
            log.error("work fell behind", channel=self._channel, exc_info=error)
        else:
            if again:
                self._add(tenant)
