"""服务时间: branches on the time of day, the weekday and closed days."""

from __future__ import annotations

from datetime import date, time
from typing import Annotated
from zoneinfo import ZoneInfo

import msgspec

from lingting.flows.domain.texts import Text, shown
from lingting.flows.domain.turn import Turn
from lingting.flows.domain.verb import Fault, Nothing, Params, Verb

Clock = Annotated[str, msgspec.Meta(pattern=r"^([01]\d|2[0-4]):[0-5]\d$")]


class Period(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Open from `opens` until before `closes` (24:00 is the end of the day)."""

    weekdays: Annotated[tuple[int, ...], shown("星期", "Weekdays", "weekdays")] = (1, 2, 3, 4, 5)
    opens: Annotated[Clock, shown("开始", "Opens", "time")] = "09:00"
    closes: Annotated[Clock, shown("结束", "Closes", "time")] = "18:00"


class HoursParams(Params, frozen=True, kw_only=True):
    """`closed_days` are whole days off, `open_days` are days of work on a weekend."""

    periods: Annotated[tuple[Period, ...], shown("服务时段", "Opening hours", "periods")]
    closed_days: Annotated[tuple[date, ...], shown("休息日", "Closed days", "dates")] = ()
    open_days: Annotated[tuple[date, ...], shown("调休上班日", "Extra open days", "dates")] = ()


class Hours(Verb[HoursParams, Nothing]):
    name = "hours"
    title = Text("服务时间", "Opening hours")
    help = Text(
        "按公司时区判断现在是否在服务时间内：服务时间、非服务时间、休息日。",
        "Looks at the company's clock: open, closed, or a closed day.",
    )
    group = "logic"
    params = HoursParams
    fixed_exits = ("open", "closed", "holiday")
    needs_caller = False
    waits = False

    def optional_exits(self, params: HoursParams) -> tuple[str, ...]:
        """Unconnected, a closed day leaves by closed."""
        return ("holiday",)

    def faults(self, params: HoursParams) -> tuple[Fault, ...]:
        if not params.periods:
            return (Fault("no-hours"),)
        wrong = [period for period in params.periods if period.opens >= period.closes]
        return tuple(Fault("hours-order", {"opens": period.opens}) for period in wrong)

    def enter(self, params: HoursParams, turn: Turn) -> None:
        local = turn.now.astimezone(ZoneInfo(turn.session.zone))
        if local.date() in params.closed_days:
            turn.leave("holiday" if turn.is_connected("holiday") else "closed")
            return
        extra = local.date() in params.open_days
        at = local.timetz().replace(tzinfo=None)
        found = any(
            (extra or local.isoweekday() in period.weekdays) and _within(period, at)
            for period in params.periods
        )
        turn.leave("open" if found else "closed")


def _within(period: Period, at: time) -> bool:
    minutes = at.hour * 60 + at.minute
    return _minutes(period.opens) <= minutes < _minutes(period.closes)


def _minutes(text: str) -> int:
    return int(text[:2]) * 60 + int(text[3:])
