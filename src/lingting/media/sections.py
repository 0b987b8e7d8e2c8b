"""The words of prompts in the configuration text; recordings are sound and are not in it."""

from dataclasses import replace
from typing import Annotated

from pydantic import Field, StringConstraints

from lingting.media.default_prompts import default_prompts
from lingting.media.domain.prompts import LibraryPrompt
from lingting.media.domain.sounds import Language
from lingting.media.service import MediaService
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.sections import ConfigSection, Entry, EntryChange, SectionForm

Words = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2000)]


class PromptForm(SectionForm):
    """A prompt as the text has it."""

    key: Annotated[str, Field(min_length=1, max_length=60)]
    name: Annotated[str, Field(min_length=1, max_length=100)]
    category: Annotated[str, Field(min_length=1, max_length=40)] = "other"
    zh: Annotated[Words, Field(alias="zh-CN")] = ""
    en: Words = ""


class PromptsSection(ConfigSection):
    """Prompts that the company made or worded anew; what was left as shipped is not listed."""

    key = "prompts"
    zh, en = "语音", "Prompts"
    permissions = ("prompts.write",)
    form = PromptForm
    name_field = "key"

    def __init__(self, media: MediaService) -> None:
        self._media = media

    async def export(self, tx: Transaction) -> dict[str, Entry]:
        return {
            key: {
                "name": one.name,
                "category": one.category,
                "zh-CN": one.text("zh-CN"),
                "en": one.text("en"),
            }
            for key, one in (await self._media.prompts(tx)).items()
            if one.changed_at is not None and one.has_words
        }

    async def known(self, tx: Transaction) -> frozenset[str]:
        """What was left as shipped, and what has a recording but no words."""
        own = await self._media.prompts(tx)
        silent = {key for key, one in own.items() if not one.has_words}
        return frozenset(silent | default_prompts().keys())

    async def put(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        new = change.new
        texts: dict[Language, str] = {"zh-CN": new["zh-CN"], "en": new["en"]}
        there = (await self._media.prompts(tx)).get(change.name)
        if there is None:
            made = LibraryPrompt(
                key=change.name,
                name=new["name"],
                category=new["category"],
                texts=texts,
                shipped=False,
            )
            await self._media.add(tx, by, made)
            return
        changed = replace(there, name=new["name"], category=new["category"], texts=texts)
        await self._media.change(tx, by, changed)

    async def remove(self, tx: Transaction, by: Principal | None, change: EntryChange) -> None:
        """A shipped prompt cannot go: it gets the product's own words again."""
        if change.was in default_prompts():
            await self._media.as_shipped(tx, by, change.was)
        else:
            await self._media.remove(tx, by, change.was)
