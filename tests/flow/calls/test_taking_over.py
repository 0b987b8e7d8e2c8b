"""Stories of a supervisor who takes a customer from an agent."""

from __future__ import annotations

from typing import Any

import pytest

from lingting.acd.domain.errors import AgentEngaged, NotSignedIn
from lingting.acd.domain.states import Work
from lingting.calls.domain import CallState, Outcome
from lingting.calls.errors import NotInThisState
from lingting.calls.ports import ListenMode
from lingting.kernel.ids import AgentId, CallId
from lingting.platform.eventlog import read_call
from support.overheard import Overheard, talk
from support.voice import Voice

pytestmark = [pytest.mark.flow, pytest.mark.req("RTM-22")]


class Floor(Overheard):
    """The first agent talks with a caller; the third is a supervisor, signed in and busy."""

    async def takes(self) -> None:
        await self.voice.turn(self.voice.calls.taking_over.take_over, self.boss, self.call)

    def work(self, agent: AgentId) -> Work:
        view = self.voice.acd.agent_view(self.voice.tenant, agent)
        assert view is not None
        return view.work

    async def told(self) -> list[tuple[str, dict[str, Any]]]:
        """The facts of the call's story."""
        async with self.voice.centre.kit.db.transaction(self.voice.tenant) as tx:
            return [(row["name"], row["data"]) for row in await read_call(tx.conn, self.call)]


@pytest.fixture
async def floor(voice: Voice) -> Floor:
    await talk(voice, 30)
    made = Floor(voice)
    await voice.ready(made.boss)
    await voice.turn(voice.acd.set_busy, made.boss, "rest")
    return made


async def test_the_customer_hears_music_until_the_supervisor_is_there(floor: Floor) -> None:
    voice = floor.voice
    await floor.takes()
    call = voice.call()
    assert (call.state, call.agent) == (CallState.RECONNECTING, floor.boss)
    assert voice.switch.what_hears(floor.customer).music
    assert floor.work(floor.agent) is Work.WRAPPING
    await voice.run(1)
    await voice.answer(floor.boss)
    call = voice.call()
    assert (call.state, call.agent, call.transfers) == (CallState.TALKING, floor.boss, 1)
    heard = voice.switch.what_hears(floor.customer)
    assert not heard.music
    leg = call.agent_leg
    assert leg is not None
    assert heard.voices == {leg.id}
    assert floor.work(floor.boss) is Work.ENGAGED


async def test_whoever_listened_hears_no_more_and_speaks(floor: Floor) -> None:
    voice = floor.voice
    await voice.turn(voice.calls.listening.begin, floor.boss, floor.call, ListenMode.SILENT)
    await voice.answer(floor.boss)
    await floor.takes()
    await voice.answer(floor.boss)
    last = voice.calls.listening.live.last_by(floor.boss)
    assert last is not None
    assert last.why == "taken_over"
    assert voice.call().agent == floor.boss
    assert voice.call().state is CallState.TALKING


async def test_each_has_talked_his_own_time_and_the_customer_was_answered_once(
    floor: Floor,
) -> None:
    voice = floor.voice
    await floor.takes()
    await voice.answer(floor.boss)
    await voice.run(12)
    await voice.turn(voice.calls.talking.hang_up, floor.call, floor.boss)
    await voice.run(1)
    told = await floor.told()
    talks = [(data["agent"], data["seconds"]) for name, data in told if name == "talk.ended"]
    assert talks == [(str(floor.agent), 30.0), (str(floor.boss), 12.0)]
    (ended,) = [data for name, data in told if name == "call.ended"]
    assert (ended["outcome"], ended["talk_seconds"]) == (Outcome.ANSWERED.value, 42.0)
    assert floor.work(floor.boss) is Work.WRAPPING


async def test_a_held_customer_is_taken_over_too(floor: Floor) -> None:
    voice = floor.voice
    await voice.turn(voice.calls.talking.hold, floor.call, floor.agent)
    await floor.takes()
    await voice.answer(floor.boss)
    leg = voice.call().agent_leg
    assert leg is not None
    assert voice.switch.what_hears(floor.customer).voices == {leg.id}


async def test_a_supervisor_whose_phone_never_picks_up_sends_the_customer_to_the_front(
    floor: Floor,
) -> None:
    voice = floor.voice
    await floor.takes()
    await voice.run(40)
    call = voice.call()
    assert (call.state, call.agent) == (CallState.QUEUED, None)
    assert floor.work(floor.boss) is not Work.ENGAGED


async def test_a_customer_who_hangs_up_meanwhile_leaves_nothing_behind(floor: Floor) -> None:
    voice = floor.voice
    customer = floor.customer
    await floor.takes()
    await voice.hang_up(customer)
    await voice.run(40)
    assert voice.calls.live.get(floor.call) is None or voice.call().ended_at is not None
    assert floor.work(floor.boss) is not Work.ENGAGED


async def test_taking_twice_is_taking_once(floor: Floor) -> None:
    await floor.takes()
    await floor.takes()
    await floor.voice.answer(floor.boss)
    await floor.takes()
    names = [name for name, _ in await floor.told()]
    assert names.count("call.transferred") == 1


async def test_who_is_not_signed_in_or_talks_himself_takes_nothing(floor: Floor) -> None:
    voice = floor.voice
    with pytest.raises(NotSignedIn):
        await voice.turn(voice.calls.taking_over.take_over, floor.colleague, floor.call)
    assert voice.call().agent == floor.agent
    await voice.turn(voice.acd.set_idle, floor.boss)
    await voice.call_in("13900139000")
    await voice.answer(floor.boss)
    with pytest.raises(AgentEngaged):
        await floor.takes()
    assert voice.calls.live.get(floor.call).agent == floor.agent  # type: ignore[union-attr]


async def test_a_customer_who_waits_is_nobodys_to_take(voice: Voice) -> None:
    await voice.ready(voice.agents[2])
    await voice.turn(voice.acd.set_busy, voice.agents[2], "rest")
    await voice.call_in()
    with pytest.raises(NotInThisState):
        await voice.turn(
            voice.calls.taking_over.take_over, voice.agents[2], CallId(voice.call().id)
        )
