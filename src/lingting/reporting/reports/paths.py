"""流程路径: where callers go in a flow, and where they leave it."""

from collections import defaultdict

from lingting.acd.domain.words import Words
from lingting.reporting.domain.catalogue import ALL_METRICS
from lingting.reporting.domain.counting import HERE, LEFT
from lingting.reporting.domain.metrics import Unit
from lingting.reporting.domain.periods import Period
from lingting.reporting.reports import store
from lingting.reporting.reports.scene import Check, Column, Made, Row, Scene, Value, added

PLACES = (
    Column("flow", Words("流程", "Flow"), kind="dimension", unit=Unit.TEXT.value),
    Column("node", Words("步骤", "Step"), kind="dimension", unit=Unit.TEXT.value),
)
TARGET = Column("target", Words("去向", "Then"), kind="dimension", unit=Unit.TEXT.value)
ENDS = {
    f"{LEFT}hung_up": Words("客户挂机", "The caller hung up"),
    f"{LEFT}ended": Words("流程结束通话", "The flow ended the call"),
    HERE: Words("仍在此处", "Still here"),
}
Numbers = dict[str, int]


async def steps(scene: Scene, period: Period) -> Made:
    """One row per step."""
    found = await _read(scene, period)
    groups: defaultdict[tuple[str, str], dict[str, float]] = defaultdict(dict)
    for (flow, node, target), numbers in found.items():
        where = "went_on" if not target.startswith(LEFT) else target.removeprefix(LEFT)
        left = 0 if where == "here" else numbers["entered"]
        more = {**numbers, where: numbers["entered"], "left": left}
        groups[flow, node] = added([groups[flow, node], more])
    metrics = [ALL_METRICS[f"step.{column}"] for column in scene.ask.columns]
    rows: list[Row] = []
    for (flow, node), numbers in groups.items():
        measures = scene.measures(numbers)
        cells: dict[str, Value] = {one.column: one.value(measures) for one in metrics}
        rows.append(Row(f"{flow}/{node}", {"step": f"{flow}/{node}"}, _place(scene, flow, node)))
        rows[-1].cells |= cells
    rows.sort(key=lambda row: (str(row.cells["flow"]), -float(row.cells.get("entered") or 0)))
    total = scene.measures(added(list(groups.values())))
    ends = sum(total[name] for name in ("went_on", "hung_up", "ended", "here"))
    check = Check(
        Words("到达 = 继续 + 挂机 + 结束 + 正在此处", "Entered = went on + hung up + ended + here"),
        total["entered"],
        ends,
    )
    columns = [
        *PLACES,
        *(
            Column(
                one.column,
                one.name,
                unit=one.unit.value,
                metric=one.key,
                opens=one.opens is not None,
            )
            for one in metrics
        ),
    ]
    totals: dict[str, Value] = {one.column: one.value(total) for one in metrics}
    return Made(columns, rows, totals, [check], x="node")


async def targets(scene: Scene, period: Period) -> Made:
    """One row per way from a step to the next."""
    found = await _read(scene, period)
    entered: defaultdict[tuple[str, str], int] = defaultdict(int)
    for (flow, node, _), numbers in found.items():
        entered[flow, node] += numbers["entered"]
    rows: list[Row] = []
    for (flow, node, target), numbers in found.items():
        cells = _place(scene, flow, node)
        cells["target"] = _target(scene, target)
        cells["entered"] = numbers["entered"]
        cells["share"] = numbers["entered"] / entered[flow, node]
        keys = {"step": f"{flow}/{node}", "target": target}
        rows.append(Row(f"{flow}/{node}>{target}", keys, cells))
    rows.sort(
        key=lambda row: (str(row.cells["flow"]), row.keys["step"], -int(row.cells["entered"] or 0))
    )
    columns = [
        *PLACES,
        TARGET,
        Column("entered", Words("次数", "Times"), metric="step.entered", opens=True),
        Column("share", Words("占比", "Share"), unit=Unit.SHARE.value),
    ]
    return Made(columns, rows, {"entered": sum(entered.values())}, chart="none")


async def _read(scene: Scene, period: Period) -> store.Grouped:
    """The steps of the flows asked for; flows and steps are learnt by name."""
    await scene.learn([])
    flow_keys = await store.flow_keys(scene.tx.conn, scene.ask.flows)
    for key, titles in (await store.node_titles(scene.tx.conn)).items():
        title = titles["title_en" if scene.language == "en" else "title_zh"]
        scene.names["/".join(key)] = title or key[1]
    return await store.step_sums(scene.tx.conn, scene.cut(period), flow_keys)


def _place(scene: Scene, flow: str, node: str) -> dict[str, Value]:
    name = scene.names.get(f"flow:{flow}") or flow
    return {"flow": name, "node": scene.names.get(f"{flow}/{node}") or node}


def _target(scene: Scene, target: str) -> str:
    if target in ENDS:
        return scene.word(ENDS[target])
    return scene.names.get(target) or target
