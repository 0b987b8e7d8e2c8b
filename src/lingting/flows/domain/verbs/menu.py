"""PLAY OPTION: a voice menu with one branch per key."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import msgspec

from lingting.flows.domain.effects import KeysEntered
from lingting.flows.domain.texts import Text, shown
from lingting.flows.domain.turn import Turn
from lingting.flows.domain.verb import Fault, References
from lingting.flows.domain.verbs.asking import Asked, Asking, AskParams

KEYS = "1234567890*#"


class Option(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A key and what it stands for."""

    key: Annotated[str, shown("按键", "Key", "key")]
    title: Annotated[Text, shown("说明", "Meaning")] = Text()


class MenuParams(AskParams, frozen=True, kw_only=True):
    """`variable` keeps the chosen key."""

    options: Annotated[tuple[Option, ...], shown("选项", "Options", "options")]
    variable: Annotated[str, shown("存入变量", "Into variable", "variable")] = ""


class Menu(Asking[MenuParams]):
    name = "menu"
    node_type = "PLAY OPTION"
    title = Text("语音菜单", "Menu")
    help = Text(
        "语音菜单：每个按键一个出口。按错键或未按键时，若接了“按键错误”“未按键”出口就从该出口离开，"
        "否则重复播放，超过次数走“次数过多”出口。",
        "A voice menu with one exit per key. A wrong key or silence leaves by its own exit where "
        "that is connected; otherwise the menu is repeated and leaves by “too often” in the end.",
    )
    params = MenuParams

    def exits(self, params: MenuParams) -> tuple[str, ...]:
        return (*_keys(params), *self.fixed_exits)

    def references(self, params: MenuParams) -> References:
        sets = (params.variable,) if params.variable else ()
        return msgspec.structs.replace(super().references(params), sets=sets)

    def faults(self, params: MenuParams) -> tuple[Fault, ...]:
        keys = _keys(params)
        found = [Fault("unknown-key", {"key": key}) for key in keys if key not in tuple(KEYS)]
        found += [Fault("key-twice", {"key": key}) for key, n in Counter(keys).items() if n > 1]
        return tuple(found) if keys else (Fault("no-options"),)

    def key(self, params: MenuParams, state: Asked, key: str, turn: Turn) -> None:
        turn.add(KeysEntered(turn.session.node, key))
        if key in _keys(params):
            turn.set(params.variable, key)
            turn.leave(key)
        else:
            self.fail(params, state, "invalid", params.invalid_prompt, turn)


def _keys(params: MenuParams) -> tuple[str, ...]:
    return tuple(option.key for option in params.options)
