"""留言: an explanation, a beep, then the caller's message."""

from __future__ import annotations

from typing import Annotated, Literal

import msgspec

from lingting.flows.domain import effects as fx
from lingting.flows.domain.inputs import Digit, Input, MessageRecorded, Played, TimedOut
from lingting.flows.domain.texts import Text, shown
from lingting.flows.domain.turn import Turn
from lingting.flows.domain.verb import Params, References, Verb
from lingting.flows.domain.verbs.play import Prompts, SpokenText, sounds_of, text_names

RECORDED = "recorded"
SLACK_SECONDS = 20
LAST_WORD_SECONDS = 15
"""How long after a hang-up the switch may need to store the message."""


class RecordMessageParams(Params, frozen=True, kw_only=True):
    """A caller who hangs up after speaking has left his message as well."""

    prompts: Prompts = ()
    text: SpokenText = Text()
    max_seconds: Annotated[float, shown("最长（秒）", "Longest (s)", ge=5, le=3600)] = 300
    min_seconds: Annotated[float, shown("最短（秒）", "Shortest (s)", ge=0, le=60)] = 1
    end_key: Annotated[str, shown("结束键", "Ending key", "key")] = "#"


class Recording(msgspec.Struct, frozen=True):
    """Explaining, then recording."""

    phase: Literal["explaining", "recording"] = "explaining"


class RecordMessage(Verb[RecordMessageParams, Recording]):
    name = "record_message"
    title = Text("留言录音", "Record a message")
    help = Text(
        "播放说明，嘀声后录音，按结束键或到最长时间结束。出口：已存、太短、失败。"
        "主叫说完直接挂机，留言同样保存。",
        "Plays the explanation, then a beep, then records until the ending key or the longest "
        "time. Exits: stored, too short, failed. A caller who speaks and hangs up has left his "
        "message, too.",
    )
    params = RecordMessageParams
    fixed_exits = ("stored", "too_short", "failed")
    state = Recording

    def references(self, params: RecordMessageParams) -> References:
        return References(prompts=params.prompts, variables=text_names(params.text))

    def enter(self, params: RecordMessageParams, turn: Turn) -> None:
        turn.forget_keys()
        sounds = sounds_of(params.prompts, params.text, turn)
        if sounds:
            turn.remember(Recording())
            turn.play(sounds)
        else:
            self._record(params, turn)

    def on(self, params: RecordMessageParams, state: Recording, input: Input, turn: Turn) -> None:
        match input, state.phase:
            case (Played(), "explaining") | (Digit(), "explaining"):
                turn.stop_play()
                self._record(params, turn)
            case MessageRecorded(recording, seconds, failed), "recording":
                if recording == turn.session.recording:
                    self._recorded(params, seconds, failed, turn)
            case TimedOut(), "recording":
                turn.trouble("message-not-recorded", "no answer from the switch")
                turn.leave("failed")
            case _:
                pass

    def resume(self, params: RecordMessageParams, state: Recording, turn: Turn) -> None:
        """Whoever speaks goes on: what he says is recorded while the engine is away."""
        if state.phase == "recording":
            self._ask(params, turn)
        else:
            super().resume(params, state, turn)

    def caller_gone(self, params: RecordMessageParams, state: Recording, turn: Turn) -> bool:
        if state.phase != "recording":
            return False
        turn.timer(RECORDED, LAST_WORD_SECONDS)
        return True

    def _record(self, params: RecordMessageParams, turn: Turn) -> None:
        turn.take_call()
        number = turn.session.recording + 1
        turn.change(recording=number)
        turn.remember(Recording("recording"))
        turn.timer(RECORDED, params.max_seconds + SLACK_SECONDS)
        self._ask(params, turn)

    def _ask(self, params: RecordMessageParams, turn: Turn) -> None:
        number = turn.session.recording
        turn.add(fx.RecordMessage(number, params.max_seconds, params.end_key))

    def _recorded(
        self, params: RecordMessageParams, seconds: float, failed: bool, turn: Turn
    ) -> None:
        if failed:
            turn.trouble("message-not-recorded", "the switch could not store it")
            turn.leave("failed")
        elif seconds < params.min_seconds:
            turn.leave("too_short")
        else:
            turn.change(served=True)
            turn.set("message_seconds", str(round(seconds)))
            turn.add(fx.KeepMessage(turn.session.recording, seconds, turn.session.node))
            turn.leave("stored")
