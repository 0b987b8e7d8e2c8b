"""等待: ringing, music or silence for a while, for instance before the call is taken."""

from __future__ import annotations

from typing import Annotated, Literal

from lingting.flows.domain import effects as fx
from lingting.flows.domain.inputs import Digit, Input, TimedOut
from lingting.flows.domain.texts import Text, shown
from lingting.flows.domain.turn import Turn
from lingting.flows.domain.verb import Nothing, Params, Verb
from lingting.flows.domain.verbs.play import keep_key


class WaitParams(Params, frozen=True, kw_only=True):
    """`ringing` is heard only while the call is not answered yet."""

    seconds: Annotated[float, shown("时长（秒）", "Seconds", ge=0.5, le=600)] = 3
    sound: Annotated[Literal["ringing", "music", "silence"], shown("等待音", "Sound")] = "ringing"
    music: Annotated[str, shown("音乐", "Music", "music")] = "default"


class Wait(Verb[WaitParams, Nothing]):
    name = "wait"
    title = Text("等待铃音", "Wait")
    help = Text(
        "来电进入流程时先听回铃音、音乐或静音若干秒，铃音可配置。",
        "Ringing, music or silence for some seconds, for instance when the call enters the flow.",
    )
    params = WaitParams
    decides = False

    def enter(self, params: WaitParams, turn: Turn) -> None:
        turn.timer("over", params.seconds)
        if params.sound == "music":
            turn.start_music(params.music)
        elif params.sound == "ringing" and not turn.session.answered:
            turn.add(fx.Ring())

    def on(self, params: WaitParams, state: Nothing, input: Input, turn: Turn) -> None:
        match input:
            case TimedOut():
                turn.leave("next")
            case Digit(key):
                keep_key(turn, key)
            case _:
                pass
