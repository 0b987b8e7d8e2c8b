"""The prompts that every company has, read from the package's data."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec

from lingting.media.domain.prompts import LibraryPrompt
from lingting.media.domain.sounds import LANGUAGES, Language


class DefaultPrompt(msgspec.Struct, frozen=True, rename={"zh": "zh-CN"}):
    """A shipped prompt: its category and its words."""

    category: str
    zh: str
    en: str

    def text(self, language: Language) -> str:
        """The words in a language."""
        return self.en if language == "en" else self.zh


@cache
def default_prompts() -> dict[str, DefaultPrompt]:
    """All shipped prompts by key."""
    data = resources.files("lingting.media").joinpath("data", "prompts.json").read_bytes()
    return msgspec.json.decode(data, type=dict[str, DefaultPrompt])


def names(prompt: LibraryPrompt) -> dict[Language, str]:
    """What people read in each language: one that was named has that name in all of them."""
    shipped = default_prompts().get(prompt.key)
    if shipped is None or prompt.name not in (shipped.zh, shipped.en):
        return dict.fromkeys(LANGUAGES, prompt.name)
    return {language: shipped.text(language) for language in LANGUAGES}
