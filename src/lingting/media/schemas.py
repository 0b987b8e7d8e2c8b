"""Wire models of the voice library."""

from datetime import datetime

from pydantic import BaseModel, Field

from lingting.media.default_prompts import names
from lingting.media.domain.prompts import LibraryPrompt
from lingting.media.domain.sounds import Language


class RecordingOut(BaseModel):
    """A recording that replaces the words."""

    original_name: str
    seconds: float
    uploaded_at: datetime


class PromptOut(BaseModel):
    """A prompt with its words and recordings by language.

    `names` are what people read: a shipped name in their language, any other as it is.
    """

    key: str
    name: str
    names: dict[Language, str]
    category: str
    shipped: bool
    texts: dict[Language, str]
    recordings: dict[Language, RecordingOut]
    changed_at: datetime | None

    @classmethod
    def of(cls, prompt: LibraryPrompt) -> "PromptOut":
        recordings: dict[Language, RecordingOut] = {
            language: RecordingOut(
                original_name=one.original_name,
                seconds=round(one.seconds, 2),
                uploaded_at=one.uploaded_at,
            )
            for language, one in prompt.recordings.items()
        }
        return cls(
            key=prompt.key,
            name=prompt.name,
            names=names(prompt),
            category=prompt.category,
            shipped=prompt.shipped,
            texts=dict(prompt.texts),
            recordings=recordings,
            changed_at=prompt.changed_at,
        )


class PromptsOut(BaseModel):
    """All prompts and the categories in use."""

    items: list[PromptOut]
    categories: list[str]


class UseOut(BaseModel):
    """A flow that plays the prompt."""

    flow: str
    name: str


class PromptDetailOut(PromptOut):
    """A prompt and where it is used."""

    uses: list[UseOut]


Words = Field("", max_length=2000)


class PromptIn(BaseModel):
    """A new prompt; without a key one is made."""

    key: str = Field("", max_length=60)
    name: str = Field(min_length=1, max_length=100)
    category: str = Field("other", min_length=1, max_length=40)
    zh: str = Words
    en: str = Words

    def prompt(self) -> LibraryPrompt:
        return LibraryPrompt(
            key=self.key,
            name=self.name,
            category=self.category,
            texts={"zh-CN": self.zh.strip(), "en": self.en.strip()},
            shipped=False,
        )


class PromptPatch(BaseModel):
    """What may be changed; what is left out stays."""

    name: str | None = Field(None, min_length=1, max_length=100)
    category: str | None = Field(None, min_length=1, max_length=40)
    zh: str | None = Field(None, max_length=2000)
    en: str | None = Field(None, max_length=2000)

    def applied_to(self, prompt: LibraryPrompt) -> LibraryPrompt:
        return LibraryPrompt(
            key=prompt.key,
            name=self.name or prompt.name,
            category=self.category or prompt.category,
            texts={
                "zh-CN": prompt.text("zh-CN") if self.zh is None else self.zh.strip(),
                "en": prompt.text("en") if self.en is None else self.en.strip(),
            },
            shipped=prompt.shipped,
            recordings=prompt.recordings,
        )
