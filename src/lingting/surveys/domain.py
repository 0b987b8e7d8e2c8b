"""A rating: what a caller thought of the service, on a scale."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from lingting.kernel.ids import AgentId, CallId


@dataclass(frozen=True, slots=True, kw_only=True)
class Rating:
    """One caller's rating of one call; a later one on the same scale replaces it."""

    call: CallId
    agent: AgentId | None
    scale: str
    key: str
    score: int
    label_zh: str
    label_en: str
    given_at: datetime
