"""What the voice library needs from the world: a voice, and who uses its prompts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from lingting.kernel.errors import Unavailable
from lingting.media.domain.sounds import Language
from lingting.platform.db import Transaction


class SpeechUnavailable(Unavailable):
    """The voice did not answer."""


@dataclass(frozen=True, slots=True)
class Samples:
    """Mono sound: 16-bit little-endian samples at `rate` per second."""

    pcm: bytes
    rate: int


class Speech(Protocol):
    """A voice in each language."""

    def voice(self, language: Language) -> str:
        """What tells this voice from every other: its name, version and speed."""
        ...

    async def speak(self, text: str, language: Language) -> Samples:
        """The text as sound. Raises SpeechUnavailable."""
        ...

    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Use:
    """A flow that plays a prompt."""

    flow: str
    name: str


class PromptUsers(Protocol):
    """Knows where prompts are played."""

    async def uses(self, tx: Transaction, prompt: str) -> list[Use]:
        """The flows, drafts included, that play this prompt."""
        ...
