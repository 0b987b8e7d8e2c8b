"""Who is let in: a caller whom the engine cannot serve in time is told so at once.

Beyond what the machine can do, every further caller would make all others wait longer, those who
are being answered too. So whoever was noticed too long ago, or comes when too many are here or
ports for sound are running out, is refused before anything is done for him: his network hears that
the lines are busy (503).
"""

from __future__ import annotations

from lingting.calls.domain.refusing import Refusal, refusal_of
from lingting.calls.live import LiveCalls
from lingting.calls.ports import LegArrived
from lingting.calls.service.refusals import Refusals, Refused
from lingting.kernel.ids import TenantId
from lingting.numbers.domain import AccessNumber
from lingting.platform.kit import Kit


class Admission:
    """Decides about each caller who arrives, from memory alone."""

    def __init__(self, kit: Kit, live: LiveCalls, refusals: Refusals) -> None:
        self._kit = kit
        self._live = live
        self._refusals = refusals
        self.ports: tuple[int, int] = (0, 0)
        """Those for sound that are taken, and how many may be."""

    def refuses(self, tenant: TenantId, number: AccessNumber, event: LegArrived) -> bool:
        """Whether this caller is turned away. One who was kept while we were away never is."""
        refusal = None if event.caught else self._judge(event)
        if refusal is None:
            return False
        self._refusals.add(tenant, Refused(self._kit.clock.now(), number, event, refusal))
        return True

    def _judge(self, event: LegArrived) -> Refusal | None:
        settings, heard = self._kit.settings, event.heard_at
        late = (self._kit.clock.now() - heard).total_seconds() if heard is not None else 0.0
        return refusal_of(
            late, settings.late_seconds, len(self._live), settings.most_calls, *self.ports
        )
