"""The sessions under way, in memory as in the database: an input to a call reads nothing."""

from __future__ import annotations

from lingting.calls.events import CallEnded
from lingting.flows import session_store
from lingting.flows.session_store import StoredSession
from lingting.kernel.ids import CallId, TenantId
from lingting.platform.bus import Bus
from lingting.platform.db import Transaction


class LivingSessions:
    """What is not known is read; what a failed transaction changed is read anew.

    Use it in the company's mailbox only.
    """

    def __init__(self, bus: Bus) -> None:
        self._known: dict[CallId, StoredSession] = {}
        bus.subscribe(CallEnded, self._ended)

    async def of(self, tx: Transaction, call: CallId) -> StoredSession | None:
        """The session that a call is in, if any."""
        known = self._known.get(call)
        if known is None:
            known = await session_store.running(tx, call)
            if known is not None:
                self._known[call] = known
        return known

    def save(self, tx: Transaction, stored: StoredSession) -> None:
        """A session begins, remembers something else from now on, or is over."""
        session_store.save(tx, stored)
        if stored.ended_at is None:
            self._known[stored.call] = stored
            tx.on_rollback(lambda: self._forget(stored.call))
        else:
            self._forget(stored.call)

    def _forget(self, call: CallId) -> None:
        self._known.pop(call, None)

    async def _ended(self, _: TenantId, told: CallEnded) -> None:
        self._forget(told.call)
