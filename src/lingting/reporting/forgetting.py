"""Removes what reports know of contacts and days that the company keeps no longer."""

from collections.abc import Sequence
from datetime import datetime

from lingting.kernel.ids import CallId
from lingting.platform.db import Transaction
from lingting.reporting import tables as t
from lingting.reporting.log_store import hold_counting

OF_CALLS = (t.visits, t.rings, t.talks, t.steps, t.asked)


async def forget_contacts(tx: Transaction, calls: Sequence[CallId]) -> None:
    """Removes the facts of these contacts; the sums of their days go by `forget_days`."""
    await hold_counting(tx)
    for table in OF_CALLS:
        await tx.conn.execute(table.delete().where(table.c.call.in_(calls)))
    await tx.conn.execute(t.contacts.delete().where(t.contacts.c.id.in_(calls)))


async def forget_days(tx: Transaction, before: datetime) -> None:
    """Removes sums and agents' time before the beginning of a day."""
    for table in (*t.SUMS, *t.DAYS):
        await tx.conn.execute(table.delete().where(table.c.start < before))
    await tx.conn.execute(t.spans.delete().where(t.spans.c.ended_at < before))
