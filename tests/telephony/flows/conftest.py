"""The whole product on a real Asterisk and a real database, called with real telephones."""

from __future__ import annotations

import asyncio
import math
import struct
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from lingting.acd.domain.states import Method
from lingting.adapters.asterisk.server import AsteriskServer
from lingting.adapters.asterisk.switch import AsteriskSwitch
from lingting.calls.domain import Call
from lingting.calls.lanes import Lanes
from lingting.calls.ports import PhoneAccount
from lingting.kernel.ids import AgentId, CallId, TenantId
from lingting.main.furnishing import furnish
from lingting.main.wiring import Product, wire
from lingting.media.default_prompts import default_prompts
from lingting.media.domain.sounds import Language
from lingting.media.ports import Samples
from lingting.numbers.domain import DEFAULT_TRUNK
from lingting.platform.eventlog import read_call
from lingting.platform.kit import make_kit
from lingting.platform.settings import Settings
from lingting.testing.telephone import Telephone
from lingting.testing.telephone_call import TelephoneCall
from support.hanging import unless_it_hangs
from support.switch_stages import address_of, record_there

NUMBER = "01055550000"
CALLER = "13800138000"
RATE = 8000
LOWEST, STEP = 400, 55
SECRET = "secret-of-a-test-phone"
"""Prompts are tones, each with a pitch of its own, so that a test hears which one is played."""


def pitch(prompt: str) -> float:
    """The pitch of a shipped prompt's Chinese words."""
    return LOWEST + STEP * sorted(default_prompts()).index(prompt)


class ToneSpeech:
    """A voice that says each prompt as a tone of `seconds`."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        texts = {default_prompts()[key].zh: pitch(key) for key in default_prompts()}
        self._pitches = texts

    def voice(self, language: Language) -> str:
        return f"tone-{self._seconds}-{language}"

    async def speak(self, text: str, language: Language) -> Samples:
        hertz = self._pitches.get(text, 300.0)
        count = int(RATE * self._seconds)
        wave = (int(8000 * math.sin(2 * math.pi * hertz * n / RATE)) for n in range(count))
        return Samples(b"".join(struct.pack("<h", sample) for sample in wave), RATE)

    async def close(self) -> None:
        pass


@dataclass
class Hotline:
    """A company that can be called."""

    product: Product
    server: AsteriskServer
    tenant: TenantId
    agents: list[AgentId]
    phone: Telephone
    telephones: AsyncExitStack

    async def call(self) -> TelephoneCall:
        """A caller dials the hotline and is answered."""
        call = await self.phone.call(NUMBER)
        await call.answered()
        return call

    def living(self) -> Call:
        (found,) = [call for call in self.product.calls.live.all() if call.ended_at is None]
        return found

    async def turn(self, use_case: Callable[..., Awaitable[object]], *args: object) -> None:
        """Runs a use case as a route does."""

        async def run() -> None:
            async with self.product.kit.db.transaction(self.tenant) as tx:
                await use_case(tx, *args)

        await self.product.kit.mailboxes.run(self.tenant, run)

    async def sign_in(self, agent: AgentId, *, idle: bool) -> Telephone:
        """An agent with a SIP telephone signs in."""
        name = self.product.calls.phones._voice.phones.of_agent(agent)
        self.product.calls.phones.know(self.tenant, agent)
        account = PhoneAccount(name=name, secret=SECRET, webrtc=False)
        await self.product.calls._voice.switch.provision(account)
        telephone = Telephone(self.server.sip_udp_port, name, SECRET)
        await self.telephones.enter_async_context(telephone)
        assert await telephone.register() == 200
        acd = self.product.acd
        await self.turn(acd.log_in, agent)
        await self.turn(acd.sign_in, agent, Method.SIP_PHONE)
        if idle:
            await self.turn(acd.set_idle, agent)
        return telephone

    async def outside(self) -> Telephone:
        """A telephone that answers for every outside number."""
        account = PhoneAccount(name=DEFAULT_TRUNK.name, secret=SECRET, webrtc=False)
        await self.product.calls._voice.switch.provision(account)
        telephone = Telephone(self.server.sip_udp_port, DEFAULT_TRUNK.name, SECRET)
        await self.telephones.enter_async_context(telephone)
        assert await telephone.register() == 200
        return telephone

    async def nodes(self, call: CallId) -> list[str]:
        """The nodes that a call has been at."""
        async with self.product.kit.db.transaction(self.tenant) as tx:
            return [step.node for step in await self.product.flows.editing.path(tx, call)]

    async def story(self, call: CallId, name: str) -> list[dict[str, object]]:
        """The data of the facts of this name in the call's story."""
        async with self.product.kit.db.transaction(self.tenant) as tx:
            return [row["data"] for row in await read_call(tx.conn, call) if row["name"] == name]

    async def ended(self, call: CallId) -> Call:
        """The call after its end."""
        from lingting.calls import store

        async with unless_it_hangs():
            while True:
                async with self.product.kit.db.transaction(self.tenant) as tx:
                    found = await store.load(tx, call)
                if found is not None and found.ended_at is not None:
                    return found
                await asyncio.sleep(0.05)


@pytest.fixture
async def hotline(
    asterisk_server: AsteriskServer, database_url: str, tmp_path: Path
) -> AsyncIterator[Hotline]:
    """A hotline with the default flows; nobody is signed in."""
    settings = Settings(
        home=tmp_path,
        sounds_dir=tmp_path / "sounds",
    )
    record_there(asterisk_server, settings.sounds)
    kit = make_kit(settings, database_url)
    address = replace(address_of(asterisk_server), sounds=settings.sounds)
    switch = Lanes(AsteriskSwitch(lambda: address, kit.supervisor, kit.clock), kit.supervisor)
    product = wire(kit, switch, ToneSpeech(seconds=1.2))
    assert await product.media.prepare() == 0
    founded = await product.identity.found_company("lingting", "聆听")
    await furnish(product, founded.tenant, NUMBER)
    agents = [AgentId(founded.users[name]) for name in ("agent1", "agent2")]
    await product.start()
    async with AsyncExitStack() as telephones:
        phone = Telephone(asterisk_server.sip_udp_port, CALLER)
        await telephones.enter_async_context(phone)
        await asyncio.sleep(0.3)
        yield Hotline(product, asterisk_server, founded.tenant, agents, phone, telephones)
    await product.stop()
