"""等待时长分布: how many waited how long until the answer, or until they gave up."""

from lingting.acd.domain.words import Words
from lingting.reporting.domain.metrics import Source, Unit
from lingting.reporting.domain.periods import Period
from lingting.reporting.reports import store
from lingting.reporting.reports.scene import Check, Column, Made, Row, Scene, Value, added

ENDS = (5, 10, 15, 20, 30, 45, 60, 90, 120, 180, 300, 600)
COLUMNS = (
    Column("wait", Words("等待秒数", "Seconds waited"), kind="dimension", unit=Unit.TEXT.value),
    Column("answered", Words("接听量", "Answered"), metric="queue.answered", opens=True),
    Column("abandoned", Words("放弃量", "Abandoned"), metric="queue.abandoned", opens=True),
    Column(
        "answered_so_far",
        Words("累计接听比例", "Answered so far"),
        unit=Unit.SHARE.value,
    ),
    Column(
        "abandoned_so_far",
        Words("累计放弃比例", "Abandoned so far"),
        unit=Unit.SHARE.value,
    ),
)


async def build(scene: Scene, period: Period) -> Made:
    """One row per stretch of waiting time."""
    cut = scene.cut(period)
    bins = await store.wait_bins(scene.tx.conn, cut, ENDS, scene.counting.rules)
    rows: list[Row] = []
    below: int | None = None
    before = {"answered": 0, "abandoned": 0}
    for place, end in enumerate((*ENDS, None)):
        label = f"> {below}" if end is None else f"≤ {end}" if below is None else f"{below}–{end}"
        cells: dict[str, Value] = {"wait": label}
        for name, counted in bins.items():
            cells[name] = counted[place] - before[name]
            cells[f"{name}_so_far"] = counted[place] / counted[-1] if counted[-1] else None
            before[name] = counted[place]
        keys = {"wait_over": "" if below is None else str(below), "wait_upto": str(end or "")}
        rows.append(Row(str(place), keys, cells))
        below = end
    groups = await store.sums(scene.tx.conn, Source.QUEUES, cut, scene.counting)
    total = added(list(groups.values()))
    names = ("answered", "abandoned")
    summed = {name: sum(int(row.cells[name] or 0) for row in rows) for name in names}
    totals: dict[str, Value] = {"wait": None, **summed}
    checks = [
        Check(Words(zh, en), total.get(name, 0), summed[name])
        for name, zh, en in (
            ("answered", "各段接听之和 = 接听量", "The parts of answered make the whole"),
            ("abandoned", "各段放弃之和 = 放弃量", "The parts of abandoned make the whole"),
        )
    ]
    return Made(list(COLUMNS), rows, totals, checks, x="wait")
