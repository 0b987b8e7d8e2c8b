"""What all verbs share that ask the caller for keys: prompt, wait, repeat, give up."""

from __future__ import annotations

from typing import Annotated, TypeVar

import msgspec

from lingting.flows.domain.inputs import Digit, Input, Played, TimedOut
from lingting.flows.domain.texts import Text, shown
from lingting.flows.domain.turn import Turn
from lingting.flows.domain.verb import Params, References, Verb
from lingting.flows.domain.verbs.play import (
    Interruptible,
    Prompts,
    SpokenText,
    keep_key,
    sounds_of,
    text_names,
)
from lingting.media.domain.sounds import Prompt, Sound

INPUT = "input"


class AskParams(Params, frozen=True, kw_only=True):
    """`retries` counts the repetitions after the first time."""

    prompts: Prompts = ()
    text: SpokenText = Text()
    interruptible: Interruptible = True
    timeout_seconds: Annotated[
        float, shown("等待按键（秒）", "Wait for a key (s)", ge=1, le=120)
    ] = 6
    retries: Annotated[int, shown("重复次数", "Repetitions", ge=0, le=10)] = 2
    invalid_prompt: Annotated[str, shown("按键错误提示", "Prompt: wrong key", "prompt")] = (
        "invalid-key"
    )
    no_input_prompt: Annotated[str, shown("未按键提示", "Prompt: no key", "prompt")] = "no-input"


class Asked(msgspec.Struct, frozen=True):
    """How often the caller failed, and what he has typed so far."""

    failures: int = 0
    typed: str = ""


FAILED = ("invalid", "no_input", "too_many")
"""The exits for callers who enter nothing that fits."""

A = TypeVar("A", bound=AskParams)


class Asking(Verb[A, Asked]):
    """Base: subclasses say what a key means (`key`) and by which exit an answer leaves."""

    state = Asked
    fixed_exits = FAILED

    def key(self, params: A, state: Asked, key: str, turn: Turn) -> None:
        """The caller pressed a key."""
        raise NotImplementedError

    def question(self, params: A, turn: Turn) -> list[Sound]:
        """What the caller is asked."""
        return sounds_of(params.prompts, params.text, turn)

    def optional_exits(self, params: A) -> tuple[str, ...]:
        """Unconnected, the node itself repeats the question, and leaves by `too_many`."""
        return ("invalid", "no_input")

    def references(self, params: A) -> References:
        own = tuple(key for key in (params.invalid_prompt, params.no_input_prompt) if key)
        return References(prompts=(*params.prompts, *own), variables=text_names(params.text))

    def enter(self, params: A, turn: Turn) -> None:
        turn.remember(Asked())
        if turn.session.keys and params.interruptible:
            turn.take_call()
            self._listen(params, Asked(), turn)
        else:
            turn.play(self.question(params, turn))

    def on(self, params: A, state: Asked, input: Input, turn: Turn) -> None:
        match input:
            case Digit(key) if turn.session.playing and not params.interruptible:
                keep_key(turn, key)
            case Digit(key):
                turn.stop_play()
                turn.cancel_timer(INPUT)
                self.key(params, state, key, turn)
                self._take_up(params, turn)
            case Played():
                self._listen(params, state, turn)
            case TimedOut(timer) if timer == INPUT:
                self.silence(params, state, turn)
            case _:
                pass

    def silence(self, params: A, state: Asked, turn: Turn) -> None:
        """The caller pressed nothing for the whole time."""
        self.fail(params, state, "no_input", params.no_input_prompt, turn)

    def wait(self, params: A, turn: Turn) -> None:
        """Waits for the next key."""
        turn.timer(INPUT, params.timeout_seconds)

    def fail(self, params: A, state: Asked, kind: str, prompt: str, turn: Turn) -> None:
        """Leaves by the exit of its own where connected; else repeats, or gives up."""
        turn.forget_keys()
        failures = state.failures + 1
        if turn.is_connected(kind):
            turn.leave(kind)
        elif failures > params.retries:
            turn.leave("too_many")
        else:
            turn.remember(Asked(failures))
            preface: list[Sound] = [Prompt(prompt)] if prompt else []
            turn.play([*preface, *self.question(params, turn)])

    def _listen(self, params: A, state: Asked, turn: Turn) -> None:
        key = turn.next_key()
        if key is None:
            self.wait(params, turn)
        else:
            self.key(params, state, key, turn)
            self._take_up(params, turn)

    def _take_up(self, params: A, turn: Turn) -> None:
        """Uses further keys that were pressed ahead, as long as nothing else goes on."""
        while not turn.is_leaving and not turn.session.playing:
            key = turn.next_key()
            if key is None:
                return
            turn.cancel_timer(INPUT)
            self.key(params, msgspec.convert(turn.session.local, Asked), key, turn)
