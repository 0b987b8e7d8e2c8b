"""Published flows in memory; versions never change, so only what is new is read."""

from __future__ import annotations

from lingting.flows import store
from lingting.flows.domain.document import FlowDocument
from lingting.flows.domain.library import Library
from lingting.flows.domain.session import Session
from lingting.kernel.ids import TenantId
from lingting.platform.db import Transaction


class Shelf:
    """Documents by company, key and version."""

    def __init__(self) -> None:
        self._documents: dict[TenantId, dict[tuple[str, int], FlowDocument]] = {}

    async def library(self, tx: Transaction, session: Session | None = None) -> Library:
        """All published flows, and the versions that a session still runs."""
        known = self._documents.setdefault(tx.tenant, {})
        published = await store.published(tx)
        wanted = set(published.items())
        if session is not None:
            wanted.add((session.flow, session.version))
            wanted |= {(frame.flow, frame.version) for frame in session.stack}
        known.update(await store.versions(tx, wanted - known.keys()))
        return Library(dict(known), published)
