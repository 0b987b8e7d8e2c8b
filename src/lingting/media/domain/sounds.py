"""What a caller can be made to hear, as data; resolved to files by the voice library."""

from __future__ import annotations

from typing import Literal

import msgspec

Language = Literal["zh-CN", "en"]
LANGUAGES: tuple[Language, ...] = ("zh-CN", "en")
DEFAULT_LANGUAGE: Language = "zh-CN"


class Prompt(msgspec.Struct, frozen=True, tag="prompt"):
    """A prompt of the voice library, by its key; in the caller's language unless one is given."""

    key: str
    language: Language | None = None


class Words(msgspec.Struct, frozen=True, tag="words"):
    """Fragments of number speech, each of them rendered beforehand."""

    texts: tuple[str, ...]


class Spoken(msgspec.Struct, frozen=True, tag="spoken"):
    """A text that is known only during the call; rendered when it is needed."""

    text: str


Sound = Prompt | Words | Spoken


def language_of(text: str) -> Language:
    """The supported language nearest to a tag such as `zh`, `zh-TW` or `en-GB`."""
    return "en" if text.lower().startswith("en") else DEFAULT_LANGUAGE
