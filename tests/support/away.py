"""A product that reads the switch by itself, whose database goes away and comes back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from support.voice import Voice


@asynccontextmanager
async def living(voice: Voice) -> AsyncIterator[None]:
    """The door reads the switch by itself, as in the product."""
    supervisor = voice.centre.kit.supervisor
    watching = supervisor.spawn(voice.calls.backlog.watch(), name="loop:switch")
    try:
        yield
    finally:
        watching.cancel()


@asynccontextmanager
async def without_database(voice: Voice) -> AsyncIterator[None]:
    """Nothing can be written meanwhile; afterwards everything is."""
    async with living(voice):
        voice.centre.kit.db.hold()
        yield
        voice.centre.kit.db.resume()
        timers = voice.centre.kit.timers
        await voice.breathe(lambda: timers.going)
