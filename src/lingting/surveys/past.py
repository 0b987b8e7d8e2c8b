"""Ratings of the past: written in bulk, forgotten when they are too old."""

from collections.abc import Sequence
from typing import Any

from lingting.kernel.ids import CallId
from lingting.platform.bulk import insert_many
from lingting.platform.db import Transaction
from lingting.surveys.events import RatingGiven
from lingting.surveys.tables import ratings


class PastRatings:
    """Keeps ratings until they are written; one per call and scale, the latest wins."""

    def __init__(self) -> None:
        self._given: dict[tuple[CallId, str], dict[str, Any]] = {}

    def given(self, fact: RatingGiven) -> None:
        self._given[fact.call, fact.scale] = {
            "call_id": fact.call,
            "scale": fact.scale,
            "agent_id": fact.agent,
            "key": fact.key,
            "score": fact.score,
            "label_zh": fact.label_zh,
            "label_en": fact.label_en,
            "given_at": fact.at,
        }

    async def write(self, tx: Transaction) -> None:
        """Writes them, and forgets them."""
        await insert_many(tx, ratings, list(self._given.values()))
        self._given.clear()


async def forget_ratings(tx: Transaction, wanted: Sequence[CallId]) -> None:
    """Removes what the callers of these calls rated."""
    await tx.conn.execute(ratings.delete().where(ratings.c.call_id.in_(wanted)))
