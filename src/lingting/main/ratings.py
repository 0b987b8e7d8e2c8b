"""Brings the ratings that flows collect to the surveys feature; the two are siblings."""

from __future__ import annotations

from lingting.flows.events import SurveyAnswered
from lingting.kernel.ids import TenantId
from lingting.platform.kit import Kit
from lingting.surveys.api import Surveys
from lingting.surveys.domain import Rating


def take_ratings(kit: Kit, surveys: Surveys) -> None:
    """Stores a rating for each `survey.answered`."""

    async def stored(tenant: TenantId, fact: SurveyAnswered) -> None:
        rating = Rating(
            call=fact.call,
            agent=fact.agent,
            scale=fact.scale,
            key=fact.key,
            score=fact.score,
            label_zh=fact.label_zh,
            label_en=fact.label_en,
            given_at=fact.at,
        )
        async with kit.db.transaction(tenant) as tx:
            await surveys.rate(tx, rating)

    kit.bus.subscribe(SurveyAnswered, stored)
