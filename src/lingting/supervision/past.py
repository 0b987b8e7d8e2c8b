"""Alerts, hands and tips that a company keeps no longer."""

from datetime import datetime

from lingting.platform.db import Transaction
from lingting.supervision.tables import floor_alerts, hands, tips


async def forget_floor(tx: Transaction, before: datetime) -> None:
    """Removes what was over before an instant."""
    for table, over in (
        (floor_alerts, floor_alerts.c.ended_at),
        (hands, hands.c.lowered_at),
        (tips, tips.c.sent_at),
    ):
        await tx.conn.execute(table.delete().where(over < before))
