"""Reports of sums: groups of quarters as rows, metrics as columns."""

from dataclasses import replace
from datetime import datetime
from typing import Any

from lingting.acd.domain.words import Words
from lingting.reporting.domain import settings
from lingting.reporting.domain.agent_metrics import ON_DUTY
from lingting.reporting.domain.catalogue import ALL_METRICS, DIMENSION_NAMES, Dimension
from lingting.reporting.domain.counting import NO_QUEUE
from lingting.reporting.domain.metrics import Metric, Source
from lingting.reporting.domain.periods import Grain, Period
from lingting.reporting.domain.rows import SpanKind
from lingting.reporting.domain.tenure import COLUMNS
from lingting.reporting.reports import living, store, tenure
from lingting.reporting.reports.scene import Check, Column, Made, Row, Scene, Value, added
from lingting.reporting.reports.store import Grouped, Keys

WEEKDAYS = (
    Words("周一", "Monday"),
    Words("周二", "Tuesday"),
    Words("周三", "Wednesday"),
    Words("周四", "Thursday"),
    Words("周五", "Friday"),
    Words("周六", "Saturday"),
    Words("周日", "Sunday"),
)
BUSY = "busy:"
CLOCK = (Dimension.TIME, Dimension.HOUR_OF_DAY, Dimension.WEEKDAY)


async def build(scene: Scene, period: Period) -> Made:
    """A report of sums in one period."""
    ask = scene.ask
    source = ask.report.source
    assert source is not None
    cut = scene.cut(period)
    counting = scene.counting
    if source is Source.AGENTS and not COLUMNS.isdisjoint(ask.columns):
        tenures = await tenure.tenures_of(scene.tx.conn, period.zone)
        counting = replace(counting, tenures=tenures)
    groups = await store.sums(scene.tx.conn, source, cut, counting)
    reasons: Grouped = {}
    with_reasons = "busy" in ask.columns and not ask.queues and Dimension.QUEUE not in ask.by
    if source is Source.AGENTS:
        spans = await store.living_spans(scene.tx.conn, cut)
        living.add(groups, spans, cut, period, scene.now, counting.tenures)
        if with_reasons:
            reasons = await store.busy_sums(scene.tx.conn, cut)
            living.add_busy(reasons, spans, cut, period, scene.now)
    _fill(groups, ask.by, period, ask.grain, scene.now)
    await scene.learn([list(groups), [f"busy:{key[-1]}" for key in reasons]])
    metrics = [ALL_METRICS[f"{source.value}.{column}"] for column in ask.columns]
    codes = sorted({key[-1] for key in reasons})
    columns = [*_dimensions(scene), *_numbers(scene, metrics, codes)]
    busy = _by_group(reasons)
    parts = period.parts(ask.grain) if ask.grain else []
    places = {part: place for place, part in enumerate(parts)}
    rows: list[Row] = []
    for key, numbers in groups.items():
        cells = _cells(scene, numbers, metrics, codes, busy.get(key, {}))
        rows.append(_row(scene, period, places, key, cells))
    rows.sort(key=lambda row: _order(row, ask.by))
    total = added(list(groups.values()))
    all_busy = added(list(busy.values()))
    totals = _cells(scene, total, metrics, codes, all_busy)
    checks = _checks(source, total, all_busy if with_reasons else None)
    heat = set(ask.by) == {Dimension.HOUR_OF_DAY, Dimension.WEEKDAY}
    in_time = ask.by[:1] == (Dimension.TIME,)
    stacked = ask.report.chart == "stacked"
    chart = "heat" if heat else "stacked" if stacked else "line" if in_time else "bar"
    shown = tuple(one for one in ask.report.series if one in ask.columns) or ask.columns[:1]
    return Made(columns, rows, totals, checks, chart, ask.by[0].value, shown)


def _fill(
    groups: Grouped,
    by: tuple[Dimension, ...],
    period: Period,
    grain: Grain | None,
    now: datetime,
) -> None:
    """Parts of time in which nothing happened are rows too, as far as they have begun."""
    if by == (Dimension.TIME,) and grain is not None:
        for part in period.parts(grain):
            if part < now:
                groups.setdefault((part,), {})
    elif by == (Dimension.HOUR_OF_DAY,):
        for hour in range(24):
            groups.setdefault((hour,), {})
    elif by == (Dimension.WEEKDAY,):
        for day in range(1, 8):
            groups.setdefault((day,), {})


# --- columns and rows ----------------------------------------------------------------------------


def _dimensions(scene: Scene) -> list[Column]:
    return [
        Column(
            key=one.value,
            name=DIMENSION_NAMES[one.value],
            kind="dimension",
            unit="instant" if one is Dimension.TIME else "text",
        )
        for one in scene.ask.by
    ]


def _numbers(scene: Scene, metrics: list[Metric], codes: list[str]) -> list[Column]:
    columns: list[Column] = []
    for metric in metrics:
        columns.append(
            Column(
                key=metric.column,
                name=metric.name,
                unit=metric.unit.value,
                metric=metric.key,
                target=_target(scene, metric),
                less_is_better=metric.less_is_better,
                opens=metric.opens is not None,
            )
        )
        if metric.key == "agent.busy":
            names = [(code, scene.names.get(f"busy:{code}") or code) for code in codes]
            columns += [Column(f"{BUSY}{c}", Words(n, n), unit="seconds") for c, n in names]
    return columns


def _target(scene: Scene, metric: Metric) -> float | None:
    chosen, hourly = scene.chosen, scene.ask.grain in (Grain.QUARTER, Grain.HOUR)
    match metric.column:
        case "answer_rate":
            rate = settings.HOUR_ANSWER_TARGET if hourly else settings.DAY_ANSWER_TARGET
            return chosen[rate] / 100
        case "service_level":
            return chosen[settings.SERVICE_LEVEL_TARGET] / 100
        case "average_ring":
            return chosen[settings.HANDLING_TARGETS["ring"]]
        case "average_talk":
            return chosen[settings.HANDLING_TARGETS["talk"]]
        case "veteran_talk" | "newcomer_talk":
            return chosen[settings.HANDLING_TARGETS[metric.column]]
        case "longest_hold":
            return chosen[settings.HANDLING_TARGETS["hold"]]
        case "average_wrap_up":
            return chosen[settings.HANDLING_TARGETS["wrap_up"]]
        case _:
            return None


def _row(
    scene: Scene,
    period: Period,
    places: dict[datetime, int],
    key: Keys,
    numbers: dict[str, Value],
) -> Row:
    ids: list[str] = []
    keys: dict[str, str] = {}
    cells: dict[str, Value] = {}
    for one, value in zip(scene.ask.by, key, strict=True):
        if one is Dimension.TIME:
            ids.append(str(places.get(value, value)))
            there = value.astimezone(period.zone)
            keys[one.value], cells[one.value] = value.isoformat(), there.isoformat()
        else:
            ids.append(str(value))
            keys[one.value], cells[one.value] = str(value), _shown(scene, one, value)
    return Row("|".join(ids), keys, cells | numbers)


def _shown(scene: Scene, dimension: Dimension, value: Any) -> str:
    if dimension is Dimension.HOUR_OF_DAY:
        return f"{value:02}:00–{value + 1:02}:00"
    if dimension is Dimension.WEEKDAY:
        return scene.word(WEEKDAYS[value - 1])
    if value == NO_QUEUE:
        return scene.word(Words("（无）", "(none)"))
    return scene.name(value)


def _cells(
    scene: Scene,
    numbers: dict[str, int] | dict[str, float],
    metrics: list[Metric],
    codes: list[str],
    busy: dict[str, float],
) -> dict[str, Value]:
    measures = scene.measures(dict(numbers))
    cells: dict[str, Value] = {one.column: one.value(measures) for one in metrics}
    return cells | {f"{BUSY}{code}": busy.get(code, 0) / 1000 for code in codes}


def _by_group(reasons: Grouped) -> dict[Keys, dict[str, float]]:
    """Busy milliseconds by reason, of each group."""
    found: dict[Keys, dict[str, float]] = {}
    for (*group, reason), numbers in reasons.items():
        found.setdefault(tuple(group), {})[reason] = numbers["spent_ms"]
    return found


def _order(row: Row, by: tuple[Dimension, ...]) -> list[Any]:
    """Time first by time, people and queues by name."""
    order: list[Any] = []
    for one in by:
        value = row.keys[one.value]
        plain = one in (Dimension.HOUR_OF_DAY, Dimension.WEEKDAY)
        order.append(int(value) if plain else value if one in CLOCK else row.cells[one.value])
    return order


# --- sums that must hold -------------------------------------------------------------------------


def _checks(source: Source, total: dict[str, float], busy: dict[str, float] | None) -> list[Check]:
    def of(*names: str) -> float:
        return sum(total.get(name, 0) for name in names)

    match source:
        case Source.QUEUES:
            parts = of("answered", "abandoned", "overflowed", "messages", "in_progress")
            origins = of("from_first", "from_overflow", "from_transfer", "from_return")
            return [
                Check(ENDINGS, of("offered"), parts),
                Check(ORIGINS, of("offered"), origins),
            ]
        case Source.AGENTS:
            rated = Check(RATINGS, of("rated"), min(of("rated"), of("asked")))
            reasons = Check(REASONS, of("busy_ms"), sum((busy or {}).values()))
            whole = Check(WHOLE, of(*ON_DUTY) + of("logged_in_ms"), _states(total))
            return [whole, rated] if busy is None else [whole, rated, reasons]
        case Source.CONTACTS:
            parts = of("self_service", "queued", "left_in_flow", "flow_other", "refused", "living")
            return [Check(CALLS, of("calls"), parts)]
        case Source.STEPS:
            return []


def _states(total: dict[str, float]) -> float:
    return sum(total.get(f"{kind.value}_ms", 0) for kind in SpanKind)


ENDINGS = Words(
    "呼入量 = 接听 + 放弃 + 溢出 + 留言 + 排队中",
    "Offered = answered + abandoned + overflowed + messages + in progress",
)
ORIGINS = Words(
    "呼入量 = 首次进入 + 溢出转入 + 转接转入 + 掉线回队",
    "Offered = first + overflowed in + transferred in + returned",
)
WHOLE = Words("总在线时长 = 各状态时长之和", "Time online = the sum of all states")
RATINGS = Words("评价数不超过转评价数", "No more ratings than callers who were asked")
REASONS = Words("置忙时长 = 各原因之和", "Busy = the sum of all reasons")
CALLS = Words(
    "来电量 = 自助完成 + 转人工 + 语音中放弃 + 其他结束 + 系统繁忙拒接 + 语音中",
    "Calls = self-service + asked for a person + left in the flow + ended otherwise + refused"
    " + in the flow",
)
