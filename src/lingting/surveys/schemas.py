"""Wire models of satisfaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from lingting.surveys.domain import Rating


class RatingOut(BaseModel):
    """A rating as a person reads it."""

    scale: str
    agent: UUID | None
    key: str
    score: int
    label_zh: str
    label_en: str
    given_at: datetime

    @classmethod
    def of(cls, rating: Rating) -> RatingOut:
        return cls.model_validate(rating, from_attributes=True)


class RatingsOut(BaseModel):
    """The ratings of a call."""

    items: list[RatingOut]
