"""VAR COMPARE: branches on a comparison of variables and values."""

from __future__ import annotations

from typing import Annotated

from lingting.flows.domain.texts import Text, shown
from lingting.flows.domain.turn import Turn
from lingting.flows.domain.values import Operator, holds, names_in
from lingting.flows.domain.verb import Nothing, Params, References, Verb


class CompareParams(Params, frozen=True, kw_only=True):
    """`left` and `right` are texts with `{variables}`; numbers compare as numbers."""

    left: Annotated[str, shown("左值", "Left", "template")]
    operator: Annotated[Operator, shown("比较", "Comparison")] = "eq"
    right: Annotated[str, shown("右值", "Right", "template")] = ""


class Compare(Verb[CompareParams, Nothing]):
    name = "compare"
    node_type = "VAR COMPARE"
    title = Text("变量比较", "Compare")
    help = Text(
        "比较变量或数据，按“是”“否”分支。例如按客户级别播放不同的语音，或统计循环次数。",
        "Compares variables or values and branches on yes and no: other announcements for other "
        "customer levels, or counting loops.",
    )
    group = "logic"
    params = CompareParams
    fixed_exits = ("yes", "no")
    needs_caller = False
    waits = False

    def references(self, params: CompareParams) -> References:
        return References(variables=names_in(params.left) + names_in(params.right))

    def enter(self, params: CompareParams, turn: Turn) -> None:
        true = holds(turn.value(params.left), params.operator, turn.value(params.right))
        turn.leave("yes" if true else "no")
