"""STOP FLOW: the end of the flow; back to the caller of a subroutine, or release."""

from __future__ import annotations

from typing import Annotated, Literal

from lingting.flows.domain.texts import Text, shown
from lingting.flows.domain.turn import Jump, Turn
from lingting.flows.domain.verb import Nothing, Params, Verb


class EndParams(Params, frozen=True, kw_only=True):
    """`return` goes back to the calling flow, and releases where there is none."""

    then: Annotated[Literal["return", "release"], shown("然后", "Then")] = "return"


class End(Verb[EndParams, Nothing]):
    name = "end"
    node_type = "STOP FLOW"
    title = Text("结束", "End")
    help = Text(
        "IVR使用完毕：子流程返回调用它的流程，主流程挂机；也可以选择直接挂机。",
        "The end of the flow: a subroutine returns to the flow that called it, a main flow "
        "releases the call; or release at once.",
    )
    group = "end"
    params = EndParams
    fixed_exits = ()
    needs_caller = False
    waits = False

    def enter(self, params: EndParams, turn: Turn) -> None:
        turn.go(Jump(release=params.then == "release"))
