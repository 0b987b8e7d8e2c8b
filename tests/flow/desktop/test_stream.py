"""What a page shows is what the server would say afresh, after every step of a story."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import uuid4

import pytest

from lingting.acd.api import NewItem
from lingting.acd.domain.states import Method
from lingting.calls.ports import GoneCause
from lingting.customers.service import NewCustomer
from lingting.desktop import module as desktop_module
from lingting.desktop.module import Desktop
from lingting.kernel.ids import AgentId, UserId, WorkItemId
from lingting.platform.db import Transaction
from lingting.platform.patch import apply, diff
from lingting.platform.realtime import Subscription
from support import golden
from support.centre import make_centre
from support.statements import heard
from support.voice import PlainFlow, Voice, wire_voice

pytestmark = pytest.mark.flow


async def nothing(*_: object) -> list[tuple[str, str]]:
    return []


async def as_kept(_: Transaction, data: Mapping[str, str]) -> list[dict[str, Any]]:
    return [{"name": name, "value_zh": value} for name, value in data.items()]


def with_desktop(voice: Voice) -> Desktop:
    centre = voice.centre
    return desktop_module.wire(
        centre.kit,
        voice.acd,
        voice.calls,
        centre.customers,
        centre.identity,
        flow_list=nothing,
        number_list=nothing,
        data_words=as_kept,
    )


class Page:
    """An open page: applies what the stream brings."""

    def __init__(self, voice: Voice, desktop: Desktop, agent: AgentId, url: str) -> None:
        self.voice = voice
        self.desktop = desktop
        self.agent = agent
        self.url = url
        self.state: dict[str, Any] | None = None
        self.seq = -1
        self.frames = 0
        self.trace: list[dict[str, Any]] = []
        """What was shown step by step, as if it had come in one message each."""
        self.stream: Subscription = voice.centre.kit.hub.attach(voice.tenant, UserId(agent))

    async def read(self) -> dict[str, Any]:
        await self.voice.settle()
        part = self.desktop.view.common.now(self.voice.tenant)
        self.voice.centre.kit.hub.amend(self.voice.tenant, part)
        await self.voice.settle()
        return self.take()

    def take(self) -> dict[str, Any]:
        """What came until now."""
        while not self.stream.messages.empty():
            message = self.stream.messages.get_nowait()
            if message["type"] == "snapshot":
                self.state, self.seq = message["state"], message["seq"]
            else:
                assert message["type"] == "frame"
                assert message["seq"] == self.seq + 1
                assert self.state is not None
                self.state, self.seq = apply(message["patch"], self.state), message["seq"]
                self.frames += 1
        assert self.state is not None
        return self.state

    async def agrees(self) -> dict[str, Any]:
        """The page's state, which equals that of a process that has just been started."""
        shown = await self.read()
        assert shown == await self.fresh()
        self._note(shown)
        return shown

    def _note(self, state: dict[str, Any]) -> None:
        """How many messages a step takes depends on how busy the machine is."""
        seq, before = len(self.trace), self.trace[-1]["state"] if self.trace else None
        message = {"type": "snapshot", "seq": seq, "state": state}
        if before is not None:
            message = {"type": "frame", "seq": seq, "patch": diff(before, state)}
        if before != state:
            self.trace.append({"message": message, "state": state})

    async def fresh(self) -> dict[str, Any]:
        centre = make_centre(self.url)
        centre.kit.db.clock = self.voice.centre.clock
        centre.clock.advance((self.voice.centre.clock.now() - centre.clock.now()).total_seconds())
        _, acd, calls = wire_voice(centre)
        calls.listen(PlainFlow(calls, self.voice.queue))
        await acd.load(self.voice.tenant)
        await calls.load(self.voice.tenant)
        desktop = desktop_module.wire(
            centre.kit,
            acd,
            calls,
            centre.customers,
            centre.identity,
            flow_list=nothing,
            number_list=nothing,
            data_words=as_kept,
        )
        try:
            return await desktop.view.of(self.voice.tenant, UserId(self.agent))
        finally:
            await centre.close()


@pytest.fixture
async def page(voice: Voice, database_url: str) -> Page:
    desktop = with_desktop(voice)
    return Page(voice, desktop, voice.agents[0], database_url)


@pytest.mark.req("STATE-01", "STATE-02", "STATE-13", "STATE-20", "SOFT-13")
async def test_a_whole_call_on_the_page_equals_a_fresh_start(page: Page) -> None:
    voice, agent = page.voice, page.agent
    await voice.turn(voice.acd.log_in, agent)
    state = await page.agrees()
    assert state["agent"]["state"] == "logged_in"
    assert state["agent"]["actions"] == ["sign_in", "log_out"]
    await voice.turn(voice.acd.sign_in, agent, Method.WEB)
    state = await page.agrees()
    assert (state["agent"]["state"], state["agent"]["reason"]) == ("busy", "after_login")
    await voice.ready(agent)
    state = await page.agrees()
    assert state["agent"]["state"] == "idle"
    caller = await voice.call_in()
    state = await page.agrees()
    assert state["agent"]["state"] == "ringing"
    assert state["offer"]["caller"]["shown"] == "138 0013 8000"
    assert [step["kind"] for step in state["offer"]["path"]] == ["number", "queue", "offer"]
    await voice.run(4)
    await voice.answer(agent)
    state = await page.agrees()
    assert state["agent"]["state"] == "talking"
    assert "offer" not in state
    assert "hold" in state["call"]["controls"]
    call = voice.call().id
    await voice.turn(voice.calls.talking.hold, call, agent)
    state = await page.agrees()
    assert state["agent"]["state"] == "holding"
    assert "retrieve" in state["call"]["controls"]
    await voice.turn(voice.calls.talking.retrieve, call, agent)
    await voice.turn(voice.calls.talking.mute, call, agent, muted=True)
    state = await page.agrees()
    assert state["call"]["muted"] is True
    await voice.hang_up(caller)
    state = await page.agrees()
    assert state["agent"]["state"] == "wrapping"
    assert "call" not in state
    assert state["wrap_up"]["call_id"] == str(call)
    assert state["wrap_up"]["direction"] == "in"
    ways = [step["kind"] for step in state["wrap_up"]["path"]]
    assert ways[:3] == ["number", "queue", "offer"]
    await voice.run(35)
    state = await page.agrees()
    assert (state["agent"]["state"], state["agent"]["reason"]) == ("busy", "after_call")
    assert state["remind_idle"] is True
    assert page.frames > 8
    golden.compare("an_agents_call", page.trace)


async def test_who_signed_out_after_a_call_is_not_asked_to_set_himself_idle(page: Page) -> None:
    voice, agent = page.voice, page.agent
    await voice.ready(agent)
    caller = await voice.call_in()
    await voice.answer(agent)
    await voice.run(5)
    await voice.hang_up(caller)
    await voice.run(35)
    assert (await page.agrees())["remind_idle"] is True
    await voice.turn(voice.acd.sign_out, agent)
    state = await page.agrees()
    assert state["agent"]["sign_in"] == "logged_in"
    assert "remind_idle" not in state


async def test_a_page_that_was_reloaded_sees_the_call_it_left(page: Page) -> None:
    voice, agent = page.voice, page.agent
    await voice.ready(agent)
    await voice.call_in()
    await voice.answer(agent)
    before = await page.agrees()
    voice.centre.kit.hub.detach(page.stream)
    page.stream = voice.centre.kit.hub.attach(voice.tenant, UserId(agent))
    assert await page.agrees() == before


async def test_a_frame_for_one_agent_says_nothing_of_queues(page: Page) -> None:
    voice = page.voice
    await voice.ready(page.agent)
    before = (await page.agrees())["queues"]
    told = page.frames
    await voice.call_in()
    await voice.settle()
    assert page.take()["agent"]["state"] == "ringing"
    assert page.take()["queues"] == before
    assert page.frames > told
    assert (await page.agrees())["queues"] != before


async def test_what_a_failed_transaction_would_have_made_does_not_stay_on_the_page(
    page: Page,
) -> None:
    voice = page.voice
    without_a_seat = AgentId(uuid4())
    watcher = Page(voice, page.desktop, without_a_seat, page.url)
    await watcher.agrees()

    async def fail() -> None:
        item = NewItem(id=WorkItemId(uuid4()), queue=voice.queue, ref=uuid4())
        async with voice.centre.kit.db.transaction(voice.tenant) as tx:
            await voice.acd.enqueue(tx, item)
            voice.centre.kit.hub.amend(voice.tenant, page.desktop.view.common.now(voice.tenant))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        await fail()
    await voice.settle()
    assert watcher.take() == await watcher.fresh()


async def test_the_last_page_that_closes_with_its_phone_gives_the_customer_music(
    page: Page,
) -> None:
    voice, agent = page.voice, page.agent
    await voice.ready(agent)
    await voice.call_in()
    await voice.answer(agent)
    voice.switch.phone_unregisters(voice.phone(agent))
    await voice.settle()
    assert voice.call().state.value == "talking"
    voice.centre.kit.hub.detach(page.stream)
    await voice.settle()
    assert voice.call().state.value == "reconnecting"


@pytest.mark.req("SOFT-13")
async def test_an_agent_reads_why_a_number_was_not_reached(page: Page) -> None:
    voice, agent = page.voice, page.agent
    await voice.ready(agent)
    await voice.turn(voice.acd.set_busy, agent, "other")
    await voice.turn(voice.calls.dialling.dial, agent, "13900139000")
    await voice.answer(agent)
    voice.switch.far_end_fails(voice.switch.leg_of("13900139000").id, GoneCause.BUSY)
    state = await page.agrees()
    assert state["agent"]["state"] == "wrapping"
    assert state["wrap_up"]["not_connected"] == "busy"
    assert state["wrap_up"]["direction"] == "out"


async def test_a_second_page_shows_the_same(page: Page) -> None:
    voice, agent = page.voice, page.agent
    await voice.ready(agent)
    first = await page.read()
    second = Page(voice, page.desktop, agent, page.url)
    assert await second.read() == first
    await voice.call_in()
    assert await second.read() == await page.read()


async def test_a_look_at_what_is_known_asks_the_database_nothing(page: Page) -> None:
    voice, agent = page.voice, page.agent
    await voice.ready(agent)
    await page.agrees()
    view, user = page.desktop.view, UserId(agent)
    with heard(voice.centre.kit.db) as asked:
        await view.of(voice.tenant, user)
    assert not asked
    await voice.call_in()
    await page.read()
    await voice.answer(agent)
    with heard(voice.centre.kit.db) as asked:
        talking = await view.of(voice.tenant, user)
    assert not asked
    assert [step["kind"] for step in talking["call"]["path"]] == ["number", "queue", "offer"]
    assert talking == await page.fresh()


async def test_a_caller_who_becomes_a_customer_while_he_talks_is_called_by_name(page: Page) -> None:
    voice, agent = page.voice, page.agent
    await voice.ready(agent)
    await voice.call_in()
    await voice.answer(agent)
    assert "name" not in (await page.agrees())["call"]["caller"]
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        await voice.centre.customers.add(tx, NewCustomer(name="张晓梅", numbers=("13800138000",)))
    await voice.turn(voice.calls.talking.hold, voice.call().id, agent)
    assert (await page.agrees())["call"]["caller"]["name"] == "张晓梅"


async def test_every_page_says_that_the_telephony_is_away(voice: Voice, database_url: str) -> None:
    desktop = with_desktop(voice)
    door = voice.calls.door
    page = Page(voice, desktop, voice.agents[0], database_url)
    for connected in (True, False, True):
        door.connected = connected
        assert (await page.read()).get("switch_away") is (None if connected else True)
    afresh = await desktop.view.of(voice.tenant, UserId(voice.agents[0]))
    assert "switch_away" not in afresh
    assert voice.centre.kit.hub.companies() == {voice.tenant}


async def test_the_way_of_a_call_that_one_agent_saw_goes_on_before_the_next(
    page: Page, database_url: str
) -> None:
    voice, second = page.voice, page.voice.agents[1]
    other = Page(voice, page.desktop, second, database_url)
    await voice.ready(page.agent)
    await voice.call_in()
    seen = (await page.agrees())["offer"]["path"]
    assert [step["kind"] for step in seen] == ["number", "queue", "offer"]
    await voice.ready(second)
    await voice.run(25)
    path = (await other.agrees())["offer"]["path"]
    assert [step["kind"] for step in path] == ["number", "queue", "offer", "offer", "offer"]
    assert path[:3] == seen
