"""An open page keeps nobody logged in; a call does, and so does being ready for one."""

from __future__ import annotations

import pytest

from lingting.acd.domain.states import Method
from lingting.desktop.reader import WARNED_SECONDS, Reader
from lingting.identity.events import SessionEnded
from lingting.kernel.ids import TenantId, UserId
from lingting.platform.http.auth import COOKIE
from support.voice import Voice

from .test_stream import with_desktop

pytestmark = [pytest.mark.flow, pytest.mark.req("STATE-10", "SEC-07")]

HOURS_12 = 12 * 3600


class Desk:
    """The first agent with a page open and a session of his own."""

    def __init__(self, voice: Voice, cookie: str) -> None:
        self.voice, self.cookie = voice, cookie
        self.agent = voice.agents[0]
        self.page = voice.centre.kit.hub.attach(voice.tenant, UserId(self.agent))
        self.ended: list[str] = []
        voice.centre.kit.bus.subscribe(SessionEnded, self._end)

    async def _end(self, _: TenantId, event: SessionEnded) -> None:
        self.ended.append(event.reason)

    async def reader(self) -> Reader:
        identity = self.voice.centre.identity
        principal = await identity.authenticate(self.cookie)
        assert principal is not None
        return Reader(
            self.voice.centre.kit, self.page, principal, identity.authenticate, self.cookie
        )

    def heard(self, kind: str) -> list[dict[str, object]]:
        found = [self.page.messages.get_nowait() for _ in range(self.page.messages.qsize())]
        return [one for one in found if one["type"] == kind]


@pytest.fixture
async def desk(voice: Voice) -> Desk:
    with_desktop(voice)
    client = await voice.centre.log_in("agent1")
    await voice.settle()
    return Desk(voice, client.cookies[COOKIE])


async def test_an_agent_who_is_busy_for_long_is_logged_out_although_his_page_is_open(
    desk: Desk,
) -> None:
    await desk.voice.turn(desk.voice.acd.sign_in, desk.agent, Method.WEB)
    await desk.voice.run(HOURS_12 + 1)
    assert desk.ended == ["expired"]


async def test_an_agent_who_is_ready_waits_for_calls_as_long_as_he_likes(desk: Desk) -> None:
    await desk.voice.ready(desk.agent)
    await desk.voice.run(2 * HOURS_12 + 1)
    assert not desk.ended
    assert (await desk.reader()).principal.ends is None


async def test_a_talk_is_not_cut_and_after_it_the_time_runs(desk: Desk) -> None:
    voice = desk.voice
    await voice.ready(desk.agent)
    caller = await voice.call_in()
    await voice.answer(desk.agent)
    await voice.run(HOURS_12 + 60)
    assert voice.call().id
    assert not desk.ended
    await voice.hang_up(caller)
    await voice.run(2 * HOURS_12 + 120)
    assert desk.ended == ["expired"]


async def test_the_page_is_warned_before_and_a_key_takes_the_warning_away(desk: Desk) -> None:
    reader = await desk.reader()
    await desk.voice.run(HOURS_12 - WARNED_SECONDS + 5)
    reader.told(await desk.voice.centre.identity.authenticate(desk.cookie))
    assert [one["ends_in"] for one in desk.heard("ping")] == [WARNED_SECONDS - 5]
    await reader.hear('{"type": "active"}')
    assert desk.heard("ping") == [{"type": "ping"}]
    await desk.voice.run(HOURS_12 - 60)
    assert not desk.ended
    await desk.voice.run(61)
    assert desk.ended == ["expired"]
    await reader.ask()
    assert {"type": "bye", "reason": "expired"} in desk.heard("bye")
