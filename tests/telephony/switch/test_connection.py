"""The adapter's connection on a real Asterisk: a dead socket, a new engine, a new Asterisk."""

from __future__ import annotations

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from functools import partial
from typing import Any, TypeVar
from uuid import uuid4

import httpx
import pytest
from websockets.asyncio.client import connect

from lingting.adapters.asterisk.ari import AriAddress, AriReply
from lingting.adapters.asterisk.link import AsteriskAddress
from lingting.adapters.asterisk.reconcile import Difference
from lingting.adapters.asterisk.server import AsteriskServer
from lingting.adapters.asterisk.switch import AsteriskSwitch
from lingting.calls.ports import (
    HungUpBy,
    LegArrived,
    LegGone,
    PhoneAccount,
    PhoneRegistered,
    PlayFinished,
    SwitchEvent,
    SwitchLost,
    SwitchRestored,
    Tone,
)
from lingting.kernel.ids import PlayId
from lingting.platform.clock import SystemClock
from lingting.platform.supervisor import TaskSupervisor
from lingting.testing.telephone import Telephone
from lingting.testing.telephone_call import TelephoneCall
from support.asterisk import StartAsterisk
from support.cable import Cable
from support.hanging import unless_it_hangs
from support.switch_stages import address_of

pytestmark = pytest.mark.telephony

Kind = TypeVar("Kind", bound=SwitchEvent)


class Engine:
    """An adapter and what it told."""

    def __init__(self, switch: AsteriskSwitch) -> None:
        self.switch = switch
        self.told: list[SwitchEvent] = []
        self._news = asyncio.Event()

    async def read(self) -> None:
        """Collects what the switch tells."""
        async for event in self.switch.events():
            self.told.append(event)
            self._news.set()

    async def until(self, kind: type[Kind], count: int = 1) -> Kind:
        async with unless_it_hangs():
            while len(found := [e for e in self.told if isinstance(e, kind)]) < count:
                self._news.clear()
                await self._news.wait()
        return found[count - 1]


@asynccontextmanager
async def engine(address: AsteriskAddress) -> AsyncIterator[Engine]:
    supervisor = TaskSupervisor()
    made = Engine(AsteriskSwitch(lambda: address, supervisor, SystemClock()))
    reader = supervisor.spawn(made.read(), name="loop:reader")
    try:
        await made.until(SwitchRestored)
        yield made
    finally:
        reader.cancel()
        await asyncio.wait([reader])
        await supervisor.stop()


async def test_a_dead_connection_is_noticed_soon_and_callers_live_on(
    asterisk_server: AsteriskServer,
) -> None:
    address = address_of(asterisk_server)
    port = int(address.ari.url.split(":")[2].split("/")[0])
    async with Cable(partial(asyncio.open_connection, "127.0.0.1", port)).plugged() as cable:
        url = address.ari.url.replace(str(port), str(cable.port))
        through = replace(address, ari=replace(address.ari, url=url))
        async with engine(through) as one, Telephone(asterisk_server.sip_udp_port) as phone:
            call = await phone.call("8001")
            arrived = await one.until(LegArrived)
            await one.switch.answer(arrived.leg)
            await call.answered()
            cable.freeze()
            since = time.monotonic()
            await one.until(SwitchLost)
            assert time.monotonic() - since < 10
            cable.thaw()
            restored = await one.until(SwitchRestored, 2)
            assert [leg.leg for leg in restored.legs] == [arrived.leg]
            assert not call.is_over
            call.hang_up()
            await one.until(LegGone)


async def test_events_that_another_connection_took_are_taken_back(
    asterisk_server: AsteriskServer,
) -> None:
    """A connection that was given up while Asterisk stood still may be taken up after the newest
    one: Asterisk hands it our events, and withdraws the application when it finds it closed."""
    address = address_of(asterisk_server)
    async with engine(address) as one, Telephone(asterisk_server.sip_udp_port) as phone:
        late = connect(
            address.ari.socket_url,
            additional_headers={"Authorization": address.ari.authorization},
            proxy=None,
        )
        async with late:
            await one.until(SwitchRestored, 2)
        call = await phone.call("8001")
        arrived = await one.until(LegArrived)
        await one.switch.answer(arrived.leg)
        await call.answered()
        call.hang_up()
        await one.until(LegGone)


@pytest.mark.parametrize("taken", ["lingting", "lingting-phones"])
async def test_events_that_another_connection_took_without_a_word_are_missed_and_taken_back(
    asterisk_server: AsteriskServer, taken: str
) -> None:
    """Asterisk takes up given-up connections all at once after it stood still. Which of them has
    an application in the end is chance, and the others are not always told (decision 53)."""
    address = address_of(asterisk_server)
    async with engine(address) as one, Telephone(asterisk_server.sip_udp_port) as phone:
        call = await phone.call("8001")
        arrived = await one.until(LegArrived)
        await one.switch.answer(arrived.leg)
        await call.answered()
        await _steal(address.ari, taken)
        call.hang_up()
        await phone.call("8002")
        await one.until(SwitchLost)
        restored = await one.until(SwitchRestored, 2)
        assert arrived.leg not in [leg.leg for leg in restored.legs]
        assert (await one.until(LegArrived, 2)).called == "8002"


async def _steal(ari: AriAddress, application: str) -> None:
    """Takes an application from whoever has it, in silence, and ends; it is nobody's then."""
    credentials = {"Authorization": ari.authorization}
    async with httpx.AsyncClient(headers=credentials, trust_env=False) as client:
        silent = {"allowed": [{"type": "StasisStart"}]}
        url = f"{ari.url}/applications/{application}/eventFilter"
        assert (await client.put(url, json=silent)).is_success
    url = f"{ari.url.replace('http', 'ws', 1)}/events?app={application}"
    async with connect(url, additional_headers=credentials, proxy=None):
        await asyncio.sleep(0.2)


async def test_a_new_engine_takes_over_the_legs_of_the_old_one(
    asterisk_server: AsteriskServer,
) -> None:
    address = address_of(asterisk_server)
    async with Telephone(asterisk_server.sip_udp_port) as phone:
        async with engine(address) as old:
            call = await phone.call("8002")
            arrived = await old.until(LegArrived)
            await old.switch.answer(arrived.leg)
            play = PlayId(uuid4())
            await old.switch.play(arrived.leg, play, [Tone("ring", 2.5)])
            await call.answered()
        async with engine(address) as new:
            restored = await new.until(SwitchRestored)
            assert restored.restarted is False
            (leg,) = restored.legs
            assert (leg.leg, leg.calling, leg.called) == (arrived.leg, phone.user, "8002")
            assert leg.up
            assert (await new.until(PlayFinished)).play == play
            await new.switch.hang_up(arrived.leg)
            gone = await new.until(LegGone)
            assert (gone.leg, gone.by) == (arrived.leg, HungUpBy.US)
            await call.over()
            assert not [e for e in new.told if isinstance(e, LegArrived)]


async def test_a_new_asterisk_is_told_as_restarted_and_takes_phones_again(
    start_asterisk: StartAsterisk,
) -> None:
    server = start_asterisk()
    address = address_of(server)
    account = PhoneAccount(name="2001", secret="s", webrtc=False)
    async with engine(address) as one, Telephone(server.sip_udp_port) as caller:
        assert (await one.until(SwitchRestored)).restarted
        await caller.call("8003")
        await one.until(LegArrived)
        server.stop()
        await one.until(SwitchLost)
        await asyncio.to_thread(server.start)
        restored = await one.until(SwitchRestored, 2)
        assert restored.restarted
        assert not restored.legs
        await one.switch.provision(account)
        async with Telephone(server.sip_udp_port, "2001", "s") as phone:
            assert await phone.register() == 200
            await one.until(PhoneRegistered)
            assert await one.switch.is_registered("2001")
        async with Telephone(server.sip_udp_port) as again:
            call = await again.call("8003")
            arrived = await one.until(LegArrived, 2)
            await one.switch.answer(arrived.leg)
            await call.answered()


async def test_a_phone_that_is_provisioned_anew_replaces_the_first(
    asterisk_server: AsteriskServer,
) -> None:
    async with engine(address_of(asterisk_server)) as one:
        await one.switch.provision(PhoneAccount(name="2009", secret="first", webrtc=False))
        async with Telephone(asterisk_server.sip_udp_port, "2009", "first") as first:
            assert await first.register() == 200
            await one.switch.provision(PhoneAccount(name="2009", secret="second", webrtc=False))
            async with Telephone(asterisk_server.sip_udp_port, "2009", "second") as second:
                assert await second.register() == 200
                assert await first.register() in (401, 403)
                assert await one.switch.is_registered("2009")
                await second.register(0)


async def test_who_comes_and_goes_while_it_is_asked_who_is_there_comes_before_he_goes(
    asterisk_server: AsteriskServer,
) -> None:
    """A caller whose end were told first would live on in the engine for good."""
    address = address_of(asterisk_server)
    async with engine(address) as one, Telephone(asterisk_server.sip_udp_port) as phone:
        switch, calls = one.switch, list[TelephoneCall]()
        ask, compare = switch._command, switch._after_gap

        async def until_held(kind: type[SwitchEvent]) -> None:
            for _ in range(500):
                if any(isinstance(told, kind) for told in switch._held or ()):
                    return
                await asyncio.sleep(0.01)
            raise AssertionError(f"no {kind.__name__} came")

        async def asked(method: str, uri: str, *more: Any, **fields: Any) -> AriReply:
            if uri == "bridges" and not calls:
                calls.append(await phone.call("8006"))
                await until_held(LegArrived)
            return await ask(method, uri, *more, **fields)

        async def compared(difference: Difference) -> None:
            calls[0].hang_up()
            await until_held(LegGone)
            await compare(difference)

        switch._command, switch._after_gap = asked, compared
        await switch._socket.drop()
        await one.until(SwitchRestored, 2)
        gone = await one.until(LegGone)
        both = [e for e in one.told if isinstance(e, LegArrived | LegGone) and e.leg == gone.leg]
        assert [type(e) for e in both] == [LegArrived, LegGone]


async def test_all_endpoints_are_never_listened_to(asterisk_server: AsteriskServer) -> None:
    """Asterisk dies when phones leave together with an application that does (decision 31)."""
    async with engine(address_of(asterisk_server)):
        calls, phones = (
            asterisk_server.command_line(f"ari show app {name}")
            for name in ("lingting", "lingting-phones")
        )
    assert "__AST_CHANNEL_ALL_TOPIC" in calls
    assert "PJSIP (" in phones
    assert "__AST_ENDPOINT_ALL_TOPIC" not in calls + phones
