"""转到流程: goes on in another flow and does not come back."""

from __future__ import annotations

from lingting.flows.domain.texts import Text
from lingting.flows.domain.turn import Jump, Turn
from lingting.flows.domain.verb import Fault, Nothing, Params, References, Verb
from lingting.flows.domain.verbs.parts import FlowName


class TransferParams(Params, frozen=True, kw_only=True):
    """`flow` is the key of the flow to go on in."""

    flow: FlowName


class Transfer(Verb[TransferParams, Nothing]):
    name = "transfer"
    title = Text("转到流程", "Go to another flow")
    help = Text(
        "转到另一个流程，不再返回。变量带过去。",
        "Goes on in another flow and does not come back. Variables go along.",
    )
    group = "logic"
    params = TransferParams
    fixed_exits = ("failed",)
    waits = False

    def optional_exits(self, params: TransferParams) -> tuple[str, ...]:
        """Unconnected, a flow that cannot be run ends the call with an apology."""
        return ("failed",)

    def references(self, params: TransferParams) -> References:
        return References(flows=(params.flow,))

    def faults(self, params: TransferParams) -> tuple[Fault, ...]:
        return () if params.flow else (Fault("no-flow"),)

    def enter(self, params: TransferParams, turn: Turn) -> None:
        turn.go(Jump(flow=params.flow))
