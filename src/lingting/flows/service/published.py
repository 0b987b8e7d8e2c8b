"""Published flows in memory; versions never change, so only what is new is read."""

from __future__ import annotations

from functools import partial

from lingting.flows import store
from lingting.flows.domain.document import FlowDocument
from lingting.flows.domain.library import Library
from lingting.flows.domain.session import Session
from lingting.flows.events import FlowDeleted, FlowPublished, FlowWithdrawn
from lingting.kernel.ids import FlowId, TenantId
from lingting.platform.bus import Bus
from lingting.platform.db import Transaction
from lingting.platform.remembering import Remembered


class PublishedFlows:
    """Documents by company, key and version."""

    def __init__(self, bus: Bus) -> None:
        self._documents: dict[TenantId, dict[tuple[str, int], FlowDocument]] = {}
        self._keys = Remembered[str | None](bus, FlowDeleted)
        self._published = Remembered[dict[str, int]](bus, FlowPublished, FlowWithdrawn, FlowDeleted)

    async def key_of(self, tx: Transaction, flow: FlowId) -> str | None:
        """The name of a flow, which it keeps."""
        return await self._keys.of(tx.tenant, partial(store.key_of, tx, flow), flow)

    async def in_use(self, tx: Transaction, session: Session | None = None) -> Library:
        """As `library`, for running calls: what is published is remembered until it changes."""
        published = await self._published.of(tx.tenant, partial(store.published, tx))
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
