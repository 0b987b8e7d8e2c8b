"""What waits for its storage is tried again by itself, for as long as it takes."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from contextlib import suppress
from enum import Enum
from time import monotonic

from lingting.kernel.ids import RecordingId, TenantId
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.recordings import store
from lingting.recordings.domain import Found, NoSound, Recording
from lingting.tenancy.api import Tenancy

log = get_log(__name__)

AT_ONCE = 10
"""What ended just now is checked between them."""
ENOUGH = 3
"""So many that find no place say that none will."""
FIRST_PAUSE, LONGEST_PAUSE = 4.0, 300.0
GROWTH = 1.25
"""What has been away for a minute is tried each quarter of a minute."""
SOON = 30.0
"""A recording that found its place lets the others be tried, but no sooner after the last try."""

Look = Callable[[Recording], Awaitable[Found | None]]
Tell = Callable[[TenantId, Sequence[tuple[Recording, Found]]], Awaitable[object]]


class Looked(Enum):
    """What a look at those that wait came to."""

    NOBODY = "nobody"
    IN_VAIN = "in_vain"
    STORED = "stored"


class Waiting:
    """One loop for all that wait, whatever their number: it tries a few of each company, from where
    it ended the last time, and goes on while they find their place."""

    def __init__(self, kit: Kit, look: Look, tell: Tell) -> None:
        self._kit = kit
        self._look_at = look
        self._tell = tell
        self._tried: dict[TenantId, RecordingId] = {}
        """The last one of each company; the next round goes on behind it."""
        self._wake = asyncio.Event()
        self._any = False
        self._looked_at = 0.0

    async def began(self) -> None:
        """One more waits."""
        if not self._any:
            self._any = True
            self._wake.set()

    def place_found(self) -> None:
        """Something was stored: so may be what waits."""
        if self._any and monotonic() - self._looked_at >= SOON:
            self._wake.set()

    async def watch(self, companies: Tenancy) -> None:
        """Tries until the supervisor stops."""
        pause, vain = 0.0, 0.0
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._wake.wait()
            self._wake.clear()
            looked = await self._look_at_all(companies)
            self._any, self._looked_at = looked is not Looked.NOBODY, monotonic()
            if looked is Looked.IN_VAIN:
                pause = vain = min(max(vain * GROWTH, FIRST_PAUSE), LONGEST_PAUSE)
            else:
                pause, vain = (1.0 if looked is Looked.STORED else LONGEST_PAUSE), 0.0

    async def _look_at_all(self, companies: Tenancy) -> Looked:
        looked = {Looked.NOBODY}
        try:
            for tenant in await companies.ids():
                looked.add(await self.look(tenant))
        except Exception as error:  # the database is away: tried again
            log.error("nobody could look at what waits", exc_info=error)
            return Looked.IN_VAIN
        return next(one for one in (Looked.STORED, Looked.IN_VAIN, *looked) if one in looked)

    async def look(self, tenant: TenantId) -> Looked:
        """Tries to put some of a company's in their place."""
        waiting = await self._next(tenant)
        found: list[tuple[Recording, Found]] = []
        in_vain = 0
        for one in waiting:
            self._tried[tenant] = one.id
            what = await self._look_at(one)
            if what is not None:
                found.append((one, what))
            in_vain = in_vain + 1 if what is None or isinstance(what, NoSound) else 0
            if in_vain == ENOUGH:
                break
        if found:
            await self._tell(tenant, found)
        if any(not isinstance(what, NoSound) for _, what in found):
            return Looked.STORED
        return Looked.IN_VAIN if waiting else Looked.NOBODY

    async def _next(self, tenant: TenantId) -> list[Recording]:
        async with self._kit.db.transaction(tenant) as tx:
            tried = self._tried.pop(tenant, None)
            found = await store.waiting(tx, AT_ONCE, after=tried)
            return found or (await store.waiting(tx, AT_ONCE) if tried else [])
