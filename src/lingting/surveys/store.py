"""The SQL of ratings."""

from collections.abc import Mapping
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects.postgresql import insert

from lingting.kernel.ids import AgentId, CallId
from lingting.platform.db import Transaction
from lingting.surveys.domain import Rating
from lingting.surveys.tables import ratings


async def save(tx: Transaction, rating: Rating) -> bool:
    """Stores a rating in place of an older one; False when the same one is stored already."""
    row = {
        "tenant_id": tx.tenant,
        "call_id": rating.call,
        "scale": rating.scale,
        "agent_id": rating.agent,
        "key": rating.key,
        "score": rating.score,
        "label_zh": rating.label_zh,
        "label_en": rating.label_en,
        "given_at": rating.given_at,
    }
    keys = ["tenant_id", "call_id", "scale"]
    stored = insert(ratings).values(row)
    changed = {name: stored.excluded[name] for name in row if name not in keys}
    older = ratings.c.given_at < stored.excluded.given_at
    replaced = stored.on_conflict_do_update(index_elements=keys, set_=changed, where=older)
    return (await tx.conn.execute(replaced.returning(ratings.c.call_id))).first() is not None


async def of_call(tx: Transaction, call: CallId) -> list[Rating]:
    query = sa.select(ratings).where(ratings.c.call_id == call).order_by(ratings.c.scale)
    return [_rating(row) for row in (await tx.conn.execute(query)).mappings()]


def _rating(row: Mapping[Any, Any]) -> Rating:
    return Rating(
        call=CallId(row["call_id"]),
        agent=AgentId(row["agent_id"]) if row["agent_id"] else None,
        scale=row["scale"],
        key=row["key"],
        score=row["score"],
        label_zh=row["label_zh"],
        label_en=row["label_en"],
        given_at=row["given_at"],
    )
