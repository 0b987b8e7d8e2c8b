"""A prompt of the voice library: its words in each language, and recordings that replace them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from lingting.kernel.ids import UserId
from lingting.media.domain.sounds import LANGUAGES, Language

KEY = re.compile(r"[a-z0-9][a-z0-9-]{1,59}")


@dataclass(frozen=True, slots=True)
class RecordedPrompt:
    """A recording that somebody uploaded; `file` is relative to the folder of sounds."""

    file: str
    original_name: str
    seconds: float
    uploaded_at: datetime
    uploaded_by: UserId | None


@dataclass(frozen=True, slots=True, kw_only=True)
class LibraryPrompt:
    """A prompt as a company has it; `shipped` ones come with the product."""

    key: str
    name: str
    category: str
    texts: Mapping[Language, str]
    shipped: bool
    changed_at: datetime | None = None
    recordings: Mapping[Language, RecordedPrompt] = field(
        default_factory=dict[Language, RecordedPrompt]
    )

    def text(self, language: Language) -> str:
        """The words in a language, "" where there are none."""
        return self.texts.get(language, "")

    @property
    def has_words(self) -> bool:
        return any(self.text(language) for language in LANGUAGES)


def is_key(text: str) -> bool:
    """Whether a text can be a prompt's key."""
    return KEY.fullmatch(text) is not None
