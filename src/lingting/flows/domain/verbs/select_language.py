"""SELECT LANGUAGE: the caller chooses the language of all that follows."""

from __future__ import annotations

from typing import Annotated

import msgspec

from lingting.flows.domain.effects import KeysEntered
from lingting.flows.domain.texts import Text, shown
from lingting.flows.domain.turn import Turn
from lingting.flows.domain.verb import Fault
from lingting.flows.domain.verbs.asking import FAILED, Asked, Asking, AskParams
from lingting.flows.domain.verbs.play import Prompts
from lingting.media.domain.sounds import Language, Prompt, Sound


class Choice(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A key and the language that it chooses."""

    key: Annotated[str, shown("按键", "Key", "key")]
    language: Annotated[Language, shown("语言", "Language")]


class SelectLanguageParams(AskParams, frozen=True, kw_only=True):
    """The keys that choose a language; each prompt is heard once in every language."""

    prompts: Prompts = ("language-choice",)

    choices: Annotated[tuple[Choice, ...], shown("语言选项", "Languages", "languages")] = (
        Choice("1", "zh-CN"),
        Choice("2", "en"),
    )


class SelectLanguage(Asking[SelectLanguageParams]):
    name = "select_language"
    node_type = "SELECT LANGUAGE"
    title = Text("选择语言", "Select language")
    help = Text(
        "选择服务语言：此后的全部语音和数字播报都用所选语言；未选择时保持原来的语言。",
        "The caller selects the service language; all later prompts and numbers use it. Without a "
        "choice the language stays as it is.",
    )
    params = SelectLanguageParams
    fixed_exits = ("next", *FAILED)

    def faults(self, params: SelectLanguageParams) -> tuple[Fault, ...]:
        keys = [choice.key for choice in params.choices]
        if not keys:
            return (Fault("no-options"),)
        return tuple(Fault("key-twice", {"key": k}) for k in set(keys) if keys.count(k) > 1)

    def question(self, params: SelectLanguageParams, turn: Turn) -> list[Sound]:
        return [Prompt(key, choice.language) for choice in params.choices for key in params.prompts]

    def key(self, params: SelectLanguageParams, state: Asked, key: str, turn: Turn) -> None:
        turn.add(KeysEntered(turn.session.node, key))
        for choice in params.choices:
            if choice.key == key:
                turn.change(language=choice.language)
                turn.set("language", choice.language)
                turn.leave("next")
                return
        self.fail(params, state, "invalid", params.invalid_prompt, turn)
