"""转固定电话: connects the caller with an outside number and looks at the result."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from lingting.flows.domain import effects as fx
from lingting.flows.domain.inputs import Dialled, Input, TalkEnded, TimedOut
from lingting.flows.domain.texts import Text, shown
from lingting.flows.domain.turn import Turn
from lingting.flows.domain.values import names_in
from lingting.flows.domain.verb import Fault, Params, References, Verb

RESULT = "result"
SLACK_SECONDS = 15
"""How much later than the ringing time the switch's own result may come."""


class DialParams(Params, frozen=True, kw_only=True):
    """`number` may be a `{variable}`; an empty number leaves by failed."""

    number: Annotated[str, shown("电话号码", "Number", "template")]
    ring_seconds: Annotated[float, shown("振铃时长（秒）", "Ring for (s)", ge=5, le=180)] = 30


class Dialling(msgspec.Struct, frozen=True):
    """Ringing until the result, then talking."""

    phase: Literal["ringing", "talking"] = "ringing"


class DialVerb(Verb[DialParams, Dialling]):
    name = "dial"
    title = Text("转外线电话", "Dial a number")
    help = Text(
        "转接到固定电话或手机，并判断转接结果：被叫应答（对方挂机后离开）、无应答、忙、失败。",
        "Transfers to an outside number and branches on the result: answered (left when the other "
        "side hangs up), no answer, busy, failed.",
    )
    group = "people"
    params = DialParams
    fixed_exits = ("answered", "no_answer", "busy", "failed")
    state = Dialling

    def references(self, params: DialParams) -> References:
        return References(variables=names_in(params.number))

    def faults(self, params: DialParams) -> tuple[Fault, ...]:
        return () if params.number else (Fault("no-number"),)

    def enter(self, params: DialParams, turn: Turn) -> None:
        turn.forget_keys()
        turn.remember(Dialling())
        number = turn.value(params.number).strip()
        if not number:
            turn.trouble("no-number")
            self._leave("failed", turn)
            return
        turn.take_call()
        turn.timer(RESULT, params.ring_seconds + SLACK_SECONDS)
        turn.add(fx.DialOut(number, params.ring_seconds))

    def resume(self, params: DialParams, state: Dialling, turn: Turn) -> None:
        """The switch kept the leg, or its loss is told as the result."""

    def on(self, params: DialParams, state: Dialling, input: Input, turn: Turn) -> None:
        match input, state.phase:
            case Dialled("answered"), "ringing":
                turn.cancel_timer(RESULT)
                turn.change(served=True)
                turn.remember(Dialling("talking"))
            case Dialled(result), "ringing":
                self._leave(result, turn)
            case TimedOut(), "ringing":
                self._leave("no_answer", turn)
            case TalkEnded(), "talking":
                self._leave("answered", turn)
            case _:
                pass

    def _leave(self, result: str, turn: Turn) -> None:
        turn.set("dial_result", result)
        turn.leave(result)
