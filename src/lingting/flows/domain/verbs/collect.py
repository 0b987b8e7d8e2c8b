"""PLAY DIGIT: plays a prompt and collects keys into a variable."""

from __future__ import annotations

from typing import Annotated

import msgspec

from lingting.flows.domain.effects import KeysEntered
from lingting.flows.domain.texts import Text, shown
from lingting.flows.domain.turn import Turn
from lingting.flows.domain.verb import Fault, References
from lingting.flows.domain.verbs.asking import FAILED, INPUT, Asked, Asking, AskParams


class CollectParams(AskParams, frozen=True, kw_only=True):
    """The input is complete at `max_length` keys, at the `terminator`, or after a pause."""

    variable: Annotated[str, shown("存入变量", "Into variable", "variable")]
    min_length: Annotated[int, shown("最少位数", "At least", ge=1, le=64)] = 1
    max_length: Annotated[int, shown("最多位数", "At most", ge=1, le=64)] = 20
    terminator: Annotated[str, shown("结束键", "Ending key", "key")] = "#"
    pause_seconds: Annotated[
        float, shown("位间等待（秒）", "Pause between keys (s)", ge=1, le=60)
    ] = 4
    secret: Annotated[bool, shown("不记录内容（密码）", "Hide (password)")] = False


class Collect(Asking[CollectParams]):
    name = "collect"
    node_type = "PLAY DIGIT"
    title = Text("放音收号", "Collect keys")
    help = Text(
        "放音并提取用户按键，存入变量。可设位数、结束键、超时和重复次数。",
        "Plays a prompt and collects keys into a variable, with length, ending key, time-outs and "
        "repetitions.",
    )
    params = CollectParams
    fixed_exits = ("entered", *FAILED)

    def references(self, params: CollectParams) -> References:
        return msgspec.structs.replace(super().references(params), sets=(params.variable,))

    def faults(self, params: CollectParams) -> tuple[Fault, ...]:
        found = [] if params.variable else [Fault("no-variable")]
        if params.min_length > params.max_length:
            found.append(Fault("length-order"))
        return tuple(found)

    def key(self, params: CollectParams, state: Asked, key: str, turn: Turn) -> None:
        if key == params.terminator:
            self._complete(params, state, turn)
            return
        typed = state.typed + key
        state = Asked(state.failures, typed)
        turn.remember(state)
        if len(typed) >= params.max_length:
            self._complete(params, state, turn)
        else:
            turn.timer(INPUT, params.pause_seconds)

    def silence(self, params: CollectParams, state: Asked, turn: Turn) -> None:
        if state.typed:
            self._complete(params, state, turn)
        else:
            super().silence(params, state, turn)

    def _complete(self, params: CollectParams, state: Asked, turn: Turn) -> None:
        shown_keys = "•" * len(state.typed) if params.secret else state.typed
        turn.add(KeysEntered(turn.session.node, shown_keys))
        if len(state.typed) < params.min_length:
            self.fail(params, state, "invalid", params.invalid_prompt, turn)
            return
        turn.set(params.variable, state.typed, shared=not params.secret)
        turn.leave("entered")
