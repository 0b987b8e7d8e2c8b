"""People of a fault's story: agents with SIP telephones and open pages, callers who talk."""

from __future__ import annotations

import asyncio
import contextlib
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from itertools import pairwise

from lingting.platform.patch import State
from lingting.simulation.office import Desk, Refused
from lingting.testing.rtp import FRAME_SECONDS, RtpStream
from lingting.testing.telephone import Telephone
from lingting.testing.telephone_call import TelephoneCall
from support.faults.plant import NUMBER, Plant, until

AGAIN_SECONDS = 0.3
TRIES = 50
DIALLED_AT_MOST = 5
BUSY = 503
"""The product refuses whom it cannot serve in time; something else may be at work here."""
IDLE_SECONDS = 30.0
ANSWER_SECONDS = 20.0
REGISTER_SECONDS = 4.0
AGENT_HERTZ, CALLER_HERTZ = 600.0, 1000.0


class Agent:
    """One agent: a page that comes back by itself, a telephone that registers again and again."""

    def __init__(self, account: str, desk: Desk, phone: Telephone) -> None:
        self.account = account
        self.desk = desk
        self.phone = phone
        self.state: State = {}
        self.seen_at = 0.0
        """When the newest snapshot of a fresh page came."""
        self.calls: list[TelephoneCall] = []
        self.rang: list[tuple[float, str]] = []
        """When his telephone rang, and for whom."""
        self.answers = True
        self.talks_for: float | None = None
        """How long he talks before he hangs up; None: until told to."""

    @property
    def call(self) -> TelephoneCall | None:
        """The talk he is in."""
        return next((one for one in reversed(self.calls) if one.is_up), None)

    @property
    def is_idle(self) -> bool:
        """Whether the page shows that he can get a call."""
        mine = self.state.get("agent")
        return isinstance(mine, dict) and (mine["phone"], mine["presence"], mine["work"]) == (
            "registered",
            "idle",
            "free",
        )

    async def follow_page(self) -> None:
        """Keeps the page open."""
        while True:
            first = True
            async for state in self.desk.states():
                self.state = state
                if first:
                    self.seen_at, first = time.monotonic(), False
            await asyncio.sleep(AGAIN_SECONDS)

    async def register(self) -> None:
        """Says where he is, as a telephone does by itself."""
        while True:
            with contextlib.suppress(TimeoutError):
                await self.phone.register(60)
            await asyncio.sleep(REGISTER_SECONDS)

    async def work(self) -> None:
        """Takes every call."""
        async with asyncio.TaskGroup() as group:
            while True:
                call = await self.phone.arrival(3600)
                self.rang.append((time.monotonic(), call.caller_number))
                self.calls.append(call)
                if self.answers:
                    call.answer()
                    call.say(AGENT_HERTZ)
                    if self.talks_for is not None:
                        group.create_task(self._end(call, self.talks_for))

    @staticmethod
    async def _end(call: TelephoneCall, seconds: float) -> None:
        with contextlib.suppress(TimeoutError):
            await call.over(seconds)
        call.hang_up()


@asynccontextmanager
async def agents(plant: Plant, accounts: tuple[str, ...]) -> AsyncIterator[list[Agent]]:
    """Agents at work; they leave at the end."""
    made: list[Agent] = []
    async with AsyncExitStack() as stack:
        tasks: list[asyncio.Task[None]] = []
        for account in accounts:
            desk = await stack.enter_async_context(plant.desk(account))
            await desk.log_in()
            access = await desk.post("/desk/sip-phone")
            phone = Telephone(plant.sip_port, access["name"], access["secret"])
            await stack.enter_async_context(phone)
            assert await phone.register(60) == 200
            agent = Agent(account, desk, phone)
            made.append(agent)
            for life in (agent.follow_page(), agent.register(), agent.work()):
                tasks.append(asyncio.create_task(life))
            await desk.post("/desk/sign-in", {"method": "sip_phone"})
            await desk.post("/desk/auto-idle", {"on": True})
        try:
            yield made
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            for agent in made:
                await _leave(agent)


async def _leave(agent: Agent) -> None:
    """Hangs up, signs out as soon as that is allowed, takes the telephone along."""
    for call in agent.calls:
        call.hang_up()
    for path in ("/desk/sign-out", "/auth/logout"):
        for _ in range(TRIES):
            if await _done(agent.desk, path):
                break
            await asyncio.sleep(AGAIN_SECONDS)
    await agent.phone.register(0)


async def _done(desk: Desk, path: str) -> bool:
    try:
        await desk.post(path)
    except Refused:
        return False
    return True


async def go_idle(agent: Agent) -> None:
    """示闲; refused while he is idle already."""
    with contextlib.suppress(Refused):
        await agent.desk.post("/desk/idle")


async def until_idle(agent: Agent) -> None:
    """示闲, until his page says that he is."""
    last = time.monotonic() + IDLE_SECONDS
    while not agent.is_idle:
        if time.monotonic() > last:
            raise AssertionError(f"{agent.account} does not get idle: {agent.state.get('agent')}")
        await go_idle(agent)
        await asyncio.sleep(0.1)


@dataclass
class Talk:
    """A caller and the agent he talks to."""

    caller: TelephoneCall
    agent: Agent
    line: TelephoneCall

    @property
    def sides(self) -> tuple[RtpStream, RtpStream]:
        return self.caller.rtp, self.line.rtp

    @property
    def is_up(self) -> bool:
        return self.caller.is_up and self.line.is_up

    @property
    def hear_each_other(self) -> bool:
        return self.caller.hears_tone(AGENT_HERTZ) and self.line.hears_tone(CALLER_HERTZ)


async def talk(
    carrier: Telephone, agent: Agent, calling: str, number: str = NUMBER, *, again: bool = True
) -> Talk:
    """A caller who gets this agent, the only one who is idle. With `again` one who is refused
    calls again: nothing is wrong yet but that the machine is busy."""
    return await talk_with_any(carrier, [agent], calling, number, again=again)


async def talk_with_any(
    carrier: Telephone,
    staff: list[Agent],
    calling: str,
    number: str = NUMBER,
    *,
    again: bool = True,
) -> Talk:
    """A caller who gets one of these agents."""
    before = {agent.account: len(agent.calls) for agent in staff}
    for agent in staff:
        await until_idle(agent)
    call = await _let_in(carrier, number, calling, DIALLED_AT_MOST if again else 1)
    call.say(CALLER_HERTZ)

    def taken() -> list[Agent]:
        return [one for one in staff if one.call and len(one.calls) > before[one.account]]

    await until(taken, every=0.05, instead=lambda: f"{calling} up: {call.is_up}, {_states(staff)}")
    await call.until_tone(AGENT_HERTZ)
    agent = taken()[0]
    return Talk(call, agent, agent.calls[-1])


def _states(staff: list[Agent]) -> str:
    return ", ".join(f"{one.account} {one.state.get('agent')}" for one in staff)


async def _let_in(carrier: Telephone, number: str, calling: str, times: int) -> TelephoneCall:
    while True:
        call = await carrier.call(number, calling=calling)
        await until(lambda call=call: call.is_up or call.is_over, ANSWER_SECONDS, every=0.02)
        times -= 1
        if call.is_up or call.status != BUSY or not times:
            assert call.is_up, f"{calling} was not let in: {call.status}"
            return call
        await asyncio.sleep(1)


def longest_gap(stream: RtpStream, since: float, until: float | None = None) -> float:
    """Seconds between two neighbouring packets that were heard, at most."""
    end = time.monotonic() if until is None else until
    heard = [at for at, _ in stream.frames if since <= at <= end]
    edges = [since, *heard, end]
    return max(later - earlier for earlier, later in pairwise(edges))


def missing_frames(stream: RtpStream, since: float) -> int:
    """How many packets of 20 ms never came; those of a gap that is only ours come late."""
    heard = [at for at, _ in stream.frames if at >= since]
    return max(round((heard[-1] - heard[0]) / FRAME_SECONDS) + 1 - len(heard), 0) if heard else 0
