"""SQL of what was dialled, and what was not allowed."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

import sqlalchemy as sa

from lingting.calls.tables import dial_attempts
from lingting.kernel.ids import AgentId, CallId
from lingting.platform.asking import Question
from lingting.platform.db import Transaction

_at, _refused = dial_attempts.c.at, dial_attempts.c.refused


@dataclass(frozen=True, slots=True)
class Attempt:
    """Somebody, or a flow (`agent` None), wanted `number`; `refused` says why it was not dialled.

    `address` is where the command came from."""

    id: UUID
    at: datetime
    agent: AgentId | None
    call: CallId | None
    number: str
    country: str
    refused: str | None
    address: str | None


async def add(tx: Transaction, attempt: Attempt) -> None:
    """Keeps an attempt."""
    row = {"tenant_id": tx.tenant, **asdict(attempt)}
    await tx.conn.execute(dial_attempts.insert().values(**row))


async def dialled_since(tx: Transaction, since: datetime, agent: AgentId | None) -> tuple[int, int]:
    """How many numbers the company, and the agent, dialled."""
    own = sa.func.count().filter(dial_attempts.c.agent == agent)
    query = sa.select(sa.func.count(), own).where(_at > since, _refused.is_(None))
    company, mine = (await tx.conn.execute(query)).one()
    return company, mine


async def refused_since(tx: Transaction, since: datetime) -> Mapping[UUID, int]:
    """How often each agent was refused."""
    rows = await tx.ask(_REFUSED, since=since)
    return {UUID(agent): int(count or 0) for agent, count in rows}


async def refused(tx: Transaction, before: UUID | None, limit: int) -> Sequence[Attempt]:
    """What was refused, the newest first."""
    query = dial_attempts.select().where(_refused.is_not(None))
    if before is not None:
        query = query.where(dial_attempts.c.id < before)
    rows = await tx.conn.execute(query.order_by(dial_attempts.c.id.desc()).limit(limit))
    fields = Attempt.__dataclass_fields__
    return [Attempt(**{name: row[name] for name in fields}) for row in rows.mappings()]


_REFUSED = Question(
    "SELECT agent, count(*) FROM dial_attempts WHERE at > CAST(:since AS timestamptz)"
    " AND refused IS NOT NULL AND agent IS NOT NULL GROUP BY agent"
)
