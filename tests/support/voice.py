"""A company with agents and one queue over a real database, a fake switch and a moved clock."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from uuid import UUID

import pytest

from lingting.acd import module as acd_module
from lingting.acd.domain.queues import Member, SkillGroup
from lingting.acd.domain.states import Method
from lingting.acd.service.acd import AcdService
from lingting.calls import module as calls_module
from lingting.calls.domain import Call, Leg
from lingting.calls.module import Calls
from lingting.calls.ports import ListenMode
from lingting.identity.api import NewPerson
from lingting.kernel.ids import (
    AgentId,
    CallId,
    FlowId,
    LegId,
    PlayId,
    QueueId,
    RecordingId,
    SkillGroupId,
    TenantId,
    new_id,
)
from lingting.platform.db import Transaction
from lingting.platform.eventlog import read_call
from lingting.testing.fake_switch import FakeSwitch
from support.centre import Centre, make_centre
from support.hanging import unless_it_hangs

PEOPLE = tuple(
    NewPerson(f"agent{n}", f"坐席{n}", "agent", f"A00{n}", f"100{n}") for n in range(1, 4)
)
NUMBER = "01055550000"
CALLER = "13800138000"
OUTSIDE = "01088887777"


def there(leg: Leg | None) -> LegId:
    assert leg is not None
    return leg.id


class PlainFlow:
    """The shortest flow there is: answer, queue; after the talk goodbye."""

    def __init__(self, calls: Calls, queue: QueueId) -> None:
        self.calls = calls
        self.queue = queue
        self.heard: list[str] = []
        self.stays_after_talk = False

    async def arrived(self, tx: Transaction, call: Call, flow: FlowId | None) -> None:
        self.heard.append("arrived")
        await self.calls.control.answer(tx, call.id)
        await self.calls.control.start_music(tx, call.id, "default")
        await self.calls.control.enqueue(tx, call.id, self.queue)

    async def resumed(self, tx: Transaction, call: Call) -> None:
        self.heard.append("resumed")

    async def played(self, tx: Transaction, call: Call, play: PlayId, *, failed: bool) -> None:
        self.heard.append("played")

    async def digit(self, tx: Transaction, call: Call, key: str) -> None:
        self.heard.append(f"digit {key}")

    async def agent_answered(self, tx: Transaction, call: Call) -> None:
        self.heard.append("agent_answered")

    async def talk_ended(self, tx: Transaction, call: Call, *, by: str) -> None:
        self.heard.append(f"talk_ended by {by}")
        if not self.stays_after_talk:
            await self.calls.control.hang_up(tx, call.id)

    async def queue_closed(self, tx: Transaction, call: Call, why: str) -> None:
        self.heard.append(f"queue_closed {why}")
        await self.calls.control.hang_up(tx, call.id)

    async def dialled(self, tx: Transaction, call: Call, result: str) -> None:
        self.heard.append(f"dialled {result}")

    async def message_recorded(
        self, tx: Transaction, call: Call, recording: RecordingId, seconds: float, *, failed: bool
    ) -> None:
        self.heard.append("message_recorded")

    async def caller_gone(self, tx: Transaction, call: Call) -> None:
        self.heard.append("caller_gone")


@dataclass
class Voice:
    """The voice channel in a story: callers dial, agents answer, time passes."""

    centre: Centre
    switch: FakeSwitch
    acd: AcdService
    calls: Calls
    flow: PlainFlow
    tenant: TenantId
    agents: list[AgentId]
    queue: QueueId

    async def run(self, seconds: float = 0) -> None:
        """Lets `seconds` pass; everything that is due happens on the way."""
        await self.settle()
        clock, timers = self.centre.clock, self.centre.kit.timers
        end = clock.now().timestamp() + seconds
        while True:
            due = [x for x in (clock.next_due(), timers.next_due()) if x is not None]
            if not due or min(due).timestamp() > end:
                break
            clock.advance(max((min(due) - clock.now()).total_seconds(), 0))
            await self.settle()
        clock.advance(max(end - clock.now().timestamp(), 0))
        await self.settle()

    async def settle(self) -> None:
        """Brings every event of the switch to its call, and every due timer to its owner."""
        while True:
            fired = await self.centre.kit.timers.run_due()
            events = self.switch.take_events()
            for event in events:
                await self.calls.door.enter(event)
            await self.centre.kit.supervisor.settle()
            if not events and not fired:
                return

    async def breathe(self, reached: Callable[[], bool]) -> None:
        """Lets what goes on beside the story go on, in real time, until something holds."""
        async with unless_it_hangs():
            while not reached():  # noqa: ASYNC110
                await asyncio.sleep(0.01)

    async def turn(self, use_case, *args, **more) -> None:  # type: ignore[no-untyped-def]
        """Runs one use case as a route does."""

        async def run() -> None:
            async with self.centre.kit.db.transaction(self.tenant) as tx:
                await use_case(tx, *args, **more)

        await self.centre.kit.mailboxes.run(self.tenant, run)
        await self.settle()

    async def ready(self, *agents: AgentId) -> None:
        """Agents log in, sign in, register their phones and go idle."""
        for agent in agents or self.agents:
            await self.turn(self.acd.log_in, agent)
            await self.turn(self.acd.sign_in, agent, Method.WEB)
            await self.calls.phones.provision(self.tenant, agent)
            self.switch.phone_registers(self.phone(agent))
            await self.settle()
            await self.turn(self.acd.set_idle, agent)

    async def call_in(self, calling: str = CALLER, called: str = NUMBER) -> LegId:
        """A caller dials."""
        leg = self.switch.call_in(calling, called)
        await self.settle()
        return leg

    async def answer(self, agent: AgentId) -> None:
        """The agent's phone is picked up."""
        self.switch.far_end_answers(self.ringing(agent))
        await self.settle()

    async def hang_up(self, leg: LegId) -> None:
        """The far end of a leg hangs up."""
        self.switch.hangs_up(leg)
        await self.settle()

    async def calls_out(self, *, answered: bool = False) -> tuple[LegId, LegId]:
        """The lines of the first agent and of the customer whom he lets ring."""
        agent = self.agents[0]
        await self.ready(agent)
        await self.turn(self.acd.set_busy, agent, "other")
        await self.turn(self.calls.dialling.dial, agent, OUTSIDE)
        await self.answer(agent)
        rung = self.switch.leg_of(OUTSIDE).id
        if answered:
            self.switch.far_end_answers(rung)
            await self.settle()
        return there(self.call().agent_leg), rung

    async def phone_is_there(self, person: AgentId) -> None:
        """The telephone of somebody who need not be signed in."""
        self.calls.phones.know(self.tenant, person)
        await self.calls.phones.provision(self.tenant, person)
        self.switch.phone_registers(self.phone(person))

    async def barges_in(self, boss: AgentId) -> LegId:
        """A supervisor speaks with both in the only call; the answer is his line."""
        await self.phone_is_there(boss)
        await self.turn(self.calls.listening.begin, boss, self.call().id, ListenMode.BARGE)
        await self.answer(boss)
        return self.ringing(boss)

    def hears_music(self, leg: LegId) -> bool:
        return self.switch.what_hears(leg).music is not None

    def phone(self, agent: AgentId) -> str:
        return f"a{agent.hex}"

    def ringing(self, agent: AgentId) -> LegId:
        """The leg that rings, or is up, at an agent's phone."""
        return self.switch.leg_of(self.phone(agent)).id

    def rings(self, agent: AgentId) -> bool:
        """Whether the agent's phone rings now."""
        return any(
            leg.dial is not None
            and getattr(leg.dial.to, "name", "") == self.phone(agent)
            and leg.state.name in ("DIALLED", "RINGING")
            for leg in self.switch.legs.values()
        )

    def call(self) -> Call:
        """The only living call."""
        (found,) = [one for one in self.calls.live.all() if one.ended_at is None]
        return found

    async def story(self, call: CallId) -> list[str]:
        """Names of the facts in the call's story."""
        async with self.centre.kit.db.transaction(self.tenant) as tx:
            return [row["name"] for row in await read_call(tx.conn, call)]

    async def stored(self, call: CallId | UUID) -> Call:
        """The call as the database has it."""
        async with self.centre.kit.db.transaction(self.tenant) as tx:
            from lingting.calls import store

            found = await store.load(tx, CallId(call))
            assert found is not None
            return found


@pytest.fixture
async def voice(database_url: str, tmp_path: Path) -> AsyncIterator[Voice]:
    """A company with three agents in one queue; nobody is there yet."""
    centre = make_centre(database_url, home=tmp_path)
    made = await make_voice(centre)
    yield made
    await centre.close()


def wire_voice(centre: Centre) -> tuple[FakeSwitch, AcdService, Calls]:
    """The router, and calls that it is delivered by, over a fake switch."""
    switch = FakeSwitch(centre.clock)
    acd = acd_module.wire(centre.kit, centre.tenancy, centre.audit, centre.identity)
    calls = calls_module.wire(
        centre.kit,
        switch,
        acd,
        centre.numbers,
        centre.customers,
        centre.tenancy,
        centre.identity,
    )
    acd.deliver("voice", calls.delivery)
    calls.door.connected = True
    return switch, acd, calls


async def make_voice(centre: Centre, people: tuple[NewPerson, ...] = PEOPLE) -> Voice:
    """Wires the voice channel into a centre and founds its company."""
    switch, acd, calls = wire_voice(centre)
    founded = await centre.identity.found_company("lingting", "聆听", people)
    centre.founded["lingting"] = founded
    tenant, now = founded.tenant, centre.clock.now()
    agents = [AgentId(founded.users[person.account]) for person in PEOPLE]
    group, queue = SkillGroupId(new_id(now)), QueueId(new_id(now))
    await acd.load(tenant)
    async with centre.kit.db.transaction(tenant) as tx:
        await acd.seed(tx)
        await centre.numbers.add(tx, NUMBER, "热线")
        members = tuple(Member(agent=agent) for agent in agents)
        await acd.admin.save_group(tx, SkillGroup(id=group, name="客服组", members=members))
        settings = {"requirements": [{"group": str(group), "min_level": 1}], "ring_seconds": 20}
        await acd.admin.save_queue(tx, queue, "客户服务", settings)
    flow = PlainFlow(calls, queue)
    calls.listen(flow)
    switch.take_events()
    return Voice(centre, switch, acd, calls, flow, tenant, agents, queue)
