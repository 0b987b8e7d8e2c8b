"""When a report is due by mail, for which days, and what becomes of it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

DAY = timedelta(days=1)


class Rhythm(Enum):
    """How often."""

    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"


class Reported(Enum):
    """Which whole days a mail tells of, seen from the day on which it is due."""

    YESTERDAY = "yesterday"
    LAST_WEEK = "lastWeek"
    LAST_MONTH = "lastMonth"


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """When: at the full `hour` of the company's clock, every day, on a weekday or a month's day."""

    rhythm: Rhythm
    hour: int
    weekday: int = 1
    """1 is Monday; of weekly ones."""
    day: int = 1
    """Of monthly ones; a month that is shorter takes its last day."""


def next_due(plan: Plan, after: datetime, zone: ZoneInfo) -> datetime:
    """The first due time later than `after`.

    An hour that the clock skips comes when the clock has skipped it; one that comes twice counts
    the first time.
    """
    day = after.astimezone(zone).date()
    while not (_falls_on(plan, day) and _at(plan, day, zone) > after):
        day += DAY
    return _at(plan, day, zone)


def days_of(reported: Reported, today: date) -> tuple[date, date]:
    """The first and the last day that a mail of `today` tells of."""
    match reported:
        case Reported.YESTERDAY:
            return today - DAY, today - DAY
        case Reported.LAST_WEEK:
            monday = today - timedelta(days=today.weekday() + 7)
            return monday, monday + 6 * DAY
        case Reported.LAST_MONTH:
            last = today.replace(day=1) - DAY
            return last.replace(day=1), last


def _falls_on(plan: Plan, day: date) -> bool:
    match plan.rhythm:
        case Rhythm.DAILY:
            return True
        case Rhythm.WEEKLY:
            return day.isoweekday() == plan.weekday
        case Rhythm.MONTHLY:
            ends = (day + DAY).month != day.month
            return day.day == plan.day or (ends and day.day < plan.day)


def _at(plan: Plan, day: date, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, time(plan.hour), zone).astimezone(UTC)


class ScheduleState(Enum):
    """What a schedule does."""

    ACTIVE = "active"
    PAUSED = "paused"
    STOPPED = "stopped"
    """By the product, with a reason."""


class Wish(Enum):
    """What is done with a schedule."""

    SET = "set"
    PAUSE = "pause"
    RESUME = "resume"
    STOP = "stop"


TRANSITIONS: Mapping[ScheduleState, Mapping[Wish, ScheduleState]] = {
    ScheduleState.ACTIVE: {
        Wish.SET: ScheduleState.ACTIVE,
        Wish.PAUSE: ScheduleState.PAUSED,
        Wish.RESUME: ScheduleState.ACTIVE,
        Wish.STOP: ScheduleState.STOPPED,
    },
    ScheduleState.PAUSED: {
        Wish.SET: ScheduleState.PAUSED,
        Wish.PAUSE: ScheduleState.PAUSED,
        Wish.RESUME: ScheduleState.ACTIVE,
        Wish.STOP: ScheduleState.STOPPED,
    },
    ScheduleState.STOPPED: {
        Wish.SET: ScheduleState.ACTIVE,
        Wish.PAUSE: ScheduleState.STOPPED,
        Wish.RESUME: ScheduleState.ACTIVE,
        Wish.STOP: ScheduleState.STOPPED,
    },
}


class StopReason(Enum):
    """Why the product stopped a schedule."""

    OWNER_GONE = "owner_gone"
    OWNER_INACTIVE = "owner_inactive"
    NOT_PERMITTED = "not_permitted"
    REPORT_UNFIT = "report_unfit"
    """The report can no longer answer what it was asked."""


class MailingState(Enum):
    """One due time: on its way, then one of three ends."""

    SENDING = "sending"
    SENT = "sent"
    PARTLY = "partly"
    FAILED = "failed"


class LetterState(Enum):
    """One recipient of one due time."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"


WAITS = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 180, 480))
TRIES = len(WAITS) + 1
CLOSED_AFTER = timedelta(minutes=30)
"""When the last try is counted as failed, should its worker have died with it."""


def next_try(attempt: int) -> timedelta:
    """How long after try number `attempt` the next begins, or the whole is closed."""
    return WAITS[attempt - 1] if attempt <= len(WAITS) else CLOSED_AFTER


def outcome(letters: Collection[LetterState], *, last: bool) -> MailingState:
    """What became of a due time; `last`: nothing is tried again."""
    if LetterState.WAITING in letters and not last:
        return MailingState.SENDING
    sent = sum(one is LetterState.SENT for one in letters)
    if letters and sent == len(letters):
        return MailingState.SENT
    return MailingState.PARTLY if sent else MailingState.FAILED
