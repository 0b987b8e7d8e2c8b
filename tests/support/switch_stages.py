"""One stage for the fake switch and one for the real Asterisk: the same far ends on both."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Protocol, TypeVar
from uuid import uuid4

from lingting.adapters.asterisk.ami import AmiAddress
from lingting.adapters.asterisk.ari import AriAddress
from lingting.adapters.asterisk.config.layout import RECORDED
from lingting.adapters.asterisk.link import AsteriskAddress
from lingting.adapters.asterisk.server import AsteriskServer
from lingting.adapters.asterisk.spool import Spool
from lingting.adapters.asterisk.switch import AsteriskSwitch
from lingting.calls.ports import (
    Dial,
    GoneCause,
    LegAnswered,
    LegArrived,
    Phone,
    PhoneAccount,
    PhoneRegistered,
    Switch,
    SwitchEvent,
    SwitchRestored,
    TrunkAccount,
)
from lingting.kernel.ids import BridgeId, LegId
from lingting.platform.clock import SystemClock
from lingting.platform.supervisor import TaskSupervisor
from lingting.recordings.domain import Raw
from lingting.testing.fake_switch import FakeSwitch
from lingting.testing.manual_clock import ManualClock
from lingting.testing.sip_text import user_of
from lingting.testing.telephone import Telephone
from lingting.testing.telephone_call import TelephoneCall
from support.hanging import unless_it_hangs

Kind = TypeVar("Kind", bound=SwitchEvent)
STEP_SECONDS = 0.05
VOICES = (440.0, 700.0, 1000.0, 1300.0, 1700.0)
REJECTIONS = {
    GoneCause.BUSY: 486,
    GoneCause.REJECTED: 603,
    GoneCause.INVALID_NUMBER: 404,
    GoneCause.CONGESTION: 503,
}


class Party(Protocol):
    """A person at the far end of a leg; talks all the time."""

    leg: LegId

    def answer(self) -> None: ...

    def fail(self, cause: GoneCause) -> None: ...

    def hang_up(self) -> None: ...

    def press(self, keys: str) -> None: ...

    def hold(self, *, held: bool) -> None: ...

    def fall_silent(self) -> None: ...

    def hears(self, other: Party) -> bool: ...

    def hears_anything(self) -> bool: ...

    def got_digits(self) -> str: ...

    def header(self, name: str) -> str: ...

    def dialled(self) -> tuple[str, str]:
        """The numbers that the far end sees: caller and called."""
        ...


class Stage(Protocol):
    """A switch, people with telephones, and time."""

    switch: Switch
    events: list[SwitchEvent]
    folder: Path

    async def passes(self, seconds: float) -> None: ...

    def recorded(self, path: Path) -> bool:
        """Whether the recording is over and its file is there."""
        ...

    async def call_in(self, calling: str, called: str) -> Party: ...

    async def call_in_unseen(self, calling: str, called: str) -> Callable[[], None]: ...

    async def phone(self, name: str, *, caller: bool = False, calling: str = "") -> None: ...

    async def trunk(self, name: str) -> None: ...

    async def phone_calls(self, name: str, called: str) -> Party: ...

    async def phone_is_refused(self, name: str, called: str) -> bool: ...

    async def phone_leaves(self, name: str) -> None: ...

    async def picked(self, name: str, leg: LegId) -> Party: ...

    async def interrupted(self) -> AbstractInterruption: ...


class AbstractInterruption(Protocol):
    """The connection is away until `over`."""

    async def over(self) -> None: ...


async def expect(stage: Stage, kind: type[Kind], within: float = 8.0, **fields: Any) -> Kind:
    """Waits for an event with these fields."""
    waited = 0.0
    while True:
        for event in stage.events:
            if isinstance(event, kind) and all(getattr(event, k) == v for k, v in fields.items()):
                return event
        if waited > within:
            raise AssertionError(f"no {kind.__name__} {fields} in {stage.events}")
        await stage.passes(STEP_SECONDS)
        waited += STEP_SECONDS


async def eventually(
    stage: Stage,
    reached: Callable[[], bool],
    within: float = 5.0,
    why: Callable[[], object] = lambda: "",
) -> None:
    """Waits until something is heard (or no longer): a loaded machine is late at times. `why` says
    what was there instead."""
    waited = 0.0
    await stage.passes(STEP_SECONDS)
    while not reached():
        assert waited < within, f"it never came about {why()}"
        await stage.passes(STEP_SECONDS)
        waited += STEP_SECONDS


async def restored(stage: Stage, times: int = 2) -> SwitchRestored:
    """Waits until the connection was there so many times; it is at first."""
    for _ in range(100):
        found = [e for e in stage.events if isinstance(e, SwitchRestored)]
        if len(found) == times:
            return found[-1]
        await stage.passes(0.1)
    raise AssertionError("the connection did not come back")


async def talk(stage: Stage) -> tuple[Party, Party, BridgeId]:
    """A caller and the phone 2001, who hear each other."""
    one = await stage.call_in("13800138000", "10010")
    await stage.switch.answer(one.leg)
    await stage.phone("2001")
    leg, bridge = LegId(uuid4()), BridgeId(uuid4())
    await stage.switch.dial(Dial(leg=leg, to=Phone("2001"), ring_seconds=20))
    other = await stage.picked("2001", leg)
    other.answer()
    await expect(stage, LegAnswered, leg=leg)
    await stage.switch.join(bridge, [one.leg, leg])
    await eventually(stage, lambda: one.hears(other))
    return one, other, bridge


# --- the fake --------------------------------------------------------------------------------


class FakeParty:
    """A far end of FakeSwitch."""

    def __init__(self, switch: FakeSwitch, leg: LegId) -> None:
        self._switch, self.leg = switch, leg

    def answer(self) -> None:
        self._switch.far_end_answers(self.leg)

    def fail(self, cause: GoneCause) -> None:
        self._switch.far_end_fails(self.leg, cause)

    def hang_up(self) -> None:
        self._switch.hangs_up(self.leg)

    def press(self, keys: str) -> None:
        self._switch.presses(self.leg, keys)

    def hold(self, *, held: bool) -> None:
        self._switch.far_end_holds(self.leg, held=held)

    def fall_silent(self) -> None:
        self._switch.falls_silent(self.leg)

    def hears(self, other: Party) -> bool:
        return other.leg in self._switch.what_hears(self.leg).voices

    def hears_anything(self) -> bool:
        return not self._switch.what_hears(self.leg).is_silence

    def got_digits(self) -> str:
        return self._switch.legs[self.leg].digits_sent

    def header(self, name: str) -> str:
        dial = self._switch.legs[self.leg].dial
        return dict(dial.headers).get(name, "") if dial else ""

    def dialled(self) -> tuple[str, str]:
        found = self._switch.legs[self.leg]
        return found.calling, found.called


class FakeStage:
    """FakeSwitch in the time of a ManualClock."""

    def __init__(self, folder: Path) -> None:
        self.clock = ManualClock()
        self.fake = FakeSwitch(self.clock, write_files=True)
        self.switch: Switch = self.fake
        self.folder = folder
        self.events: list[SwitchEvent] = []

    def recorded(self, path: Path) -> bool:
        return path.exists()

    async def passes(self, seconds: float) -> None:
        await self.clock.run(seconds)
        self.events += self.fake.take_events()

    async def call_in(self, calling: str, called: str) -> Party:
        return FakeParty(self.fake, self.fake.call_in(calling, called))

    async def call_in_unseen(self, calling: str, called: str) -> Callable[[], None]:
        leg = self.fake.call_in(calling, called)
        return lambda: self.fake.hangs_up(leg)

    async def phone(self, name: str, *, caller: bool = False, calling: str = "") -> None:
        account = PhoneAccount(name=name, secret="s", caller=caller, calling=calling)
        await self.fake.provision(account)
        self.fake.phone_registers(name)

    async def trunk(self, name: str) -> None:
        await self.fake.provision_trunk(TrunkAccount(name=name, host="gateway.example"))

    async def phone_calls(self, name: str, called: str) -> Party:
        return FakeParty(self.fake, self.fake.phone_calls(name, called))

    async def phone_is_refused(self, name: str, called: str) -> bool:
        try:
            self.fake.phone_calls(name, called)
        except AssertionError:
            return True
        return False

    async def phone_leaves(self, name: str) -> None:
        self.fake.phone_unregisters(name)

    async def picked(self, name: str, leg: LegId) -> Party:
        return FakeParty(self.fake, leg)

    async def interrupted(self) -> AbstractInterruption:
        self.fake.lose_connection()
        stage = self

        class Interruption:
            async def over(self) -> None:
                stage.fake.restore_connection()

        return Interruption()


# --- the real one ----------------------------------------------------------------------------


class RealParty:
    """A Telephone's call; says a tone of its own once it is up."""

    def __init__(self, call: TelephoneCall, leg: LegId, voice: float) -> None:
        self.call, self.leg, self.voice = call, leg, voice
        call.say(voice)

    def answer(self) -> None:
        self.call.answer()

    def fail(self, cause: GoneCause) -> None:
        self.call.reject(REJECTIONS[cause])

    def hang_up(self) -> None:
        self.call.hang_up()

    def press(self, keys: str) -> None:
        self.call.press(keys)

    def hold(self, *, held: bool) -> None:
        self.call.hold(held=held)

    def fall_silent(self) -> None:
        self.call.say(0)

    def hears(self, other: Party) -> bool:
        assert isinstance(other, RealParty)
        return self.call.hears_tone(other.voice)

    def hears_anything(self) -> bool:
        return self.call.hears_anything()

    def got_digits(self) -> str:
        return self.call.rtp.keys_heard

    def header(self, name: str) -> str:
        return self.call.header(name)

    def dialled(self) -> tuple[str, str]:
        return self.call.caller_number, user_of(self.call.invite.uri)


class RealStage:
    """The real Asterisk with telephones of Python."""

    def __init__(self, switch: AsteriskSwitch, sip_port: int, folder: Path, spool: Spool) -> None:
        self._spool = spool
        self.asterisk = switch
        self.switch: Switch = switch
        self.folder = folder
        self.events: list[SwitchEvent] = []
        self.sip_port = sip_port
        self._phones: dict[str, Telephone] = {}
        self._trunks: list[str] = []
        self._voices: Iterator[float] = iter(VOICES)

    def recorded(self, path: Path) -> bool:
        return self._spool.finish(path) is Raw.FINISHED

    async def passes(self, seconds: float) -> None:
        await asyncio.sleep(seconds)

    async def call_in(self, calling: str, called: str) -> Party:
        phone = await Telephone(self.sip_port, calling or "anonymous").__aenter__()
        self._phones[str(uuid4())] = phone
        return await self._calls(phone, called)

    async def call_in_unseen(self, calling: str, called: str) -> Callable[[], None]:
        phone = await Telephone(self.sip_port, calling).__aenter__()
        self._phones[str(uuid4())] = phone
        call = await phone.call(called)
        return call.hang_up

    async def phone(self, name: str, *, caller: bool = False, calling: str = "") -> None:
        account = PhoneAccount(
            name=name, secret=f"secret-{name}", webrtc=False, caller=caller, calling=calling
        )
        await self.switch.provision(account)
        phone = await Telephone(self.sip_port, name, account.secret).__aenter__()
        self._phones[name] = phone
        assert await phone.register() == 200
        await expect(self, PhoneRegistered, phone=name)

    async def trunk(self, name: str) -> None:
        gateway = await Telephone(self.sip_port, name).__aenter__()
        self._phones[name] = gateway
        account = TrunkAccount(name=name, host="127.0.0.1", port=gateway.port)
        await self.switch.provision_trunk(account)
        self._trunks.append(name)

    async def phone_calls(self, name: str, called: str) -> Party:
        return await self._calls(self._phones[name], called)

    async def phone_is_refused(self, name: str, called: str) -> bool:
        call = await self._phones[name].call(called)
        async with unless_it_hangs():
            while not call.is_over:
                call.changed.clear()
                await call.changed.wait()
        return call.status == 403

    async def phone_leaves(self, name: str) -> None:
        await self._phones[name].register(0)

    async def picked(self, name: str, leg: LegId) -> Party:
        return RealParty(await self._phones[name].arrival(), leg, next(self._voices))

    async def interrupted(self) -> AbstractInterruption:
        socket = self.asterisk._socket
        whole = socket._address
        away = asyncio.Event()

        def refuse() -> AriAddress:
            if not away.is_set():
                raise OSError("unplugged")
            return whole()

        socket._address = refuse
        await socket.drop()

        class Interruption:
            async def over(self) -> None:
                away.set()

        return Interruption()

    async def close(self) -> None:
        for trunk in self._trunks:
            await self.switch.withdraw_trunk(trunk)
        for phone in self._phones.values():
            for call in phone.calls.values():
                call.hang_up()
            if phone.secret:
                await phone.register(0)
            await phone.__aexit__(None, None, None)

    async def _calls(self, phone: Telephone, called: str) -> Party:
        before = len(self.events)
        call = await phone.call(called)
        for _ in range(300):
            found = [e for e in self.events[before:] if isinstance(e, LegArrived)]
            if found:
                return RealParty(call, found[0].leg, next(self._voices))
            await asyncio.sleep(0.01)
        raise AssertionError("the call did not arrive")


def address_of(server: AsteriskServer) -> AsteriskAddress:
    """How to reach a server that a test started."""
    return AsteriskAddress(
        ari=AriAddress(server.ari_url, server.ari_user, server.ari_password),
        ami=AmiAddress("127.0.0.1", server.ami_port, server.ami_user, server.ami_secret),
        sounds=server.sounds_dir,
    )


def record_there(server: AsteriskServer, sounds: Path) -> None:
    """Lets a folder of sounds that a test has for itself hold what this server records."""
    sounds.mkdir(parents=True)
    (sounds / RECORDED).symlink_to(server.folders.recorded, target_is_directory=True)


@asynccontextmanager
async def running_switch(server: AsteriskServer) -> AsyncIterator[AsteriskSwitch]:
    """An adapter connected to a server; the reader of events is the test's."""
    supervisor = TaskSupervisor()
    try:
        yield AsteriskSwitch(lambda: address_of(server), supervisor, SystemClock())
    finally:
        await supervisor.stop()


@asynccontextmanager
async def real_stage(server: AsteriskServer, folder: Path) -> AsyncIterator[RealStage]:
    """A stage on the real Asterisk."""
    async with running_switch(server) as switch:
        stage = RealStage(switch, server.sip_udp_port, folder, Spool(server.sounds_dir))

        async def read() -> None:
            async for event in switch.events():
                stage.events.append(event)

        reader = asyncio.ensure_future(read())
        try:
            await expect(stage, SwitchRestored, within=10)
            yield stage
            await stage.close()
        finally:
            reader.cancel()
            await asyncio.gather(reader, return_exceptions=True)


async def answered_caller(stage: RealStage, outside: Telephone) -> tuple[TelephoneCall, LegArrived]:
    """Somebody calls, and the engine of this stage answers."""
    caller = await outside.call("10010")
    arrived = await expect(stage, LegArrived)
    await stage.switch.answer(arrived.leg)
    await caller.answered()
    return caller, arrived
