"""Which channel of Asterisk is which leg: our own channels carry the leg's id as theirs."""

from __future__ import annotations

from functools import lru_cache
from uuid import UUID, uuid5

from lingting.kernel.ids import LegId

_CHANNELS = UUID("8f7a1f0e-6d0b-5c55-9d1b-6a7c0a1e5b42")


@lru_cache(maxsize=10_000)  # each of a channel's messages asks
def leg_of(channel_id: str) -> LegId:
    """The leg of a channel; for a channel that came in, derived from Asterisk's id.

    Asterisk's ids hold its start time and a counter, so the derived id is unique and the same
    after a restart of the engine.
    """
    try:
        return LegId(UUID(channel_id))
    except ValueError:
        return LegId(uuid5(_CHANNELS, channel_id))
