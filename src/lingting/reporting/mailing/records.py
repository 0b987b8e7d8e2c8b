"""A schedule, a due time and a recipient as they are stored."""

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from lingting.kernel.ids import UserId
from lingting.platform.http.messages import Language
from lingting.reporting.domain.mailing import (
    LetterState,
    MailingState,
    Plan,
    Reported,
    ScheduleState,
    StopReason,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a schedule says."""

    plan: Plan
    reported: Reported
    people: tuple[UserId, ...]
    addresses: tuple[str, ...]
    attach: str
    language: Language


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """When a saved report is mailed."""

    report: UUID
    owner: UserId
    wanted: Wanted
    state: ScheduleState
    stop_reason: StopReason | None
    next_due_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """One recipient of one due time."""

    address: str
    name: str | None
    state: LetterState
    reason: str | None
    told: str | None
    sent_at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mailing:
    """One due time; `by` sent it by hand."""

    id: UUID
    report: UUID
    due_at: datetime
    by: UserId | None
    first: date
    last: date
    state: MailingState
    attempts: int
    next_try_at: datetime | None
    reason: str | None
    told: str | None
    ended_at: datetime | None
