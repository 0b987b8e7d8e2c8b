"""What upper features may ask of the voice library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from lingting.media.domain.prompts import LibraryPrompt
from lingting.media.domain.sounds import Language, Sound
from lingting.media.ports import PromptUsers
from lingting.platform.db import Transaction


@dataclass(frozen=True, slots=True)
class Resolved:
    """Sounds as files. `late` texts must be rendered first; `missing` names prompts without a
    file, which are left out."""

    files: tuple[Path, ...]
    late: tuple[tuple[str, Language], ...] = ()
    missing: tuple[str, ...] = ()


class VoiceLibrary(Protocol):
    """Prompts, their recordings and rendered speech of every company."""

    async def resolve(
        self, tx: Transaction, sounds: Sequence[Sound], language: Language
    ) -> Resolved:
        """The files of `sounds` for a caller of this language; the other language where a prompt
        has no words in it."""
        ...

    async def render(self, texts: Sequence[tuple[str, Language]]) -> int:
        """Renders texts that were late; answers how many failed. Needs no transaction."""
        ...

    async def prepare(self) -> int:
        """Renders everything that the product itself says, so that no caller waits; done once.
        Answers how many texts failed."""
        ...

    async def prompts(self, tx: Transaction) -> dict[str, LibraryPrompt]:
        """All prompts by key."""
        ...

    async def without_file(self, tx: Transaction) -> frozenset[str]:
        """Keys of prompts that have nothing to hear in some language they have words in."""
        ...

    def tell_uses(self, users: PromptUsers) -> None:
        """Says who knows where prompts are played."""
        ...
