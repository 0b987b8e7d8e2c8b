"""Ids that a seed determines, of the form that the product gives its own."""

from __future__ import annotations

from datetime import datetime
from hashlib import blake2b
from uuid import UUID


class Ids:
    """UUIDs of version 7: the instant, then a count, then bits that seed and count determine."""

    def __init__(self, seed: int | str) -> None:
        self._seed = str(seed).encode()
        self._made = 0

    def new(self, at: datetime) -> UUID:
        """An id that sorts after those made before."""
        self._made += 1
        milliseconds = int(at.timestamp() * 1000) & (2**48 - 1)
        count = self._made & (2**20 - 1)
        name = self._seed + self._made.to_bytes(8)
        value = milliseconds << 80
        value |= 0x7 << 76
        value |= (count >> 8) << 64
        value |= 0b10 << 62
        value |= (count & 0xFF) << 54
        value |= int.from_bytes(blake2b(name, digest_size=8).digest()) & (2**54 - 1)
        return UUID(int=value)
