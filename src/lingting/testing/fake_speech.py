"""A voice for tests: a short tone per text, and what was spoken."""

from __future__ import annotations

import math
import struct
from hashlib import sha256

from lingting.media.domain.sounds import Language
from lingting.media.ports import Samples, SpeechUnavailable

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
