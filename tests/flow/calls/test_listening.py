"""Stories of a supervisor who attends a talk: it follows the agent, and the talk knows nothing."""

from __future__ import annotations

import pytest

from lingting.acd.domain.errors import AgentEngaged
from lingting.acd.domain.states import Work
from lingting.calls.domain import CallState, Outcome
from lingting.calls.domain.listening import Listening, ListeningState
from lingting.calls.errors import CallNotFound, NotInThisState, NotListening, OwnCall
from lingting.calls.ports import GoneCause, ListenMode
from lingting.kernel.ids import CallId, LegId
from support.overheard import Overheard, talk
from support.voice import Voice

pytestmark = pytest.mark.flow

SILENT, WHISPER, BARGE = ListenMode


class Floor(Overheard):
    """One agent in a talk with a caller; a second agent; a supervisor whose phone is there."""

    @property
    def line(self) -> LegId:
        """The agent's line."""
        leg = self.voice.call().agent_leg
        assert leg is not None
        return leg.id

    @property
    def listening(self) -> Listening:
        found = self.voice.calls.listening.live.by(self.boss)
        assert found is not None
        return found

    @property
    def last(self) -> Listening:
        found = self.voice.calls.listening.live.last_by(self.boss)
        assert found is not None
        return found

    async def phone_is_there(self) -> None:
        await self.voice.calls.phones.provision(self.voice.tenant, self.boss)
        self.voice.switch.phone_registers(self.voice.phone(self.boss))
        await self.voice.settle()

    async def begins(self, mode: ListenMode = SILENT) -> None:
        """The supervisor listens; his phone picks up by itself."""
        await self.voice.turn(self.voice.calls.listening.begin, self.boss, self.call, mode)
        if self.voice.rings(self.boss):
            await self.voice.answer(self.boss)

    async def switches(self, mode: ListenMode) -> None:
        await self.voice.turn(self.voice.calls.listening.switch, self.boss, mode)

    @property
    def ears(self) -> LegId:
        """The supervisor's line."""
        assert self.listening.leg is not None
        return self.listening.leg

    def hears(self, ear: LegId) -> frozenset[LegId]:
        return self.voice.switch.what_hears(ear).voices


@pytest.fixture
async def floor(voice: Voice) -> Floor:
    await talk(voice, 10)
    made = Floor(voice)
    voice.calls.phones.know(voice.tenant, made.boss)
    await made.phone_is_there()
    return made


@pytest.mark.req("RTM-05", "REC-08", "SOFT-18")
async def test_a_supervisor_who_is_not_signed_in_hears_both(floor: Floor) -> None:
    await floor.begins()
    leg = floor.voice.switch.leg_of(floor.voice.phone(floor.boss))
    assert leg.dial is not None
    assert leg.dial.record_to is None
    assert leg.dial.headers["X-Auto-Answer"] == str(floor.listening.id)
    assert floor.listening.state is ListeningState.LISTENING
    assert floor.hears(floor.ears) == {floor.line, floor.customer}
    assert floor.hears(floor.line) == {floor.customer}
    assert floor.hears(floor.customer) == {floor.line}


@pytest.mark.req("RTM-06", "RTM-22")
async def test_modes_are_switched_and_their_time_is_counted(floor: Floor) -> None:
    await floor.begins()
    await floor.voice.run(5)
    await floor.switches(WHISPER)
    assert floor.hears(floor.line) == {floor.customer, floor.ears}
    assert floor.hears(floor.customer) == {floor.line}
    await floor.voice.run(7)
    await floor.switches(BARGE)
    assert floor.hears(floor.customer) == {floor.line, floor.ears}
    await floor.voice.run(11)
    await floor.voice.turn(floor.voice.calls.listening.leave, floor.boss)
    assert floor.last.seconds == {"silent": 5, "whisper": 7, "barge": 11}
    assert floor.last.why == "listener"
    assert floor.hears(floor.customer) == {floor.line}
    story = await floor.voice.story(floor.call)
    assert [name for name in story if name.startswith("listening.")] == [
        "listening.started",
        "listening.changed",
        "listening.changed",
        "listening.ended",
    ]


async def test_the_talk_counts_as_if_nobody_had_listened(floor: Floor) -> None:
    await floor.begins(BARGE)
    await floor.voice.run(20)
    await floor.voice.hang_up(floor.customer)
    ended = await floor.voice.stored(floor.call)
    assert (ended.outcome, ended.talk_seconds, ended.transfers) == (Outcome.ANSWERED, 30, 0)
    assert {leg.agent for leg in ended.legs if leg.agent} == {floor.agent}
    assert floor.last.why == "talk_ended"
    assert floor.voice.calls.listening.live.all() == []
    boss = floor.voice.acd.agent_view(floor.voice.tenant, floor.boss)
    assert boss is not None
    assert (boss.work, boss.calls_today, boss.aside) == (Work.FREE, 0, False)
    assert all(leg.is_gone for leg in floor.voice.switch.legs.values())


@pytest.mark.req("TEL-08")
@pytest.mark.parametrize("mode", ListenMode)
async def test_it_goes_on_through_hold(floor: Floor, mode: ListenMode) -> None:
    await floor.begins(mode)
    talking = floor.voice.calls.talking
    await floor.voice.turn(talking.hold, floor.call, floor.agent)
    assert floor.hears(floor.ears) == {floor.line}
    await floor.voice.turn(talking.retrieve, floor.call, floor.agent)
    assert floor.hears(floor.ears) == {floor.line, floor.customer}


@pytest.mark.parametrize("mode", ListenMode)
async def test_it_goes_on_when_the_agents_page_reloads(floor: Floor, mode: ListenMode) -> None:
    voice = floor.voice
    await floor.begins(mode)
    voice.switch.phone_unregisters(voice.phone(floor.agent))
    await voice.settle()
    assert voice.call().state is CallState.RECONNECTING
    assert floor.listening.state is ListeningState.WAITING
    assert voice.switch.what_hears(floor.ears).is_silence
    await voice.calls.phones.provision(voice.tenant, floor.agent)
    voice.switch.phone_registers(voice.phone(floor.agent))
    await voice.settle()
    await voice.turn(voice.calls.rejoining.rejoin, floor.agent)
    await voice.answer(floor.agent)
    assert floor.listening.mode is mode
    assert floor.hears(floor.ears) == {floor.line, floor.customer}


async def test_it_follows_the_customer_to_a_colleague_silently(floor: Floor) -> None:
    voice = floor.voice
    await voice.ready(floor.colleague)
    await floor.begins(BARGE)
    await voice.turn(voice.calls.transfer.to_agent, floor.call, floor.agent, floor.colleague)
    assert floor.listening.state is ListeningState.WAITING
    assert voice.switch.what_hears(floor.ears).is_silence
    await voice.answer(floor.colleague)
    assert (floor.listening.agent, floor.listening.mode) == (floor.colleague, SILENT)
    assert floor.hears(floor.ears) == {floor.line, floor.customer}
    assert floor.hears(floor.line) == {floor.customer}


async def test_it_ends_when_the_talk_goes_on_outside_the_centre(floor: Floor) -> None:
    await floor.begins()
    to_number = floor.voice.calls.transfer.to_number
    await floor.voice.turn(to_number, floor.call, floor.agent, "01088886666")
    assert floor.last.why == "talk_ended"
    assert floor.voice.call().state is CallState.DIALLING


async def test_it_ends_when_the_agent_leaves_the_customer_to_the_flow(floor: Floor) -> None:
    floor.voice.flow.stays_after_talk = True
    await floor.begins()
    await floor.voice.turn(floor.voice.calls.talking.hang_up, floor.call, floor.agent)
    assert floor.voice.call().state is CallState.AFTER_TALK
    assert floor.last.why == "talk_ended"


async def test_nothing_is_offered_to_who_listens(floor: Floor) -> None:
    voice = floor.voice
    await voice.ready(floor.boss)
    await floor.begins()
    await voice.call_in("13900139000")
    assert not voice.rings(floor.boss)
    await voice.turn(voice.calls.listening.leave, floor.boss)
    assert voice.rings(floor.boss)


async def test_who_is_rung_or_talks_cannot_listen(floor: Floor) -> None:
    voice = floor.voice
    await voice.ready(floor.boss)
    await voice.call_in("13900139000")
    assert voice.rings(floor.boss)
    with pytest.raises(AgentEngaged):
        await floor.begins()
    await voice.answer(floor.boss)
    with pytest.raises(AgentEngaged):
        await floor.begins()


async def test_a_phone_that_comes_late_is_rung_and_one_that_never_comes_ends_it(
    floor: Floor,
) -> None:
    voice = floor.voice
    voice.switch.phone_unregisters(voice.phone(floor.boss))
    await voice.settle()
    await floor.begins()
    assert (floor.listening.state, floor.listening.leg) == (ListeningState.CALLING, None)
    await voice.run(5)
    await floor.phone_is_there()
    await voice.answer(floor.boss)
    assert floor.hears(floor.ears) == {floor.line, floor.customer}
    await voice.turn(voice.calls.listening.leave, floor.boss)
    voice.switch.phone_unregisters(voice.phone(floor.boss))
    await voice.settle()
    await floor.begins()
    await voice.run(21)
    assert floor.last.why == "no_phone"


async def test_a_supervisor_whose_page_reloads_hears_on(floor: Floor) -> None:
    voice = floor.voice
    await floor.begins(WHISPER)
    old = floor.ears
    await voice.run(4)
    voice.switch.phone_unregisters(voice.phone(floor.boss))
    await floor.phone_is_there()
    await voice.turn(voice.calls.listening.rejoin, floor.boss)
    await voice.answer(floor.boss)
    assert voice.switch.legs[old].is_gone
    assert floor.hears(floor.line) == {floor.customer, floor.ears}
    voice.switch.loses_media(floor.ears)
    await voice.settle()
    await voice.answer(floor.boss)
    assert floor.hears(floor.line) == {floor.customer, floor.ears}


async def test_a_supervisor_who_hangs_up_listens_no_longer(floor: Floor) -> None:
    await floor.begins()
    await floor.voice.hang_up(floor.ears)
    assert floor.last.why == "listener"
    assert floor.voice.call().state is CallState.TALKING


async def test_a_phone_that_refuses_ends_it(floor: Floor) -> None:
    voice = floor.voice
    await voice.turn(voice.calls.listening.begin, floor.boss, floor.call, SILENT)
    voice.switch.far_end_fails(voice.ringing(floor.boss), GoneCause.REJECTED)
    await voice.settle()
    assert floor.last.why == "no_phone"


async def test_another_call_takes_the_place_of_the_first(floor: Floor) -> None:
    voice = floor.voice
    await floor.begins()
    first = floor.listening
    await voice.ready(floor.colleague)
    await voice.call_in("13900139000")
    await voice.answer(floor.colleague)
    other = voice.calls.live.of_agent(floor.colleague)
    assert other is not None
    await voice.turn(voice.calls.listening.begin, floor.boss, other.id, WHISPER)
    await voice.answer(floor.boss)
    assert floor.listening.call == other.id
    assert first.leg is not None
    assert voice.switch.legs[first.leg].is_gone
    assert not voice.acd.can_take(voice.tenant, floor.boss)


async def test_what_cannot_be_heard_is_refused(floor: Floor) -> None:
    voice, begin = floor.voice, floor.voice.calls.listening.begin
    with pytest.raises(OwnCall):
        await voice.turn(begin, floor.agent, floor.call, SILENT)
    with pytest.raises(CallNotFound):
        await voice.turn(begin, floor.boss, CallId(floor.line), SILENT)
    with pytest.raises(NotListening):
        await floor.switches(BARGE)
    voice.switch.phone_unregisters(voice.phone(floor.agent))
    await voice.settle()
    with pytest.raises(NotInThisState):
        await voice.turn(begin, floor.boss, floor.call, SILENT)


@pytest.mark.parametrize("gone", [False, True])
async def test_a_new_engine_takes_it_up(floor: Floor, gone: bool) -> None:
    voice, switch = floor.voice, floor.voice.switch
    await floor.begins(WHISPER)
    ears = floor.ears
    voice.calls.listening.live._living.clear()
    switch.lose_connection()
    if gone:
        switch.hangs_up(ears)
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        await voice.calls.listening.load(tx)
    switch.restore_connection()
    await voice.settle()
    if gone:
        await voice.answer(floor.boss)
    assert (floor.ears != ears) is gone
    assert floor.hears(floor.line) == {floor.customer, floor.ears}
    assert floor.hears(floor.ears) == {floor.line, floor.customer}
