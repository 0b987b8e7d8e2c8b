"""Whether the people behind all open pages are still logged in: one question for a company."""

import asyncio
from collections import defaultdict

from lingting.desktop.reader import Reader
from lingting.identity.api import Identity
from lingting.kernel.ids import TenantId
from lingting.platform.db import DatabaseAway
from lingting.platform.kit import Kit
from lingting.platform.log import get_log

log = get_log(__name__)

EVERY_SECONDS = 10.0
"""Sessions that end in another process close their pages within this time."""
AT_ONCE = 20
"""Pages that are told before others may use the loop."""


class RollCall:
    """Also each page's ping: a client that hears none for long takes the server for gone."""

    def __init__(self, kit: Kit, identity: Identity) -> None:
        self._kit = kit
        self._identity = identity
        self._readers: dict[TenantId, set[Reader]] = defaultdict(set)

    def come(self, reader: Reader) -> None:
        """Its page is open from now on."""
        self._readers[reader.page.tenant].add(reader)

    def go(self, reader: Reader) -> None:
        """Its page was closed."""
        self._readers[reader.page.tenant].discard(reader)

    def start(self) -> None:
        """Calls until the supervisor stops."""
        self._kit.supervisor.spawn(self._loop(), name="loop:roll-call")

    async def call(self) -> None:
        """Asks for everybody now, and tells each page."""
        for tenant, readers in list(self._readers.items()):
            await self._call(tenant, list(readers))

    async def _call(self, tenant: TenantId, readers: list[Reader]) -> None:
        if not readers:
            return
        try:
            there = await self._identity.still_there(tenant, {one.cookie for one in readers})
        except DatabaseAway:  # who was there a moment ago stays
            there = {one.cookie: one.principal for one in readers}
        for place, reader in enumerate(readers):
            if place % AT_ONCE == 0:
                await asyncio.sleep(0)
            reader.told(there.get(reader.cookie))

    async def _loop(self) -> None:
        while True:
            await asyncio.sleep(EVERY_SECONDS)
            try:
                await self.call()
            except Exception as error:  # pages are asked for again at the next call
                log.error("roll call failed", exc_info=error)
