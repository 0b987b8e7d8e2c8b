"""Published flows in memory; versions never change, so only what is new is read."""

from __future__ import annotations

from lingting.flows import store
from lingting.flows.domain.document import FlowDocument
from lingting.flows.domain.library import Library
from lingting.flows.domain.session import Session
from lingting.flows.events import FlowDeleted, FlowPublished, FlowWithdrawn
from lingting.kernel.ids import TenantId
from lingting.platform.bus import Bus
from lingting.platform.db import Transaction


class Shelf:
    """Documents by company, key and version."""

    def __init__(self, bus: Bus) -> None:
        self._documents: dict[TenantId, dict[tuple[str, int], FlowDocument]] = {}
        self._published: dict[TenantId, dict[str, int]] = {}
        self._changes = 0
        for changed in (FlowPublished, FlowWithdrawn, FlowDeleted):
            bus.subscribe(changed, self._forget)

    async def in_use(self, tx: Transaction, session: Session | None = None) -> Library:
        """As `library`, for running calls: what is published is remembered until it changes."""
        published = self._published.get(tx.tenant)
        if published is None:
            changes = self._changes
            published = await store.published(tx)
            if changes == self._changes:
                self._published[tx.tenant] = published
        return await self._of(tx, published, session)

    async def library(self, tx: Transaction) -> Library:
        """All published flows, as this transaction sees them."""
        return await self._of(tx, await store.published(tx), None)

    async def _of(
        self, tx: Transaction, published: dict[str, int], session: Session | None
    ) -> Library:
        known = self._documents.setdefault(tx.tenant, {})
        wanted = set(published.items())
        if session is not None:
            wanted.add((session.flow, session.version))
            wanted |= {(frame.flow, frame.version) for frame in session.stack}
        known.update(await store.versions(tx, wanted - known.keys()))
        return Library(dict(known), published)

    async def _forget(self, tenant: TenantId, _: object) -> None:
        self._changes += 1
        self._published.pop(tenant, None)
