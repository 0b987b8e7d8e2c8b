"""A page that comes or goes while the database is away keeps nothing else from its turn."""

from __future__ import annotations

import asyncio

import pytest

from lingting.kernel.ids import UserId
from support.away import without_database
from support.voice import NUMBER
from support.whole import Whole
from support.whole import whole as whole

pytestmark = [pytest.mark.flow, pytest.mark.req("EMG-02")]


@pytest.mark.parametrize("what", ["comes", "goes"])
async def test_whoever_calls_afterwards_is_received(whole: Whole, what: str) -> None:
    voice = whole.voice
    hub, agent = voice.centre.kit.hub, voice.agents[0]
    await voice.ready(agent)
    page = hub.attach(voice.tenant, UserId(agent))
    await voice.settle()
    async with without_database(voice):
        if what == "goes":
            hub.detach(page)
        else:
            hub.attach(voice.tenant, UserId(voice.agents[1]))
        await asyncio.sleep(0.1)
        voice.switch.phone_unregisters(voice.phone(agent))
        await asyncio.sleep(0.1)
        leg = voice.switch.call_in("13912345678", NUMBER)
        await voice.breathe(lambda: not voice.switch.what_hears(leg).is_silence)
