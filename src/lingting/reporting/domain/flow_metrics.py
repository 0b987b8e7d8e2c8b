"""Metrics of calls and of flow steps. They belong to the quarter in which the call arrived."""

from lingting.acd.domain.words import Words
from lingting.calls.domain.refusing import Why
from lingting.reporting.domain.metrics import (
    Metric,
    Source,
    Unit,
    Value,
    mean,
    number,
    ratio,
)

REFUSED_FOR = {
    Why.LATE: ("系统来不及接入", "the system could not have served them in time"),
    Why.FULL: ("通话数已满", "too many calls were on"),
    Why.PORTS: ("语音端口将用尽", "ports for sound were running out"),
}
"""What counts as refused, for the reasons that there are."""


def _refused_for(language: int) -> str:
    *others, last = (words[language] for words in REFUSED_FOR.values())
    between, before_last = (("、", "或"), (", ", " or "))[language]
    return between.join(others) + before_last + last


def _made(
    source: Source,
    column: str,
    name: tuple[str, str],
    means: tuple[str, str],
    formula: str,
    unit: Unit,
    value: Value,
    opens: str | None = None,
) -> Metric:
    return Metric(
        source=source,
        column=column,
        name=Words(*name),
        definition=Words(*means),
        formula=formula,
        unit=unit,
        value=value,
        opens=opens,
    )


def _calls(column: str, zh: str, en: str, means_zh: str, means_en: str, formula: str) -> Metric:
    return _made(
        Source.CONTACTS,
        column,
        (zh, en),
        (means_zh, means_en),
        formula,
        Unit.COUNT,
        number(column),
        column,
    )


CONTACT_METRICS: tuple[Metric, ...] = (
    _calls("calls", "来电量", "Calls", "到达接入号码的来电。", "Calls that arrived.", "calls"),
    _calls(
        "self_service",
        "自助完成",
        "Self-service",
        "由自动语音办结、从未排队的来电。",
        "Finished by automatic voice without ever waiting for a person.",
        "count(self_service, never queued)",
    ),
    _calls(
        "queued",
        "转人工",
        "Asked for a person",
        "至少进入过一次队列的来电。",
        "Came into a queue at least once.",
        "count(queued)",
    ),
    _calls(
        "left_in_flow",
        "自动语音中放弃",
        "Left in the flow",
        "未进入队列，在自动语音中挂机的来电。",
        "Hung up in automatic voice before any queue.",
        "count(abandoned, never queued)",
    ),
    _calls(
        "flow_other",
        "自动语音其他结束",
        "Ended otherwise",
        "未进入队列而留言、转外线、被送走或失败的来电。",
        "Never queued: left a message, was put through outside, was sent off or failed.",
        "calls − self_service − queued − left_in_flow − refused − living",
    ),
    _calls(
        "refused",
        "系统繁忙拒接",
        "Refused: system busy",
        f"因系统繁忙以“线路忙”拒接的来电：{_refused_for(0)}；未听到任何语音。"
        "不属于任何队列：队列的呼入量、放弃量和服务水平不含他们。",
        f"Turned away as busy on arrival: {_refused_for(1)}. They heard no prompt. They "
        "belong to no queue: its offered, abandoned and service level leave them out.",
        "count(refused)",
    ),
    _calls(
        "living",
        "自动语音中",
        "In the flow now",
        "尚未结束且未进入队列的来电。",
        "Not over yet and not queued so far.",
        "count(no outcome, never queued)",
    ),
    _made(
        Source.CONTACTS,
        "containment",
        ("自助分流率", "Containment"),
        ("自助完成占来电量的比例。", "Self-service of calls."),
        "self_service / calls",
        Unit.SHARE,
        ratio("self_service", "calls"),
    ),
    _made(
        Source.CONTACTS,
        "human_rate",
        ("转人工率", "Share that asks for a person"),
        ("转人工占来电量的比例。", "Queued of calls."),
        "queued / calls",
        Unit.SHARE,
        ratio("queued", "calls"),
    ),
    _made(
        Source.CONTACTS,
        "flow_loss",
        ("自动语音流失率", "Loss in the flow"),
        ("自动语音中放弃占来电量的比例。", "Left in the flow of calls."),
        "left_in_flow / calls",
        Unit.SHARE,
        ratio("left_in_flow", "calls"),
    ),
    _made(
        Source.CONTACTS,
        "refused_rate",
        ("系统繁忙拒接率", "Share refused"),
        ("因系统繁忙拒接占来电量的比例。", "Refused of calls."),
        "refused / calls",
        Unit.SHARE,
        ratio("refused", "calls"),
    ),
    _made(
        Source.CONTACTS,
        "average_length",
        ("平均时长", "Average length"),
        (
            "已结束来电从到达到挂断的平均秒数，不含拒接的来电。",
            "Mean length of the calls that ended; those that were refused are left out.",
        ),
        "Σ length / ended calls",
        Unit.SECONDS,
        mean("whole_ms", "ended"),
    ),
)


def _step(
    column: str, name: tuple[str, str], means: tuple[str, str], formula: str, opens: bool
) -> Metric:
    return _made(
        Source.STEPS,
        column,
        name,
        means,
        formula,
        Unit.COUNT,
        number(column),
        column if opens else None,
    )


STEP_METRICS: tuple[Metric, ...] = (
    _step(
        "entered",
        ("到达次数", "Entered"),
        (
            "来到该步骤的次数；重听一次算一次。",
            "How often callers came to the step; repeats count.",
        ),
        "went_on + hung_up + ended + here",
        True,
    ),
    _step(
        "went_on", ("继续", "Went on"), ("进入下一步骤。", "Came to a next step."), "went_on", False
    ),
    _step(
        "hung_up",
        ("在此挂机", "Hung up"),
        ("客户在该步骤挂机。", "The caller hung up at this step."),
        "hung_up",
        True,
    ),
    _step(
        "ended",
        ("在此结束", "Ended"),
        ("流程在该步骤结束通话。", "The flow ended the call at this step."),
        "ended",
        True,
    ),
    _step(
        "here",
        ("正在此处", "Here now"),
        ("仍停留在该步骤。", "Still at the step."),
        "here",
        True,
    ),
    _made(
        Source.STEPS,
        "loss",
        ("流失率", "Loss"),
        ("在此挂机占到达次数的比例。", "Hung up of entered."),
        "hung_up / entered",
        Unit.SHARE,
        ratio("hung_up", "entered"),
    ),
    _made(
        Source.STEPS,
        "average_stay",
        ("平均停留", "Average stay"),
        (
            "在该步骤停留的平均秒数；排队步骤含等待与通话。",
            "Mean time at the step; of a queue step with waiting and talk.",
        ),
        "Σ stay / left",
        Unit.SECONDS,
        mean("spent_ms", "left"),
    ),
)
