"""Keeping and reading the trail."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from lingting.audit import store
from lingting.audit.domain import Entry, without_secrets
from lingting.kernel.ids import new_id
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.http.client import client_address


class AuditService:
    """The trail over the database; an entry is committed with the change that it tells of."""

    async def record(
        self,
        tx: Transaction,
        principal: Principal | None,
        action: str,
        target: str,
        details: Mapping[str, Any] | None = None,
    ) -> None:
        entry = Entry(
            id=new_id(tx.now),
            at=tx.now,
            user_id=principal.user if principal else None,
            account=principal.account if principal else None,
            user_name=principal.name if principal else None,
            action=action,
            target=target,
            address=client_address(),
            details=without_secrets(details or {}),
        )
        store.add(tx, entry)

    async def newest(self, tx: Transaction, wanted: store.Wanted, limit: int) -> list[Entry]:
        """Entries that match, the newest first."""
        return await store.newest(tx.conn, wanted, limit)

    async def forget(self, tx: Transaction, before: datetime) -> int:
        """Removes older entries, and tells how many in an entry of its own."""
        return await store.forget(tx.conn, before)
