"""Rendered speech as files: each text once, named by a hash of text and voice."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from lingting.kernel.errors import LingtingError
from lingting.media.audio import telephone_samples, write_wave
from lingting.media.default_prompts import default_prompts
from lingting.media.domain.sounds import LANGUAGES, Language
from lingting.media.domain.speaking import fragments
from lingting.media.ports import Speech
from lingting.platform.log import get_log

log = get_log(__name__)
PIPELINE = "1"
"""Changes when the same samples would be stored otherwise."""


class Renderings:
    """The folder of rendered speech. Rendering never blocks the loop."""

    def __init__(self, folder: Path, speech: Speech) -> None:
        self._folder = folder
        self._speech = speech
        self._under_way: dict[Path, asyncio.Lock] = {}

    def path(self, text: str, language: Language) -> Path:
        """Where the speech of a text is, or will be."""
        key = f"{PIPELINE}\0{self._speech.voice(language)}\0{text}"
        return self._folder / "speech" / language / f"{sha256(key.encode()).hexdigest()[:40]}.wav"

    def has(self, text: str, language: Language) -> bool:
        """Whether a text can be played now."""
        return self.path(text, language).is_file()

    async def render(self, text: str, language: Language) -> Path:
        """The file of a text, made when it is missing. Raises SpeechUnavailable, SoundSilent."""
        path = self.path(text, language)
        if path.is_file():
            return path
        async with self._under_way.setdefault(path, asyncio.Lock()):
            if not path.is_file():
                samples = await self._speech.speak(text, language)
                sound = await asyncio.to_thread(telephone_samples, samples)
                await asyncio.to_thread(write_wave, path, sound)
        self._under_way.pop(path, None)
        return path

    async def render_all(self, texts: Iterable[tuple[str, Language]]) -> int:
        """Renders what is missing; answers how many could not be rendered."""
        failed = 0
        for text, language in texts:
            try:
                await self.render(text, language)
            except LingtingError as error:
                failed += 1
                log.error("prompt not rendered", language=language, exc_info=error)
        return failed


def shipped_texts() -> list[tuple[str, Language]]:
    """Everything that the product itself can say: its prompts and all number fragments."""
    found: list[tuple[str, Language]] = []
    for language in LANGUAGES:
        found.extend((one.text(language), language) for one in default_prompts().values())
        found.extend((word, language) for word in fragments(language))
    return list(dict.fromkeys(found))
