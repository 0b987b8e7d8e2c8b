"""Who is let in: a caller whom the engine cannot serve in time is told so at once.

Beyond what the machine can do, every further caller would make all others wait longer, those who
are being answered too. So whoever was noticed too long ago, or comes when too many are here, is
refused before anything is done for him: his network hears that the lines are busy (503).
"""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import datetime

from lingting.calls.events import CallersRefused
from lingting.calls.live import LiveCalls
from lingting.calls.ports import LegArrived
from lingting.kernel.ids import TenantId
from lingting.platform.kit import Kit
from lingting.platform.log import get_log

log = get_log(__name__)

TELL_SECONDS = 1.0
"""Refusals are told together: writing each down would take what is missing."""
LATE = "late"
FULL = "full"


class Admission:
    """Decides about each caller who arrives, from memory alone."""

    def __init__(self, kit: Kit, live: LiveCalls) -> None:
        self._kit = kit
        self._live = live
        self._refused: Counter[tuple[TenantId, str]] = Counter()
        self._since: datetime | None = None

    def refuses(self, tenant: TenantId, event: LegArrived) -> bool:
        """Whether this caller is turned away. One who was kept while we were away never is."""
        why = None if event.caught else self._why(event)
        if why is None:
            return False
        self._refused[tenant, why] += 1
        if self._since is None:
            self._since = self._kit.clock.now()
            self._kit.supervisor.spawn(self._tell(self._since), name="refused callers")
        return True

    def _why(self, event: LegArrived) -> str | None:
        settings, now = self._kit.settings, self._kit.clock.now()
        heard = event.heard_at
        late = heard is not None and (now - heard).total_seconds() > settings.late_seconds > 0
        if late:
            return LATE
        if 0 < settings.most_calls <= len(self._live):
            return FULL
        return None

    async def _tell(self, since: datetime) -> None:
        await asyncio.sleep(TELL_SECONDS)
        refused, self._refused, self._since = self._refused, Counter(), None
        for (tenant, why), count in refused.items():
            log.warning("callers refused", why=why, count=count)
            async with self._kit.db.transaction(tenant) as tx:
                tx.publish(CallersRefused(at=tx.now, since=since, why=why, count=count))
