"""What a company chose about its numbers, and each queue's target."""

from uuid import UUID

import sqlalchemy as sa
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.platform.db import Transaction
from lingting.reporting.domain import settings
from lingting.reporting.domain.service_level import Rules
from lingting.reporting.foreign import queues
from lingting.reporting.reports.store import DEFAULT_TARGET, Counting
from lingting.tenancy.api import Tenancy
from lingting.tenancy.domain.settings import CompanySettings


async def counting_of(tx: Transaction, companies: Tenancy) -> tuple[CompanySettings, Counting]:
    """The company's choices, and how they make it count."""
    chosen = await companies.settings(tx)
    counting = Counting(
        rules=rules_of(chosen),
        targets=await queue_targets(tx.conn),
        satisfied_from=chosen[settings.SATISFIED_FROM],
    )
    return chosen, counting


def rules_of(chosen: CompanySettings) -> Rules:
    """How a company with these settings counts."""
    return Rules(
        formula=chosen[settings.SERVICE_LEVEL],
        short_abandon_seconds=chosen[settings.SHORT_ABANDON_SECONDS],
        count_short_abandons=chosen[settings.COUNT_SHORT_ABANDONS],
        count_overflows=chosen[settings.COUNT_OVERFLOWS],
        count_ringing=chosen[settings.COUNT_RINGING],
    )


async def queue_targets(conn: AsyncConnection) -> dict[UUID, int]:
    """The target seconds of every queue."""
    query = sa.select(queues.c.id, queues.c.settings)
    rows = await conn.execute(query)
    return {row.id: int(row.settings.get("service_target_seconds", DEFAULT_TARGET)) for row in rows}
