"""Use cases of satisfaction."""

from __future__ import annotations

from lingting.kernel.ids import CallId
from lingting.platform.db import Transaction
from lingting.surveys import store
from lingting.surveys.domain import Rating
from lingting.surveys.events import RatingGiven


class SurveyService:
    """Implements `api.Surveys` and takes the ratings that flows collect."""

    async def rate(self, tx: Transaction, rating: Rating) -> None:
        if not await store.save(tx, rating):
            return
        tx.publish(
            RatingGiven(
                at=tx.now,
                call=rating.call,
                agent=rating.agent,
                scale=rating.scale,
                key=rating.key,
                score=rating.score,
                label_zh=rating.label_zh,
                label_en=rating.label_en,
            )
        )

    async def for_call(self, tx: Transaction, call: CallId) -> list[Rating]:
        return await store.of_call(tx, call)
