"""One mailbox per company: what changes engine state is applied one after another, in order."""

import asyncio
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

from lingting.kernel.ids import TenantId
from lingting.platform.guests import guest
from lingting.platform.supervisor import TaskSupervisor

Result = TypeVar("Result")


class Mailboxes:
    """A fair lock per company; `asyncio.Lock` hands over in the order of asking."""

    def __init__(self, supervisor: TaskSupervisor) -> None:
        self._supervisor = supervisor
        self.waited: Callable[[float], None] | None = None
        """Told how long each turn waited for the earlier ones."""
        self._locks: defaultdict[TenantId, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._owners: dict[TenantId, asyncio.Task[Any] | None] = {}

    async def run(self, tenant: TenantId, turn: Callable[[], Awaitable[Result]]) -> Result:
        """Runs `turn` when all earlier turns of this company are over; gives its result.

        Inside a turn, a further `run` of the same company is part of that turn.
        """
        if self._owners.get(tenant) is asyncio.current_task():
            return await turn()
        asked = time.perf_counter()
        async with self._locks[tenant]:
            if self.waited is not None:
                self.waited(time.perf_counter() - asked)
            self._owners[tenant] = asyncio.current_task()
            try:
                with guest(None):
                    return await turn()
            finally:
                self._owners[tenant] = None

    def post(self, tenant: TenantId, turn: Callable[[], Awaitable[object]], name: str) -> None:
        """Puts `turn` at the end of the company's line and returns at once."""
        self._supervisor.spawn(self._turn(tenant, turn), name=f"mailbox:{name}")

    async def _turn(self, tenant: TenantId, turn: Callable[[], Awaitable[object]]) -> None:
        await self.run(tenant, turn)
