"""调用子流程: runs another flow and comes back."""

from __future__ import annotations

from lingting.flows.domain.texts import Text
from lingting.flows.domain.turn import Jump, Turn
from lingting.flows.domain.verb import Fault, Nothing, Params, References, Verb
from lingting.flows.domain.verbs.parts import FlowName


class SubflowParams(Params, frozen=True, kw_only=True):
    """`flow` is the key of the flow to run."""

    flow: FlowName


class Subflow(Verb[SubflowParams, Nothing]):
    name = "subflow"
    title = Text("调用子流程", "Run a subroutine")
    help = Text(
        "执行另一个流程，结束后回到本节点的“返回”出口。变量共用。",
        "Runs another flow and goes on by returned when it ends. Variables are shared.",
    )
    group = "logic"
    params = SubflowParams
    fixed_exits = ("returned", "failed")
    needs_caller = False

    def optional_exits(self, params: SubflowParams) -> tuple[str, ...]:
        """Unconnected, a flow that cannot be run leaves by returned."""
        return ("failed",)

    def references(self, params: SubflowParams) -> References:
        return References(flows=(params.flow,))

    def faults(self, params: SubflowParams) -> tuple[Fault, ...]:
        return () if params.flow else (Fault("no-flow"),)

    def enter(self, params: SubflowParams, turn: Turn) -> None:
        turn.go(Jump(flow=params.flow, call=True))
