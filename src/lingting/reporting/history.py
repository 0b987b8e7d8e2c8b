"""A customer's earlier calls, for the history that pops up with him (CRM-03)."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from lingting.customers.ports import Contact
from lingting.kernel.ids import CustomerId
from lingting.platform.db import Transaction
from lingting.reporting import store
from lingting.reporting.domain.wanted import IN_PROGRESS
from lingting.reporting.names import names_of


class CallHistory:
    """Implements `customers.ports.ContactHistory` over the call log."""

    async def contacts(
        self,
        tx: Transaction,
        customer: CustomerId,
        numbers: Sequence[str],
        before: datetime | None,
        limit: int,
    ) -> Sequence[Contact]:
        """Calls of the customer or of his numbers, the newest first."""
        rows = await store.of_customer(tx.conn, customer, numbers, before, limit)
        ids = [row["id"] for row in rows]
        legs: defaultdict[UUID, list[store.Row]] = defaultdict(list)
        for leg in await store.legs_of(tx.conn, ids):
            if leg["joined_at"] is not None and leg["agent"] is not None:
                legs[leg["call"]].append(leg)
        notes = await store.newest_notes(tx.conn, ids)
        agents = [leg["agent"] for found in legs.values() for leg in found]
        names = await names_of(tx.conn, agents, "zh-CN")
        return [_contact(row, legs[row["id"]], names, notes.get(row["id"])) for row in rows]


def _contact(
    row: Mapping[str, Any], legs: Sequence[store.Row], names: Mapping[str, str], note: str | None
) -> Contact:
    agents = dict.fromkeys(names.get(str(leg["agent"]), "") for leg in legs)
    return Contact(
        kind="call",
        id=row["id"],
        at=row["began_at"],
        number=row["caller_shown"] or None,
        direction=row["direction"],
        outcome=row["outcome"] or IN_PROGRESS,
        agents=tuple(name for name in agents if name),
        seconds=round(row["talk_seconds"]),
        summary=note,
    )
