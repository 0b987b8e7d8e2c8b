"""The prompts that every company has, read from the package's data."""

from __future__ import annotations

from functools import cache
from importlib import resources

import msgspec

from lingting.media.domain.sounds import Language


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
