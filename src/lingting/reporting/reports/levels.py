"""口径对比: the service level of one period by every formula, side by side."""

from lingting.acd.domain.words import Words
from lingting.reporting.domain.metrics import Source, Unit
from lingting.reporting.domain.periods import Period
from lingting.reporting.domain.service_level import FORMULAS, judged, service_level
from lingting.reporting.reports import store
from lingting.reporting.reports.scene import Column, Made, Row, Scene, Value, added

NAMES = {
    "answered_or_left": Words("口径一：含目标内放弃", "1: answered or abandoned in time"),
    "of_answered": Words("口径二：占接听量", "2: of answered"),
    "of_answered_and_abandoned": Words("口径三：占接听与放弃", "3: of answered and abandoned"),
    "of_answered_and_late_abandoned": Words(
        "口径四：扣除目标内放弃", "4: of answered and those who abandoned late"
    ),
    "of_offered": Words("占呼入量", "Of offered"),
    "removed_of_offered": Words("离队占呼入量", "Removed from the queue, of offered"),
}
FORMULA_WORDS = {
    "answered_or_left": Words(
        "（Y 秒内接听 + Y 秒内放弃）÷（接听 + 放弃）",
        "(answered ≤ Y + abandoned ≤ Y) / (answered + abandoned)",
    ),
    "of_answered": Words("Y 秒内接听 ÷ 接听", "answered ≤ Y / answered"),
    "of_answered_and_abandoned": Words(
        "Y 秒内接听 ÷（接听 + 放弃）", "answered ≤ Y / (answered + abandoned)"
    ),
    "of_answered_and_late_abandoned": Words(
        "Y 秒内接听 ÷（接听 + Y 秒后放弃）",
        "answered ≤ Y / (answered + abandoned after Y)",
    ),
    "of_offered": Words("Y 秒内接听 ÷ 呼入量", "answered ≤ Y / offered"),
    "removed_of_offered": Words(
        "（Y 秒内接听 + Y 秒内放弃）÷ 呼入量",
        "(answered ≤ Y + abandoned ≤ Y) / offered",
    ),
}
USED_BY = {
    "answered_or_left": Words("国内常用", "Chinese centres"),
    "of_answered": Words("国内常用；Wazo", "Chinese centres; Wazo"),
    "of_answered_and_abandoned": Words(
        "国内常用；Genesys Cloud 默认", "Chinese centres; Genesys Cloud by default"
    ),
    "of_answered_and_late_abandoned": Words("国内常用", "Chinese centres"),
    "of_offered": Words("阿里云云呼叫中心", "Aliyun CCC"),
    "removed_of_offered": Words("Amazon Connect", "Amazon Connect"),
}
COLUMNS = (
    Column("formula", Words("口径", "Formula"), kind="dimension", unit=Unit.TEXT.value),
    Column("reads", Words("公式", "How it is made"), kind="text", unit=Unit.TEXT.value),
    Column("used_by", Words("使用者", "Used by"), kind="text", unit=Unit.TEXT.value),
    Column("above", Words("分子", "Numerator")),
    Column("below", Words("分母", "Denominator")),
    Column(
        "value",
        Words("服务水平", "Service level"),
        unit=Unit.SHARE.value,
        metric="queue.service_level",
    ),
    Column("difference", Words("与所选口径相差", "Against the chosen one"), unit=Unit.SHARE.value),
    Column("chosen", Words("公司所选", "Chosen"), kind="text", unit=Unit.TEXT.value),
)


async def build(scene: Scene, period: Period) -> Made:
    """One row per formula."""
    cut = scene.cut(period)
    groups = await store.sums(scene.tx.conn, Source.QUEUES, cut, scene.counting)
    rules = scene.counting.rules
    counted = scene.measures(added(list(groups.values()))).counted()
    chosen = service_level(rules.formula, counted, rules)
    rows: list[Row] = []
    for formula in FORMULAS:
        value = service_level(formula, counted, rules)
        above, below = judged(formula, counted, rules)
        cells: dict[str, Value] = {
            "formula": scene.word(NAMES[formula]),
            "reads": scene.word(FORMULA_WORDS[formula]),
            "used_by": scene.word(USED_BY[formula]),
            "above": above,
            "below": below,
            "value": value,
            "difference": None if value is None or chosen is None else value - chosen,
            "chosen": "✓" if formula == rules.formula else "",
        }
        rows.append(Row(formula, {"formula": formula}, cells))
    return Made(list(COLUMNS), rows, chart="bar", x="formula", series=("value",))
