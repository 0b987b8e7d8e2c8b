"""PLAY ONLY: lets the caller hear prompts and nothing else."""

from __future__ import annotations

from typing import Annotated

from lingting.flows.domain.inputs import Digit, Input, Played
from lingting.flows.domain.texts import Text, shown
from lingting.flows.domain.turn import Turn
from lingting.flows.domain.values import names_in
from lingting.flows.domain.verb import Fault, Nothing, Params, References, Verb
from lingting.media.domain.sounds import Prompt, Sound, Spoken

Prompts = Annotated[tuple[str, ...], shown("语音", "Prompts", "prompt")]
SpokenText = Annotated[Text, shown("合成文本", "Text to speak", "text")]
Interruptible = Annotated[bool, shown("按键可打断", "A key interrupts")]
KEYS_AHEAD = 20


class PlayParams(Params, frozen=True, kw_only=True):
    """`prompts` are heard first, then `text` (with `{variables}`) by speech synthesis."""

    prompts: Prompts = ()
    text: SpokenText = Text()
    interruptible: Interruptible = True


def sounds_of(prompts: tuple[str, ...], text: Text, turn: Turn) -> list[Sound]:
    """What prompts and a text sound like for this caller."""
    sounds: list[Sound] = [Prompt(key) for key in prompts]
    spoken = turn.value(text.in_language(turn.session.language))
    if spoken:
        sounds.append(Spoken(spoken))
    return sounds


def text_names(text: Text) -> tuple[str, ...]:
    """The variables that a text mentions in any language."""
    return names_in(text.zh) + names_in(text.en)


def keep_key(turn: Turn, key: str) -> None:
    """Keeps a key for the next step that asks for one."""
    if len(turn.session.keys) < KEYS_AHEAD:
        turn.change(keys=turn.session.keys + key)


class Play(Verb[PlayParams, Nothing]):
    name = "play"
    node_type = "PLAY ONLY"
    title = Text("放音", "Play")
    help = Text(
        "播放一段或多段语音，仅仅放音。按键可打断时，按下的键留给后面的菜单或收号节点。",
        "Plays one or more prompts and nothing else. A key that interrupts it is kept for the "
        "next menu or collecting node.",
    )
    params = PlayParams
    decides = False

    def references(self, params: PlayParams) -> References:
        return References(prompts=params.prompts, variables=text_names(params.text))

    def faults(self, params: PlayParams) -> tuple[Fault, ...]:
        return () if params.prompts or params.text.zh or params.text.en else (Fault("no-prompt"),)

    def enter(self, params: PlayParams, turn: Turn) -> None:
        turn.play(sounds_of(params.prompts, params.text, turn))

    def on(self, params: PlayParams, state: Nothing, input: Input, turn: Turn) -> None:
        match input:
            case Played():
                turn.leave("next")
            case Digit(key):
                keep_key(turn, key)
                if params.interruptible:
                    turn.leave("next")
            case _:
                pass
