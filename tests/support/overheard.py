"""A talk with a supervisor near it, who may listen in or take it over."""

from __future__ import annotations

from lingting.kernel.ids import CallId, LegId
from support.voice import Voice


class Overheard:
    """One agent in a talk with a caller; a second agent; a supervisor."""

    def __init__(self, voice: Voice) -> None:
        self.voice = voice
        self.agent, self.colleague, self.boss = voice.agents
        self.call = CallId(voice.call().id)

    @property
    def customer(self) -> LegId:
        leg = self.voice.call().customer_leg
        assert leg is not None
        return leg.id


async def talk(voice: Voice, seconds: float) -> None:
    """The first agent has talked with a caller for so long."""
    await voice.ready(voice.agents[0])
    await voice.call_in()
    await voice.answer(voice.agents[0])
    await voice.run(seconds)
