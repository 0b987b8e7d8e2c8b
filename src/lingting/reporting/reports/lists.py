"""Reports whose rows are single contacts: who gave up and was called back, and agents' calls."""

from collections.abc import Mapping
from typing import Any

from lingting.acd.domain.words import Words
from lingting.kernel.discretion import shown_text
from lingting.reporting.domain.asking import After
from lingting.reporting.domain.discretion import shown_number
from lingting.reporting.domain.metrics import Unit
from lingting.reporting.domain.periods import Period
from lingting.reporting.reports import list_store
from lingting.reporting.reports.scene import Column, Made, Row, Scene, Value

INSTANT, SECONDS, TEXT = Unit.INSTANT.value, Unit.SECONDS.value, Unit.TEXT.value
AT = Column("at", Words("时间", "Time"), kind="dimension", unit=INSTANT)
QUEUE = Column("queue", Words("队列", "Queue"), kind="dimension", unit=TEXT)
AGENT = Column("agent", Words("坐席", "Agent"), kind="dimension", unit=TEXT)
NUMBER = Column("number", Words("客户号码", "Number"), kind="text", unit=TEXT)
CUSTOMER = Column("customer", Words("客户", "Customer"), kind="text", unit=TEXT)

ABANDONED_COLUMNS = (
    AT,
    QUEUE,
    NUMBER,
    CUSTOMER,
    Column("waited", Words("等待时长", "Waited"), unit=SECONDS, averaged=True),
    Column("result", Words("跟进结果", "What followed"), kind="text", unit=TEXT),
    Column("called_back_at", Words("回拨时间", "Called back"), kind="text", unit=INSTANT),
    Column("called_back_after", Words("隔多久回拨", "After"), unit=SECONDS),
    Column("called_back_by", Words("回拨坐席", "Called back by"), kind="text", unit=TEXT),
    Column("came_back_at", Words("客户再次来电", "Called again"), kind="text", unit=INSTANT),
)
FOLLOWED = {
    "reached": Words("已回拨并接通", "Called back and reached"),
    "tried": Words("已回拨未接通", "Called back, not reached"),
    "came_back": Words("客户再次来电并接通", "Called again and was answered"),
    "anonymous": Words("号码未知，无法回拨", "No number to call"),
    "none": Words("未回拨", "Not called back"),
}

SEAT_COLUMNS = (
    AT,
    AGENT,
    Column("kind", Words("类型", "Kind"), kind="text", unit=TEXT),
    QUEUE,
    NUMBER,
    CUSTOMER,
    Column("ring", Words("振铃时长", "Ring"), unit=SECONDS),
    Column("talk", Words("通话时长", "Talk"), unit=SECONDS),
    Column("hold", Words("保持时长", "Hold"), unit=SECONDS),
    Column("ended_by", Words("结束方", "Ended by"), kind="text", unit=TEXT),
)
KINDS = {
    "in": Words("接听", "Answered"),
    "out": Words("外呼", "Called out"),
    "expired": Words("未接", "Missed"),
    "rejected": Words("拒接", "Refused"),
    "unreachable": Words("话机不可达", "Unreachable"),
    "withdrawn": Words("振铃撤回", "Withdrawn"),
}
ENDED_BY = {
    "agent": Words("坐席", "Agent"),
    "customer": Words("客户", "Customer"),
    "transfer": Words("转接", "Transfer"),
    "network": Words("线路", "Network"),
    "platform": Words("平台", "Platform"),
    "outside": Words("外线", "Outside"),
}


async def abandoned(scene: Scene, period: Period) -> Made:
    """A page of the abandoned waits, the newest first; totals are those of all pages."""
    ask, cut = scene.ask, scene.cut(period)
    found = await list_store.abandoned(scene.tx.conn, cut, ask.page + 1, ask.after)
    await _learn(scene, found[: ask.page])
    rows = [_abandoned_row(scene, period, one) for one in found[: ask.page]]
    totals: dict[str, Value] | None = None
    if ask.after is None:
        whole = await list_store.abandoned_total(scene.tx.conn, cut)
        done, count = whole["reached"], whole["count"]
        totals = {
            "at": count,
            "waited": whole["wait_ms"] / count / 1000 if count else None,
            "result": scene.word(
                Words(f"{done} / {count} 已接通", f"{done} of {count} reached"),
            ),
        }
    last = After(found[ask.page - 1]["arrived_at"], rows[-1].id) if len(found) > ask.page else None
    return Made(list(ABANDONED_COLUMNS), rows, totals, after=last)


def _abandoned_row(scene: Scene, period: Period, one: Mapping[str, Any]) -> Row:
    back, again = one["back_at"], one["again_at"]
    after = (back - one["ended_at"]).total_seconds() if back else None
    cells: dict[str, Value] = {
        "at": one["arrived_at"].astimezone(period.zone).isoformat(),
        "queue": scene.name(one["queue"]),
        "number": _number(scene, one),
        "customer": _customer(scene, one),
        "waited": one["wait_ms"] / 1000,
        "result": scene.word(FOLLOWED[_followed(one)]),
        "called_back_at": back.astimezone(period.zone).isoformat() if back else None,
        "called_back_after": after,
        "called_back_by": scene.name(one["back_agent"]) if one["back_agent"] else None,
        "came_back_at": again.astimezone(period.zone).isoformat() if again else None,
    }
    keys = {"queue": str(one["queue"]), "result": _followed(one)}
    return Row(str(one["id"]), keys, cells, call=one["call"])


def _followed(one: Mapping[str, Any]) -> str:
    if one["back_reached"]:
        return "reached"
    if one["again_at"] is not None:
        return "came_back"
    if one["back_at"] is not None:
        return "tried"
    return "none" if one["number_key"] else "anonymous"


async def seat_calls(scene: Scene, period: Period) -> Made:
    """A page of the talks and the rings that were not answered, the newest first."""
    ask, cut = scene.ask, scene.cut(period)
    talks = await list_store.talks(scene.tx.conn, cut, ask.page + 1, ask.after)
    rings = await list_store.missed_rings(scene.tx.conn, cut, ask.page + 1, ask.after)
    found = sorted([*talks, *rings], key=lambda one: (one["began_at"], one["row_id"]), reverse=True)
    shown, more = found[: ask.page], len(found) > ask.page
    await _learn(scene, shown)
    rows = [_seat_row(scene, period, one) for one in shown]
    totals: dict[str, Value] | None = None
    if ask.after is None:
        whole = await list_store.seat_total(scene.tx.conn, cut)
        totals = {"at": whole["count"]}
        totals |= {name: whole[f"{name}_ms"] / 1000 for name in ("talk", "hold")}
        if not more:
            totals["ring"] = sum(one["ring_ms"] or 0 for one in shown) / 1000
    last = After(shown[-1]["began_at"], rows[-1].id) if more else None
    return Made(list(SEAT_COLUMNS), rows, totals, after=last)


def _seat_row(scene: Scene, period: Period, one: Mapping[str, Any]) -> Row:
    ended_by = ENDED_BY.get(one["ended_by"] or "")
    cells: dict[str, Value] = {
        "at": one["began_at"].astimezone(period.zone).isoformat(),
        "agent": scene.name(one["agent"]),
        "kind": scene.word(KINDS[one["kind"]]),
        "queue": scene.name(one["queue"]) if one["queue"] else None,
        "number": _number(scene, one),
        "customer": _customer(scene, one),
        "ring": _seconds(one["ring_ms"]),
        "talk": _seconds(one["talk_ms"]),
        "hold": _seconds(one["hold_ms"]),
        "ended_by": scene.word(ended_by) if ended_by else None,
    }
    keys = {"agent": str(one["agent"]), "kind": one["kind"]}
    return Row(one["row_id"], keys, cells, call=one["call"])


def _seconds(milliseconds: int | None) -> float | None:
    return None if milliseconds is None else milliseconds / 1000


def _number(scene: Scene, one: Mapping[str, Any]) -> str | None:
    if not one["number_key"]:
        return None
    return shown_number(one["number_key"], see_numbers=scene.see_numbers, region=scene.region)


def _customer(scene: Scene, one: Mapping[str, Any]) -> str | None:
    name = scene.names.get(str(one["customer"]))
    return shown_text(name, see_numbers=scene.see_numbers) if name else None


async def _learn(scene: Scene, found: list[dict[str, Any]]) -> None:
    await scene.learn([[str(v) for v in one.values() if v is not None] for one in found])
