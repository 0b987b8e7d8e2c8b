"""Use cases of the voice library."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

from lingting.media import store
from lingting.media.api import Resolved
from lingting.media.audio import LARGEST_BYTES, read_upload, seconds_of, write_wave
from lingting.media.default_prompts import default_prompts
from lingting.media.domain.prompts import LibraryPrompt, RecordedPrompt, is_key
from lingting.media.domain.sounds import LANGUAGES, Language, Prompt, Sound, Spoken, Words
from lingting.media.errors import (
    PromptHasNoWords,
    PromptInUse,
    PromptIsShipped,
    PromptKeyTaken,
    PromptKeyUnfit,
    PromptNotFound,
    PromptSoundMissing,
    SoundTooLarge,
)
from lingting.media.ports import PromptUsers, Use
from lingting.media.rendering import Renderings, shipped_texts
from lingting.platform.aside import aside
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.platform.trail import Trail


class MediaService:
    """Implements `api.VoiceLibrary` over the database and a folder of sounds."""

    def __init__(self, folder: Path, renderings: Renderings, trail: Trail) -> None:
        self._folder = folder
        self._renderings = renderings
        self._trail = trail
        self._users: PromptUsers | None = None

    # --- for the flows -----------------------------------------------------------------------

    def tell_uses(self, users: PromptUsers) -> None:
        self._users = users

    async def prepare(self) -> int:
        return await self._renderings.render_all(shipped_texts())

    async def render(self, texts: Sequence[tuple[str, Language]]) -> int:
        return await self._renderings.render_all(texts)

    def shipped(self, key: str) -> list[Path]:
        """A shipped prompt's own words in every language, as far as they are rendered; needs no
        database."""
        prompt, renderings = default_prompts()[key], self._renderings
        return [
            renderings.path(prompt.text(language), language)
            for language in LANGUAGES
            if renderings.has(prompt.text(language), language)
        ]

    async def prompts(self, tx: Transaction) -> dict[str, LibraryPrompt]:
        return await store.find(tx)

    async def without_file(self, tx: Transaction) -> frozenset[str]:
        found = await store.find(tx)
        return frozenset(
            key
            for key, prompt in found.items()
            for language in LANGUAGES
            if (prompt.text(language) or language in prompt.recordings)
            and self._file(prompt, language) is None
        )

    async def resolve(
        self, tx: Transaction, sounds: Sequence[Sound], language: Language
    ) -> Resolved:
        keys = {sound.key for sound in sounds if isinstance(sound, Prompt)}
        found = await store.find(tx, keys) if keys else {}
        files: list[Path] = []
        late: list[tuple[str, Language]] = []
        missing: list[str] = []
        for sound in sounds:
            for text in _texts(sound):
                if not self._renderings.has(text, language):
                    late.append((text, language))
                files.append(self._renderings.path(text, language))
            if isinstance(sound, Prompt):
                file = self._prompt_file(found.get(sound.key), sound.language or language, late)
                files += [file] if file else []
                missing += [] if file else [sound.key]
        return Resolved(tuple(files), tuple(dict.fromkeys(late)), tuple(missing))

    def _prompt_file(
        self, prompt: LibraryPrompt | None, language: Language, late: list[tuple[str, Language]]
    ) -> Path | None:
        if prompt is None:
            return None
        other: Language = "en" if language == "zh-CN" else "zh-CN"
        for one in (language, other):
            if file := self._file(prompt, one):
                return file
            if prompt.text(one) and one not in prompt.recordings:
                late.append((prompt.text(one), one))
                return self._renderings.path(prompt.text(one), one)
        return None

    def _file(self, prompt: LibraryPrompt, language: Language) -> Path | None:
        """What is played for a prompt now: the recording, else its rendered words."""
        if recording := prompt.recordings.get(language):
            file = self._folder / recording.file
            if file.is_file():
                return file
        text = prompt.text(language)
        if text and self._renderings.has(text, language):
            return self._renderings.path(text, language)
        return None

    # --- for administrators ------------------------------------------------------------------

    async def prompt(self, tx: Transaction, key: str) -> LibraryPrompt:
        """Raises PromptNotFound."""
        found = await store.find(tx, [key])
        if key not in found:
            raise PromptNotFound(key=key)
        return found[key]

    async def uses(self, tx: Transaction, key: str) -> list[Use]:
        """Where a prompt is played."""
        return await self._users.uses(tx, key) if self._users else []

    async def add(
        self, tx: Transaction, by: Principal | None, prompt: LibraryPrompt
    ) -> LibraryPrompt:
        """Raises PromptKeyUnfit, PromptKeyTaken, PromptHasNoWords."""
        key = prompt.key or f"prompt-{secrets.token_hex(4)}"
        if not is_key(key):
            raise PromptKeyUnfit(field="key", key=key)
        if await store.find(tx, [key]):
            raise PromptKeyTaken(field="key", key=key)
        return await self._save(tx, by, replace(prompt, key=key), "prompt.create")

    async def change(
        self, tx: Transaction, by: Principal | None, prompt: LibraryPrompt
    ) -> LibraryPrompt:
        """Raises PromptHasNoWords."""
        return await self._save(tx, by, prompt, "prompt.change")

    async def remove(self, tx: Transaction, by: Principal | None, key: str) -> None:
        """Raises PromptNotFound, PromptIsShipped, PromptInUse."""
        prompt = await self.prompt(tx, key)
        if prompt.shipped:
            raise PromptIsShipped(key=key)
        if uses := await self.uses(tx, key):
            raise PromptInUse(key=key, flows=", ".join(use.name for use in uses))
        await store.remove(tx, key)
        await self._trail.record(tx, by, "prompt.delete", key)

    async def as_shipped(self, tx: Transaction, by: Principal | None, key: str) -> None:
        """Gives a shipped prompt the product's own words again; recordings stay."""
        await store.forget_words(tx, key)
        await self._trail.record(tx, by, "prompt.change", key, {"as_shipped": True})

    async def upload(
        self, tx: Transaction, by: Principal, key: str, language: Language, name: str, data: bytes
    ) -> LibraryPrompt:
        """Puts a recording in place of the words. Raises what `audio.read_upload` raises, and
        SoundTooLarge."""
        await self.prompt(tx, key)
        if len(data) > LARGEST_BYTES:
            raise SoundTooLarge(field="file", megabytes=LARGEST_BYTES // 1024 // 1024)
        sound = await aside(read_upload, data)
        content = sha256(sound.tobytes()).hexdigest()[:16]
        file = f"uploads/{tx.tenant.hex}/{key}.{language}.{content}.wav"
        await aside(write_wave, self._folder / file, sound)
        recording = RecordedPrompt(file, name[:200], seconds_of(sound), tx.now, by.user)
        await store.save_recording(tx, key, language, recording)
        await self._trail.record(tx, by, "prompt.record", key, {"language": language})
        return await self.prompt(tx, key)

    async def remove_recording(
        self, tx: Transaction, by: Principal, key: str, language: Language
    ) -> LibraryPrompt:
        """Goes back to the rendered words. Raises PromptNotFound, PromptHasNoWords."""
        prompt = await self.prompt(tx, key)
        if not prompt.has_words:
            raise PromptHasNoWords(field="texts")
        if await store.remove_recording(tx, key, language):
            await self._trail.record(tx, by, "prompt.unrecord", key, {"language": language})
        return await self.prompt(tx, key)

    async def sound(self, prompt: LibraryPrompt, language: Language) -> Path:
        """What a caller hears, to listen to. Raises PromptSoundMissing, SpeechUnavailable."""
        if file := self._file(prompt, language):
            return file
        if text := prompt.text(language):
            return await self._renderings.render(text, language)
        raise PromptSoundMissing(key=prompt.key)

    async def _save(
        self, tx: Transaction, by: Principal | None, prompt: LibraryPrompt, action: str
    ) -> LibraryPrompt:
        if not prompt.has_words and not prompt.recordings:
            raise PromptHasNoWords(field="texts")
        await store.save(tx, prompt)
        await self._trail.record(tx, by, action, prompt.key)
        return await self.prompt(tx, prompt.key)


def _texts(sound: Sound) -> tuple[str, ...]:
    """The texts that a sound needs rendered, in order."""
    match sound:
        case Words(texts):
            return texts
        case Spoken(text):
            return (text,)
        case Prompt():
            return ()
