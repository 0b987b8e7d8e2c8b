"""What agents write about a call."""

from __future__ import annotations

from lingting.simulation.domain.world import Caller, Disposition, Intention

DISPOSITIONS = {
    Disposition.SOLVED: "已解决",
    Disposition.FOLLOW_UP: "需要回访",
    Disposition.TICKET: "已转交处理",
    Disposition.WRONG_NUMBER: "拨错号码",
}
"""The choices that the desk offers."""
NOTES: dict[Intention, tuple[str, ...]] = {
    Intention.ENQUIRY: ("咨询会员积分兑换规则，已说明。", "询问产品保修期，已答复。"),
    Intention.ORDER: ("查询订单物流，已告知预计送达时间。", "催发货，已备注加急。"),
    Intention.REPAIR: ("净水器不出水，已登记上门维修。", "机器有异响，已约工程师上门。"),
    Intention.COMPLAINT: ("投诉上门延误，已致歉并升级处理。", "对维修费用有异议，待主管回复。"),
    Intention.HOURS: ("询问营业时间，已告知。",),
    Intention.MISDIALLED: ("客户拨错号码。",),
}
STRANGER = "来电咨询，已答复。"


def note_of(caller: Caller | None, turn: int) -> str:
    """A note that fits the caller's matter."""
    if caller is None:
        return STRANGER
    notes = NOTES[caller.intention]
    return notes[turn % len(notes)]
