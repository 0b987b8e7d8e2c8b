"""Metrics of queues. All of them belong to the quarter in which the caller came into the queue."""

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
from lingting.reporting.domain.service_level import abandon_rate, answer_rate, service_level


def _answer_wait(m: Measures) -> float | None:
    ringing = 0 if m.rules.count_ringing else m["ring_ms"]
    return (m["answer_wait_ms"] - ringing) / m["answered"] / 1000 if m["answered"] else None


def _handle(m: Measures) -> float | None:
    return (m["talk_ms"] + m["wrap_ms"]) / m["answered"] / 1000 if m["answered"] else None


def _one_stop(m: Measures) -> float | None:
    return (m["answered"] - m["transferred"]) / m["answered"] if m["answered"] else None


def _count(
    column: str, zh: str, en: str, means_zh: str, means_en: str, opens: str | None = "", **more: str
) -> Metric:
    return Metric(
        source=Source.QUEUES,
        column=column,
        name=Words(zh, en),
        definition=Words(means_zh, means_en),
        formula=more.get("formula", column),
        unit=Unit.COUNT,
        value=number(column),
        opens=column if opens == "" else opens,
    )


def _other(
    column: str,
    zh: str,
    en: str,
    means: tuple[str, str],
    formula: str,
    unit: Unit,
    value: Value,
    *,
    less_is_better: bool = False,
) -> Metric:
    return Metric(
        source=Source.QUEUES,
        column=column,
        name=Words(zh, en),
        definition=Words(*means),
        formula=formula,
        unit=unit,
        value=value,
        less_is_better=less_is_better,
    )


QUEUE_METRICS: tuple[Metric, ...] = (
    _count(
        "offered",
        "呼入量",
        "Offered",
        "进入队列的人次。转接、溢出后再次入队各算一次；按进入队列的时刻归入时段。"
        "因系统繁忙拒接的来电没有进入任何队列，不在此内（见“来电量”）。",
        "Passages into the queue. A transfer or an overflow into a queue is a new one; counted in "
        "the interval of arrival. Who was refused because the system was busy came into no queue "
        "and is counted among the calls only.",
        formula="answered + abandoned + overflowed + messages + in_progress",
    ),
    _count(
        "answered",
        "接听量",
        "Answered",
        "坐席接起的人次，不论通话多久。",
        "Passages that an agent picked up, however long the talk.",
    ),
    _count(
        "abandoned",
        "放弃量",
        "Abandoned",
        "客户在排队或坐席振铃时挂机（含线路中断）的人次。",
        "Callers who hung up, or whose line broke, while waiting or while an agent's phone rang.",
    ),
    _count(
        "overflowed",
        "溢出量",
        "Overflowed",
        "未被接听而离开队列（等待超时、队列关闭、无人签入等）且未留言的人次。",
        "Passages that left the queue unserved (waited too long, closed, nobody signed in) and "
        "left no message.",
    ),
    _count(
        "messages",
        "留言量",
        "Messages",
        "未被接听、离开队列后留言的人次。",
        "Passages that left the queue unserved and left a voice message.",
    ),
    _count(
        "in_progress",
        "排队中",
        "In progress",
        "仍在排队或振铃的人次。结束后计入其结果。",
        "Still waiting or ringing. Counted under their ending as soon as they end.",
    ),
    _count(
        "short_abandoned",
        "短时放弃量",
        "Short abandons",
        "在短时放弃阈值（公司设置）以内放弃的人次。",
        "Abandoned within the company's short-abandon threshold.",
        formula="count(abandoned, wait ≤ short)",
    ),
    _count(
        "answered_within",
        "目标内接听量",
        "Answered in time",
        "在队列的服务水平秒数以内接听的人次；等待是否含振铃由公司设置。",
        "Answered within the queue's service level seconds; whether ringing counts as waiting is "
        "the company's choice.",
        formula="count(answered, wait ≤ target)",
    ),
    _count(
        "abandoned_within",
        "目标内放弃量",
        "Abandoned in time",
        "在队列的服务水平秒数以内放弃的人次。",
        "Abandoned within the queue's service level seconds.",
        formula="count(abandoned, wait ≤ target)",
    ),
    _count(
        "abandoned_ringing",
        "振铃时放弃量",
        "Abandoned while ringing",
        "坐席振铃时客户挂机的人次，已含在放弃量中。",
        "Callers who hung up while an agent's phone rang; part of the abandoned.",
    ),
    _count(
        "transferred",
        "转出量",
        "Transferred",
        "接听后由坐席转走、或被班长接管的人次。",
        "Answered passages that the agent sent on or a leader took over.",
    ),
    _count(
        "from_overflow",
        "溢出转入",
        "Overflowed in",
        "未在前一队列被接听、又进入本队列的人次，已含在呼入量中。",
        "Came in after another queue had not served them; part of the offered.",
    ),
    _count(
        "from_transfer",
        "转接转入",
        "Transferred in",
        "由坐席转入本队列的人次，已含在呼入量中。",
        "Sent into this queue by an agent; part of the offered.",
    ),
    _count(
        "from_return",
        "坐席掉线回队",
        "Returned",
        "通话中坐席掉线、客户回到队列的人次，已含在呼入量中。",
        "Back in the queue because their agent's page or phone was lost; part of the offered.",
    ),
    _other(
        "answer_rate",
        "接通率",
        "Answer rate",
        (
            "接听量占已有结果的呼入量（接听、放弃、溢出、留言）的比例；还在排队或振铃的不计。",
            "Answered of the offered whose search has ended; who still waits is not judged.",
        ),
        "answered / (answered + abandoned + overflowed + messages [− short])",
        Unit.SHARE,
        lambda m: answer_rate(m.counted(), m.rules),
    ),
    _other(
        "abandon_rate",
        "放弃率",
        "Abandon rate",
        (
            "放弃量占已有结果的呼入量（接听、放弃、溢出、留言）的比例；还在排队或振铃的不计。",
            "Abandoned of the offered whose search has ended; who still waits is not judged.",
        ),
        "(abandoned [− short]) / (answered + abandoned + overflowed + messages [− short])",
        Unit.SHARE,
        lambda m: abandon_rate(m.counted(), m.rules),
        less_is_better=True,
    ),
    _other(
        "service_level",
        "服务水平",
        "Service level",
        (
            "目标秒数内得到服务的比例，按公司选定的口径计算；各口径见“口径对比”。",
            "The share served within the target seconds, by the formula that the company chose; "
            "the others are shown side by side in the comparison.",
        ),
        "chosen formula",
        Unit.SHARE,
        lambda m: service_level(m.rules.formula, m.counted(), m.rules),
    ),
    _other(
        "human_in_time",
        "目标内人工接通率",
        "Answered in time after the key press",
        (
            "从客户按键转人工到坐席接起不超过目标秒数的人次，占呼入量的比例；未按键直接入队的从入队起算。",
            "Answered within the target seconds since the caller pressed the key for a person, of "
            "offered; without a key press the time runs from the entry into the queue.",
        ),
        "count(answered, key press to answer ≤ target) / offered",
        Unit.SHARE,
        ratio("asked_within", "offered"),
    ),
    _other(
        "average_answer",
        "平均应答速度",
        "Average speed of answer",
        (
            "接听者的平均等待秒数；是否含振铃由公司设置。",
            "Mean wait of those who were answered; whether ringing counts is the company's choice.",
        ),
        "Σ wait of answered / answered",
        Unit.SECONDS,
        _answer_wait,
        less_is_better=True,
    ),
    _other(
        "average_abandon",
        "平均放弃等待",
        "Average abandon time",
        ("放弃者挂机前的平均等待秒数。", "Mean wait of those who abandoned."),
        "Σ wait of abandoned / abandoned",
        Unit.SECONDS,
        mean("abandon_wait_ms", "abandoned"),
    ),
    _other(
        "longest_wait",
        "最长等待",
        "Longest wait",
        ("已结束的等待中最长的一次。", "The longest wait that has ended."),
        "max wait",
        Unit.SECONDS,
        seconds("longest_wait_ms"),
        less_is_better=True,
    ),
    _other(
        "average_ring",
        "平均振铃",
        "Average ring",
        ("接听前最后一次振铃的平均秒数。", "Mean length of the ring that was answered."),
        "Σ ring / answered",
        Unit.SECONDS,
        mean("ring_ms", "answered"),
        less_is_better=True,
    ),
    _other(
        "average_talk",
        "平均通话时长",
        "Average talk time",
        ("接听者的平均通话秒数，含保持。", "Mean talk, holding included."),
        "Σ talk / answered",
        Unit.SECONDS,
        mean("talk_ms", "answered"),
    ),
    _other(
        "average_hold",
        "平均保持时长",
        "Average hold time",
        ("有保持的通话的平均保持秒数。", "Mean holding of the talks that were put on hold."),
        "Σ hold / talks with hold",
        Unit.SECONDS,
        mean("hold_ms", "held"),
        less_is_better=True,
    ),
    _other(
        "longest_hold",
        "最长一次保持",
        "Longest hold",
        ("时长最长的一次保持。", "The longest single hold."),
        "max hold",
        Unit.SECONDS,
        seconds("longest_hold_ms"),
        less_is_better=True,
    ),
    _other(
        "average_wrap_up",
        "平均事后处理时长",
        "Average wrap-up",
        ("接听者通话后整理的平均秒数。", "Mean after-call work."),
        "Σ wrap-up / answered",
        Unit.SECONDS,
        mean("wrap_ms", "answered"),
        less_is_better=True,
    ),
    _other(
        "average_handle",
        "平均处理时长",
        "Average handling time",
        ("通话（含保持）加整理的平均秒数。", "Mean of talk (holding included) and wrap-up."),
        "(Σ talk + Σ wrap-up) / answered",
        Unit.SECONDS,
        _handle,
    ),
    _other(
        "transfer_rate",
        "转接率",
        "Transfer rate",
        ("接听后被转走的比例。", "Answered passages that were sent on."),
        "transferred / answered",
        Unit.SHARE,
        ratio("transferred", "answered"),
        less_is_better=True,
    ),
    _other(
        "one_stop_rate",
        "一站式服务率",
        "One-stop rate",
        ("由接听的坐席独立处理、未转接的比例。", "Handled by the first agent without a transfer."),
        "(answered − transferred) / answered",
        Unit.SHARE,
        _one_stop,
    ),
    _other(
        "asked_rate",
        "评价转接率",
        "Rate of transfers to the survey",
        ("接听后转入满意度评价的比例。", "Answered passages that were asked to rate."),
        "asked / answered",
        Unit.SHARE,
        ratio("asked", "answered"),
    ),
    _other(
        "satisfaction_rate",
        "满意率",
        "Satisfaction rate",
        (
            "评分达到“满意的最低分值”的评价占全部评价的比例。",
            "Ratings of at least the lowest satisfied score, of all ratings.",
        ),
        "satisfied / rated",
        Unit.SHARE,
        ratio("satisfied", "rated"),
    ),
)
