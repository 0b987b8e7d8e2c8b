"""Metrics of agents. Time belongs to the quarter in which it passed, a ring or a talk to the one in
which it happened; an agent in two queues has one time, not two."""

from lingting.acd.domain.words import Words
from lingting.reporting.domain.metrics import (
    Measures,
    Metric,
    Source,
    Unit,
    Value,
    mean,
    number,
    ratio,
    seconds,
)
from lingting.reporting.domain.tenure import TENURE_METRICS

WORKING = (
    "ringing_ms",
    "dialling_ms",
    "talking_ms",
    "holding_ms",
    "reconnecting_ms",
    "wrapping_ms",
)
ON_DUTY = (*WORKING, "idle_ms", "busy_ms", "do_not_disturb_ms")
ON_LINE = (*ON_DUTY, "logged_in_ms")


def _all(m: Measures, names: tuple[str, ...]) -> int:
    return sum(m[name] for name in names)


def _talks(m: Measures) -> int:
    return m["talks_in"] + m["talks_out"]


def _talk_ms(m: Measures) -> int:
    return m["talking_ms"] + m["holding_ms"]


def _occupancy(m: Measures) -> float | None:
    working = _all(m, WORKING)
    ready = working + m["idle_ms"]
    return working / ready if ready else None


def _utilisation(m: Measures) -> float | None:
    duty = _all(m, ON_DUTY)
    return _all(m, WORKING) / duty if duty else None


def _calls_per_hour(m: Measures) -> float | None:
    duty = _all(m, ON_DUTY)
    return _talks(m) / (duty / 3_600_000) if duty else None


def _per_talk(m: Measures, total_ms: int) -> float | None:
    return total_ms / _talks(m) / 1000 if _talks(m) else None


def _made(
    column: str,
    name: tuple[str, str],
    means: tuple[str, str],
    formula: str,
    unit: Unit,
    value: Value,
    *,
    opens: str | None = None,
    less_is_better: bool = False,
) -> Metric:
    return Metric(
        source=Source.AGENTS,
        column=column,
        name=Words(*name),
        definition=Words(*means),
        formula=formula,
        unit=unit,
        value=value,
        opens=opens,
        less_is_better=less_is_better,
    )


def _time(column: str, zh: str, en: str, means_zh: str, means_en: str) -> Metric:
    return _made(
        column,
        (zh, en),
        (means_zh, means_en),
        f"Σ {column}",
        Unit.SECONDS,
        seconds(f"{column}_ms"),
    )


def _count(column: str, zh: str, en: str, means_zh: str, means_en: str) -> Metric:
    return _made(
        column, (zh, en), (means_zh, means_en), column, Unit.COUNT, number(column), opens=column
    )


AGENT_METRICS: tuple[Metric, ...] = (
    _made(
        "online",
        ("总在线时长", "Time online"),
        ("登录到登出的全部时间。", "All time from login to logout."),
        "duty + logged_in",
        Unit.SECONDS,
        lambda m: _all(m, ON_LINE) / 1000,
    ),
    _made(
        "duty",
        ("签入时长", "Time on duty"),
        (
            "签入到签出的时间，含置忙、振铃、通话与整理。",
            "From sign-in to sign-out: idle, busy, ringing, talking and wrapping up.",
        ),
        "idle + busy + do_not_disturb + ringing + dialling + talking + holding + reconnecting + "
        "wrapping",
        Unit.SECONDS,
        lambda m: _all(m, ON_DUTY) / 1000,
    ),
    _time(
        "logged_in", "未签入时长", "Not signed in", "已登录但未签入。", "Logged in, not signed in."
    ),
    _time("idle", "置闲时长", "Idle", "置闲等待来电。", "Idle, waiting for a call."),
    _time("busy", "置忙时长", "Busy", "置忙，各原因合计。", "Busy, all reasons together."),
    _time("do_not_disturb", "免打扰时长", "Do not disturb", "处于免打扰。", "In do not disturb."),
    _time("ringing", "振铃时长", "Ringing", "来电在话机振铃。", "A call rang at the phone."),
    _time(
        "dialling",
        "外呼等待时长",
        "Dialling",
        "外呼接通之前。",
        "Before an outbound call is answered.",
    ),
    _time(
        "talking",
        "通话时长",
        "Talking",
        "与客户通话，不含保持。",
        "With the customer, without hold.",
    ),
    _time("holding", "保持时长", "Holding", "客户被保持。", "The customer was on hold."),
    _time(
        "reconnecting",
        "掉线重连时长",
        "Reconnecting",
        "通话中坐席页面或话机掉线。",
        "The agent's page or phone was lost in a talk.",
    ),
    _time("wrapping", "整理时长", "Wrap-up", "通话后的事后处理。", "After-call work."),
    _made(
        "occupancy",
        ("占用率", "Occupancy"),
        (
            "工作时间（振铃、外呼等待、通话、保持、重连、整理）占工作与置闲时间之和的比例；置忙不计。",
            "Work (ringing, dialling, talk, hold, reconnecting, wrap-up) of work and idle time; "
            "busy time does not count.",
        ),
        "work / (work + idle)",
        Unit.SHARE,
        _occupancy,
    ),
    _made(
        "utilisation",
        ("工时利用率", "Utilisation"),
        (
            "工作时间占签入时长的比例，置忙计入分母。各家定义不一，此处以此为准。",
            "Work of time on duty, busy included below the line. The field has no standard; this "
            "is ours.",
        ),
        "work / duty",
        Unit.SHARE,
        _utilisation,
    ),
    _count(
        "offers", "振铃次数", "Offers", "分配到该坐席话机的次数。", "Calls that rang at the agent."
    ),
    _count("accepted", "接起次数", "Accepted", "振铃后接起。", "Rings that the agent picked up."),
    _count("missed", "未接次数", "Missed", "振铃超时未接。", "Rings that ran out."),
    _count("rejected", "拒接次数", "Rejected", "坐席拒接。", "Rings that the agent refused."),
    _count(
        "unreachable",
        "话机不可达次数",
        "Unreachable",
        "话机无法接通。",
        "The agent's phone could not be reached.",
    ),
    _count(
        "withdrawn",
        "振铃被撤回次数",
        "Withdrawn",
        "客户先挂机或被另行分配，不计坐席。",
        "The caller hung up or went elsewhere; not the agent's doing.",
    ),
    _made(
        "accept_rate",
        ("坐席接起率", "Agent answer rate"),
        (
            "接起次数占接起、未接、拒接、不可达之和的比例。",
            "Accepted of accepted, missed, rejected and unreachable.",
        ),
        "accepted / (accepted + missed + rejected + unreachable)",
        Unit.SHARE,
        lambda m: (
            m["accepted"] / below
            if (below := sum(m[n] for n in ("accepted", "missed", "rejected", "unreachable")))
            else None
        ),
    ),
    _count("talks_in", "接听通数", "Calls answered", "呼入通话数。", "Inbound talks."),
    _count("talks_out", "外呼通数", "Calls made", "接通的外呼数。", "Outbound talks."),
    _made(
        "calls_per_hour",
        ("小时话务量", "Calls per hour"),
        ("每签入一小时处理的通话数。", "Talks per hour on duty."),
        "(talks_in + talks_out) / duty hours",
        Unit.RATE,
        _calls_per_hour,
    ),
    _made(
        "average_ring",
        ("平均振铃", "Average ring"),
        ("每次振铃的平均秒数。", "Mean length of a ring."),
        "ringing / offers",
        Unit.SECONDS,
        mean("ringing_ms", "offers"),
        less_is_better=True,
    ),
    _made(
        "average_talk",
        ("平均通话时长", "Average talk time"),
        ("通话时间（含保持）除以通话数。", "Talk (holding included) by talks."),
        "(talking + holding) / talks",
        Unit.SECONDS,
        lambda m: _per_talk(m, _talk_ms(m)),
        less_is_better=True,
    ),
    *TENURE_METRICS,
    _made(
        "average_hold",
        ("平均保持时长", "Average hold time"),
        ("保持时间除以有保持的通话数。", "Holding by the talks that were put on hold."),
        "holding / talks with hold",
        Unit.SECONDS,
        mean("holding_ms", "held"),
        less_is_better=True,
    ),
    _made(
        "longest_hold",
        ("最长一次保持", "Longest hold"),
        ("时长最长的一次保持。", "The longest single hold."),
        "max hold",
        Unit.SECONDS,
        seconds("longest_hold_ms"),
        less_is_better=True,
    ),
    _made(
        "average_wrap_up",
        ("平均事后处理时长", "Average wrap-up"),
        ("整理时间除以通话数。", "Wrap-up by talks."),
        "wrapping / talks",
        Unit.SECONDS,
        lambda m: _per_talk(m, m["wrapping_ms"]),
        less_is_better=True,
    ),
    _made(
        "average_handle",
        ("平均处理时长", "Average handling time"),
        ("通话（含保持）与整理之和除以通话数。", "Talk (holding included) and wrap-up, by talks."),
        "(talking + holding + wrapping) / talks",
        Unit.SECONDS,
        lambda m: _per_talk(m, _talk_ms(m) + m["wrapping_ms"]),
        less_is_better=True,
    ),
    _count(
        "transferred",
        "转出量",
        "Transferred",
        "坐席转走、或被班长接管的通话。",
        "Talks that the agent sent on or a leader took over.",
    ),
    _made(
        "one_stop_rate",
        ("一站式服务率", "One-stop rate"),
        ("未转接的呼入通话占已结束呼入通话的比例。", "Inbound talks that were not sent on."),
        "one_stop / (one_stop + transferred)",
        Unit.SHARE,
        lambda m: m["one_stop"] / below if (below := m["one_stop"] + m["transferred"]) else None,
    ),
    _count(
        "asked",
        "转评价数",
        "Asked to rate",
        "通话后转入评价的通话。",
        "Talks after which the caller was asked.",
    ),
    _made(
        "asked_rate",
        ("评价转接率", "Rate of transfers to the survey"),
        ("转评价数占接听通数的比例。", "Asked of inbound talks."),
        "asked / talks_in",
        Unit.SHARE,
        ratio("asked", "talks_in"),
    ),
    _count("rated", "评价数", "Rated", "客户给出评分的通话。", "Callers who gave a score."),
    _count(
        "satisfied",
        "满意数",
        "Satisfied",
        "评分达到满意最低分值。",
        "Scores of at least the lowest satisfied one.",
    ),
    _made(
        "satisfaction_rate",
        ("满意率", "Satisfaction rate"),
        ("满意数占评价数的比例。", "Satisfied of rated."),
        "satisfied / rated",
        Unit.SHARE,
        ratio("satisfied", "rated"),
    ),
    _made(
        "average_score",
        ("平均分", "Average score"),
        ("评分的平均值。", "Mean score."),
        "Σ score / rated",
        Unit.SCORE,
        ratio("score_sum", "rated"),
    ),
)
