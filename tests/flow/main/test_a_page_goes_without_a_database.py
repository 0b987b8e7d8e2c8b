"""Whoever comes or goes while the database is away keeps nothing else from its turn."""

from __future__ import annotations

import asyncio

import pytest

from lingting.acd.domain.states import SignIn
from lingting.identity.events import SessionEnded
from lingting.kernel.ids import SessionId, UserId, new_id
from lingting.platform.bus import Recorded
from support.away import without_database
from support.hanging import unless_it_hangs
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


async def test_a_login_that_ended_in_a_turn_is_followed_up_outside_of_it(whole: Whole) -> None:
    """An import ends logins; the database goes away in the instant after its commit."""
    voice = whole.voice
    kit, agent = voice.centre.kit, voice.agents[0]
    await voice.ready(agent)
    ended = SessionEnded(
        at=kit.clock.now(),
        session=SessionId(new_id(kit.clock.now())),
        user=UserId(agent),
        reason="revoked",
        last=True,
    )

    async def turn() -> None:
        await kit.bus.dispatch([Recorded(voice.tenant, 1, ended)])

    def signed_in() -> SignIn:
        view = voice.acd.agent_view(voice.tenant, agent)
        assert view is not None
        return view.sign_in

    async with without_database(voice):
        async with unless_it_hangs():
            await kit.mailboxes.run(voice.tenant, turn)
        assert signed_in() is not SignIn.LOGGED_OUT
    await voice.breathe(lambda: signed_in() is SignIn.LOGGED_OUT)
