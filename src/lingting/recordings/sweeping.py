"""Sounds that belong to nobody: no recording is known whose they could be."""

from __future__ import annotations

import asyncio
from uuid import UUID

from sqlalchemy.exc import DBAPIError

from lingting.platform.db import DatabaseAway
from lingting.platform.kit import Kit
from lingting.platform.log import get_log
from lingting.recordings import store
from lingting.recordings.ports import Spool
from lingting.tenancy.api import Tenancy

log = get_log(__name__)

EACH_SECONDS = 3600.0
OLD_SECONDS = 86_400.0


class Sweeping:
    """A call whose record was never written, or is gone, must not leave what was said behind: no
    list has it, and no deletion of a person's data finds it. What nobody knows a day later, and
    an hour after that, is thrown away."""

    def __init__(self, kit: Kit, spool: Spool) -> None:
        self._kit = kit
        self._spool = spool
        self._unknown: set[UUID] = set()

    def start(self, companies: Tenancy) -> None:
        """Sweeps until the supervisor stops."""
        self._kit.supervisor.spawn(self._run(companies), name="loop:sweeping")

    async def _run(self, companies: Tenancy) -> None:
        while True:
            try:
                await self.sweep(companies)
            except (DatabaseAway, DBAPIError, OSError) as error:
                log.warning("sounds not looked through", error=type(error).__name__)
            await asyncio.sleep(EACH_SECONDS)

    async def sweep(self, companies: Tenancy) -> None:
        """Throws away what nobody knew at the last look either."""
        unknown = set(await asyncio.to_thread(self._spool.lying, OLD_SECONDS))
        for company in await companies.ids() if unknown else ():
            async with self._kit.db.transaction(company) as tx:
                unknown -= await store.known(tx, unknown)
        nobodys, self._unknown = unknown & self._unknown, unknown
        for one in nobodys:
            await asyncio.to_thread(self._spool.drop, one)
        if nobodys:
            log.warning("sounds of nobody were thrown away", recordings=len(nobodys))
