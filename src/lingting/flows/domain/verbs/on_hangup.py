"""USER STOP FLOW: where the flow goes on when the caller hangs up."""

from __future__ import annotations

from lingting.flows.domain.texts import Text
from lingting.flows.domain.turn import Turn
from lingting.flows.domain.verb import Nothing, Params, Verb


class OnHangupParams(Params, frozen=True, kw_only=True):
    """It has none."""


class OnHangup(Verb[OnHangupParams, Nothing]):
    name = "on_hangup"
    node_type = "USER STOP FLOW"
    title = Text("主叫挂线处理", "Caller hung up")
    help = Text(
        "主叫在流程中挂机时从这里开始：保存数据、写客户库。这里不能放音、排队或录音。每个流程最多一个。",
        "Runs when the caller hangs up inside the flow: save data, write to the customer "
        "database. Nothing can be played, queued or recorded here. At most one per flow.",
    )
    group = "end"
    params = OnHangupParams
    needs_caller = False
    waits = False
    decides = False

    def enter(self, params: OnHangupParams, turn: Turn) -> None:
        turn.leave("next")
