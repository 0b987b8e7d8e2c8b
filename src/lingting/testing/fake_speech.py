"""A voice for tests: a short tone per text, and the way back from a file to its text."""

from __future__ import annotations

import math
import struct
from hashlib import sha256
from pathlib import Path

from lingting.media.domain.sounds import LANGUAGES, Language
from lingting.media.ports import Samples, SpeechUnavailable
from lingting.media.rendering import Renderings

RATE = 8000


class FakeSpeech:
    """Implements `media.ports.Speech`; `is_away` makes it fail."""

    def __init__(self) -> None:
        self.is_away = False
        self.spoken: list[str] = []

    def voice(self, language: Language) -> str:
        return f"fake-{language}"

    async def speak(self, text: str, language: Language) -> Samples:
        if self.is_away:
            raise SpeechUnavailable(reason="away")
        self.spoken.append(text)
        pitch = 200 + sha256(text.encode()).digest()[0]
        tone = (math.sin(2 * math.pi * pitch * i / RATE) * 8000 for i in range(RATE // 10))
        return Samples(b"".join(struct.pack("<h", int(sample)) for sample in tone), RATE)

    async def close(self) -> None:
        pass

    def text_of(self, path: Path) -> str:
        """The text that a rendered file speaks; the file's name for anything else."""
        for language in LANGUAGES:
            for text in self.spoken:
                if Renderings(path.parents[2], self).path(text, language) == path:
                    return text
        return path.name
