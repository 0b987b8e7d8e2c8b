"""Whether a further caller can be served in time; pure."""

from dataclasses import dataclass
from enum import Enum


class Why(Enum):
    """Why nobody more is let in."""

    LATE = "late"
    """The engine reached the caller too late."""
    FULL = "full"
    """Too many calls are here."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why one caller was refused: what was measured (seconds, calls), and what is allowed."""

    why: Why
    measured: float
    limit: float


def refusal_of(
    late_seconds: float, longest_seconds: float, living: int, most: int
) -> Refusal | None:
    """Why a caller whose turn comes so late, to so many, is refused; a limit of 0 is none."""
    if 0 < longest_seconds < late_seconds:
        return Refusal(Why.LATE, round(late_seconds, 1), longest_seconds)
    if 0 < most <= living:
        return Refusal(Why.FULL, living, most)
    return None
