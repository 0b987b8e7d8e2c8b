"""PLAY NUMBER: speaks a value as a number of the chosen kind."""

from __future__ import annotations

from typing import Annotated

from lingting.flows.domain.inputs import Digit, Input, Played
from lingting.flows.domain.texts import Text, shown
from lingting.flows.domain.turn import Turn
from lingting.flows.domain.values import names_in
from lingting.flows.domain.verb import Nothing, Params, References, Verb
from lingting.flows.domain.verbs.play import Interruptible, keep_key
from lingting.media.domain.sounds import Prompt, Sound, Words
from lingting.media.domain.speaking import Kind, NotSpeakable, say


class SayParams(Params, frozen=True, kw_only=True):
    """`before` and `after` are prompts around the number: 您的余额是 … 。"""

    value: Annotated[str, shown("内容", "Value", "template")]
    kind: Annotated[Kind, shown("读法", "Spoken as")] = "number"
    before: Annotated[tuple[str, ...], shown("前置语音", "Prompts before", "prompt")] = ()
    after: Annotated[tuple[str, ...], shown("后置语音", "Prompts after", "prompt")] = ()
    interruptible: Interruptible = True


class Say(Verb[SayParams, Nothing]):
    name = "say"
    node_type = "PLAY NUMBER"
    title = Text("播放数字", "Speak a number")
    help = Text(
        "播放各种数字合成语音：逐位、数值、数量、金额、日期、时间、电话号码、序数。"
        "变量内容无法读出时走“不可读”出口。",
        "Speaks a value as digits, number, quantity, amount, date, time, telephone number or "
        "ordinal. A value that cannot be read that way leaves by “cannot be read”.",
    )
    params = SayParams
    fixed_exits = ("next", "unspeakable")
    waits = False
    decides = False

    def optional_exits(self, params: SayParams) -> tuple[str, ...]:
        """Unconnected, the node goes on by `next`."""
        return ("unspeakable",)

    def references(self, params: SayParams) -> References:
        return References(prompts=(*params.before, *params.after), variables=names_in(params.value))

    def enter(self, params: SayParams, turn: Turn) -> None:
        try:
            words = say(params.kind, turn.value(params.value), turn.session.language)
        except NotSpeakable:
            turn.trouble("not-speakable", params.kind)
            turn.leave("unspeakable" if turn.is_connected("unspeakable") else "next")
            return
        before: list[Sound] = [Prompt(key) for key in params.before]
        turn.play([*before, Words(words), *(Prompt(key) for key in params.after)])

    def on(self, params: SayParams, state: Nothing, input: Input, turn: Turn) -> None:
        match input:
            case Played():
                turn.leave("next")
            case Digit(key):
                keep_key(turn, key)
                if params.interruptible:
                    turn.leave("next")
            case _:
                pass
