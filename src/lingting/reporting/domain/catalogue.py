"""The standard reports: what each counts, what its rows may stand for and which columns it has."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

from lingting.acd.domain.words import Words
from lingting.reporting.domain.agent_metrics import AGENT_METRICS
from lingting.reporting.domain.flow_metrics import CONTACT_METRICS, STEP_METRICS
from lingting.reporting.domain.metrics import Metric, Source
from lingting.reporting.domain.periods import Grain
from lingting.reporting.domain.queue_metrics import QUEUE_METRICS


class Dimension(Enum):
    """What a row can stand for."""

    TIME = "time"
    HOUR_OF_DAY = "hour_of_day"
    WEEKDAY = "weekday"
    QUEUE = "queue"
    AGENT = "agent"
    FLOW = "flow"


ALL_METRICS: Mapping[str, Metric] = {
    metric.key: metric
    for metric in (*QUEUE_METRICS, *AGENT_METRICS, *CONTACT_METRICS, *STEP_METRICS)
}
DIMENSION_NAMES: Mapping[str, Words] = {
    "time": Words("时间", "Time"),
    "hour_of_day": Words("时段", "Hour of day"),
    "weekday": Words("星期", "Weekday"),
    "queue": Words("队列", "Queue"),
    "agent": Words("坐席", "Agent"),
    "flow": Words("流程", "Flow"),
    "node": Words("步骤", "Step"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """A report of sums, or (`kind`) one with a form of its own."""

    key: str
    name: Words
    about: Words
    group: str
    kind: str = "sums"
    source: Source | None = None
    by: tuple[Dimension, ...] = ()
    default_by: tuple[Dimension, ...] = ()
    filters: tuple[str, ...] = ()
    metrics: tuple[str, ...] = ()
    """Columns of the report's source that it shows unless others are asked for."""
    chart: str = "bar"
    series: tuple[str, ...] = ()
    default_grain: Grain | None = None
    compares: bool = True

    @property
    def is_list(self) -> bool:
        """Whether its rows are single contacts, which are read page by page."""
        return self.kind in ("abandoned", "seat_calls")

    @property
    def offered(self) -> tuple[str, ...]:
        """Every metric that its columns may show."""
        if self.source is None:
            return ()
        return tuple(key for key, one in ALL_METRICS.items() if one.source is self.source)


TIMES = (Dimension.TIME, Dimension.HOUR_OF_DAY, Dimension.WEEKDAY)
BY_ARRIVAL = Words(
    "按客户到达的时刻归入时段，之后的结果与时长都算在到达的时段。",
    "Counted in the interval in which the caller arrived, whatever happens to him later.",
)
BY_REAL_TIME = Words(
    "坐席时间按实际发生归入时段，跨时段、跨零点的按时刻拆分；坐席服务多个队列时工时只算一次。",
    "Agents' time is counted in the interval in which it passed and is split where an interval or "
    "a day ends; whoever serves several queues has one time.",
)

REPORTS: Mapping[str, Report] = {
    one.key: one
    for one in (
        Report(
            key="traffic",
            name=Words("话务量", "Traffic"),
            about=BY_ARRIVAL,
            group="traffic",
            source=Source.QUEUES,
            by=(*TIMES, Dimension.QUEUE),
            default_by=(Dimension.TIME,),
            default_grain=Grain.HOUR,
            filters=("queue",),
            metrics=(
                "offered",
                "answered",
                "abandoned",
                "overflowed",
                "messages",
                "in_progress",
                "answer_rate",
                "abandon_rate",
                "service_level",
                "average_answer",
                "longest_wait",
                "average_handle",
            ),
            chart="stacked",
            series=("answered", "abandoned", "overflowed", "messages", "in_progress"),
        ),
        Report(
            key="service_levels",
            name=Words("服务水平口径对比", "Service levels compared"),
            about=Words(
                "同一时期、同一目标秒数，按各口径计算的服务水平。",
                "The same period and target by every formula.",
            ),
            group="traffic",
            kind="service_levels",
            filters=("queue",),
            series=("value",),
        ),
        Report(
            key="waits",
            name=Words("等待时长分布", "Waiting times"),
            about=BY_ARRIVAL,
            group="traffic",
            kind="waits",
            filters=("queue",),
            chart="stacked",
            series=("answered", "abandoned"),
        ),
        Report(
            key="abandoned",
            name=Words("放弃与回拨", "Abandoned and called back"),
            about=Words(
                "每次排队放弃：谁、等了多久、其后何时由谁回拨，或客户何时再次来电并接通。",
                "Every abandoned wait: who, after how long, when and by whom he was called back, "
                "or when he called again and was answered.",
            ),
            group="traffic",
            kind="abandoned",
            filters=("queue",),
            chart="none",
            compares=False,
        ),
        Report(
            key="agent_time",
            name=Words("坐席工时", "Agents' time"),
            about=BY_REAL_TIME,
            group="agents",
            source=Source.AGENTS,
            by=(*TIMES, Dimension.AGENT),
            default_by=(Dimension.AGENT,),
            default_grain=Grain.DAY,
            filters=("agent",),
            metrics=(
                "online",
                "duty",
                "occupancy",
                "utilisation",
                "idle",
                "ringing",
                "talking",
                "holding",
                "wrapping",
                "busy",
            ),
            chart="stacked",
            series=("idle", "ringing", "talking", "holding", "wrapping", "busy"),
        ),
        Report(
            key="agent_performance",
            name=Words("坐席绩效", "Agents' performance"),
            about=BY_REAL_TIME,
            group="agents",
            source=Source.AGENTS,
            by=(*TIMES, Dimension.AGENT, Dimension.QUEUE),
            default_by=(Dimension.AGENT,),
            default_grain=Grain.DAY,
            filters=("agent", "queue"),
            metrics=(
                "offers",
                "accepted",
                "missed",
                "accept_rate",
                "talks_in",
                "talks_out",
                "calls_per_hour",
                "average_talk",
                "veteran_talk",
                "newcomer_talk",
                "average_wrap_up",
                "average_handle",
                "one_stop_rate",
                "satisfaction_rate",
            ),
            series=("talks_in", "talks_out"),
        ),
        Report(
            key="seat_calls",
            name=Words("坐席通话日志", "Seat call log"),
            about=Words(
                "坐席的每次振铃与每通电话，按时间排列。",
                "Every ring and every talk of agents, in order.",
            ),
            group="agents",
            kind="seat_calls",
            filters=("agent", "queue"),
            chart="none",
            compares=False,
        ),
        Report(
            key="containment",
            name=Words("自助分流", "Self-service and containment"),
            about=BY_ARRIVAL,
            group="flows",
            source=Source.CONTACTS,
            by=(*TIMES, Dimension.FLOW),
            default_by=(Dimension.TIME,),
            default_grain=Grain.DAY,
            filters=("flow",),
            metrics=(
                "calls",
                "self_service",
                "queued",
                "left_in_flow",
                "flow_other",
                "refused",
                "living",
                "containment",
                "human_rate",
                "flow_loss",
                "refused_rate",
                "average_length",
            ),
            chart="stacked",
            series=("self_service", "queued", "left_in_flow", "flow_other", "refused", "living"),
        ),
        Report(
            key="flow_steps",
            name=Words("流程路径", "Flow paths"),
            about=BY_ARRIVAL,
            group="flows",
            kind="flow_steps",
            source=Source.STEPS,
            filters=("flow",),
            metrics=("entered", "went_on", "hung_up", "ended", "here", "loss", "average_stay"),
            series=("went_on", "hung_up", "ended", "here"),
            chart="stacked",
        ),
        Report(
            key="flow_paths",
            name=Words("步骤去向", "Ways through flows"),
            about=BY_ARRIVAL,
            group="flows",
            kind="flow_paths",
            filters=("flow",),
            chart="none",
        ),
        Report(
            key="satisfaction",
            name=Words("满意度", "Satisfaction"),
            about=Words(
                "按转入评价的时刻归入时段；评分归属最后通话的坐席。",
                "Counted in the interval in which the caller was asked; a score belongs to the "
                "agent he spoke with last.",
            ),
            group="satisfaction",
            source=Source.AGENTS,
            by=(*TIMES, Dimension.AGENT, Dimension.QUEUE),
            default_by=(Dimension.AGENT,),
            default_grain=Grain.DAY,
            filters=("agent", "queue"),
            metrics=(
                "talks_in",
                "asked",
                "asked_rate",
                "rated",
                "satisfied",
                "satisfaction_rate",
                "average_score",
            ),
            series=("satisfaction_rate",),
        ),
    )
}
