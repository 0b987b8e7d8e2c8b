"""How long agents talk who have been with the company for a year, and how long those who have not.

Tenure is judged on the day of the talk, the company's day: who has his anniversary in the middle of
a month is new until then, and a veteran from that day on.
"""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from lingting.acd.domain.words import Words
from lingting.reporting.domain.metrics import Measures, Metric, Source, Unit, mean, number
from lingting.reporting.domain.periods import midnight

VETERAN, NEWCOMER = "veteran", "newcomer"
Tenures = Mapping[UUID, datetime]
"""From when on each agent is a veteran; who has no start date is missing."""

_JUDGED_ZH = (
    "工龄按通话当天（公司时区）计，入职周年当天起为满一年（2 月 29 日入职的，次年为 2 月 28 日）。"
    "未填写入职日期的坐席，新老两项都不计。"
)
_JUDGED_EN = (
    "Tenure is judged on the day of the talk, in the company's time zone; a year is complete on "
    "the anniversary (of 29 February on 28 February). Agents without a start date count in neither."
)


def anniversary(started_on: date) -> date:
    """The day on which a year is complete: where the month has no such day, its last one."""
    year = started_on.year + 1
    if (started_on.month, started_on.day) == (2, 29):
        return date(year, 2, 28)
    return started_on.replace(year=year)


def veteran_from(started_on: date, zone: ZoneInfo) -> datetime:
    """The instant from which on a person's talks are a veteran's."""
    return midnight(anniversary(started_on), zone)


def stage(tenures: Tenures, agent: UUID, at: datetime) -> str | None:
    """What an agent is at an instant; None when nobody knows."""
    since = tenures.get(agent)
    if since is None:
        return None
    return VETERAN if at >= since else NEWCOMER


def _unknown(m: Measures) -> int:
    known = m["veteran_talks"] + m["newcomer_talks"]
    return m["talks_in"] + m["talks_out"] - known


def _metric(column: str, **more: Any) -> Metric:
    return Metric(source=Source.AGENTS, column=column, **more)


TENURE_METRICS: tuple[Metric, ...] = (
    _metric(
        "veteran_talk",
        name=Words("老员工平均通话时长", "Average talk time, a year or more"),
        definition=Words(
            f"入职满一年的坐席：通话时间（含保持）除以通话数。{_JUDGED_ZH}",
            f"Agents with at least a year at the company: talk (holding included) by talks. "
            f"{_JUDGED_EN}",
        ),
        formula="(talking + holding) / talks, of agents with a year or more on that day",
        unit=Unit.SECONDS,
        value=mean("veteran_talk_ms", "veteran_talks"),
        less_is_better=True,
    ),
    _metric(
        "newcomer_talk",
        name=Words("新员工平均通话时长", "Average talk time, under a year"),
        definition=Words(
            f"入职未满一年的坐席：通话时间（含保持）除以通话数。{_JUDGED_ZH}",
            f"Agents with less than a year at the company: talk (holding included) by talks. "
            f"{_JUDGED_EN}",
        ),
        formula="(talking + holding) / talks, of agents with less than a year on that day",
        unit=Unit.SECONDS,
        value=mean("newcomer_talk_ms", "newcomer_talks"),
        less_is_better=True,
    ),
    _metric(
        "veteran_talks",
        name=Words("老员工通话数", "Talks, a year or more"),
        definition=Words(
            f"入职满一年的坐席的通话数。{_JUDGED_ZH}",
            f"Talks of agents with at least a year at the company. {_JUDGED_EN}",
        ),
        formula="talks, of agents with a year or more on that day",
        unit=Unit.COUNT,
        value=number("veteran_talks"),
    ),
    _metric(
        "newcomer_talks",
        name=Words("新员工通话数", "Talks, under a year"),
        definition=Words(
            f"入职未满一年的坐席的通话数。{_JUDGED_ZH}",
            f"Talks of agents with less than a year at the company. {_JUDGED_EN}",
        ),
        formula="talks, of agents with less than a year on that day",
        unit=Unit.COUNT,
        value=number("newcomer_talks"),
    ),
    _metric(
        "unknown_tenure_talks",
        name=Words("工龄未知通话数", "Talks, tenure unknown"),
        definition=Words(
            "未填写入职日期的坐席的通话数；新老员工两项平均都不含这些通话。",
            "Talks of agents without a start date, which neither of both averages counts.",
        ),
        formula="talks − talks by tenure",
        unit=Unit.COUNT,
        value=_unknown,
    ),
)
COLUMNS = frozenset(metric.column for metric in TENURE_METRICS)
