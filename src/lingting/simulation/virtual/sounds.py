"""How long prompts take to hear, from their words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from lingting.media.domain.sounds import Language, Prompt, Sound, Spoken, Words

CHARACTERS_PER_SECOND = {"zh-CN": 4.4, "en": 14.0}
LEAST_SECONDS = 0.6
UNKNOWN_SECONDS = 3.0


class ReadAloud:
    """Seconds of sounds at the pace of a calm voice."""

    def __init__(self, words: Mapping[tuple[str, Language], str]) -> None:
        """`words` of prompts by key and language."""
        self._words = words

    def __call__(self, sounds: Sequence[Sound], language: Language) -> float:
        return sum(self._one(sound, language) for sound in sounds)

    def _one(self, sound: Sound, language: Language) -> float:
        match sound:
            case Prompt(key, own):
                text = self._words.get((key, own or language), "")
                return _read(text, language) if text else UNKNOWN_SECONDS
            case Words(texts):
                return sum(_read(text, language) for text in texts)
            case Spoken(text):
                return _read(text, language)


def _read(text: str, language: Language) -> float:
    return max(len(text) / CHARACTERS_PER_SECOND[language], LEAST_SECONDS)
