"""The sessions under way, in memory as in the database: an input to a call reads nothing."""

from __future__ import annotations

from lingting.calls.events import CallEnded
from lingting.flows import session_store
from lingting.flows.domain.session import Session
from lingting.flows.session_store import StoredSession
from lingting.kernel.ids import CallId, FlowSessionId, TenantId
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

    async def add(self, tx: Transaction, id: FlowSessionId, call: CallId, session: Session) -> None:
        """A session begins."""
        await session_store.add(tx, id, call, session)
        self._put(tx, id, call, session)

    async def save(
        self, tx: Transaction, id: FlowSessionId, call: CallId, session: Session
    ) -> None:
        """What the session remembers from now on."""
        await session_store.save(tx, id, session)
        if session.is_over:
            self.forget(call)
        else:
            self._put(tx, id, call, session)

    def forget(self, call: CallId) -> None:
        """The session is over."""
        self._known.pop(call, None)

    def _put(self, tx: Transaction, id: FlowSessionId, call: CallId, session: Session) -> None:
        self._known[call] = StoredSession(id, session)
        tx.on_rollback(lambda: self.forget(call))

    async def _ended(self, _: TenantId, told: CallEnded) -> None:
        self.forget(told.call)
