"""What an engine began, the next one ends: it remembers none of it."""

from __future__ import annotations

import asyncio
import time
import wave
from pathlib import Path
from uuid import uuid4

import pytest

from lingting.adapters.asterisk import alone
from lingting.adapters.asterisk.server import AsteriskServer
from lingting.calls.ports import (
    Dial,
    Outside,
    Phone,
    PhoneAccount,
    PlayFinished,
    Tone,
    TrunkAccount,
)
from lingting.kernel.ids import BridgeId, LegId, PlayId
from lingting.testing.telephone import Telephone
from support.faults.plant import until
from support.switch_stages import answered_caller, eventually, expect, real_stage, restored

pytestmark = [pytest.mark.telephony, pytest.mark.req("EMG-02")]
CALLER, AGENT = 1000.0, 600.0
PROMPT_SECONDS = 20.0


async def test_the_music_of_whom_the_next_engine_joins_ends(
    asterisk_server: AsteriskServer, tmp_path: Path
) -> None:
    leg, bridge = LegId(uuid4()), BridgeId(uuid4())
    account = PhoneAccount(name="2009", secret="secret-2009", webrtc=False)
    async with (
        Telephone(asterisk_server.sip_udp_port, "13800138009") as outside,
        Telephone(asterisk_server.sip_udp_port, account.name, account.secret) as phone,
    ):
        async with real_stage(asterisk_server, tmp_path) as stage:
            await stage.switch.provision(account)
            assert await phone.register() == 200
            caller, arrived = await answered_caller(stage, outside)
            await stage.switch.start_music(arrived.leg)
            await eventually(stage, caller.hears_anything)
            await stage.switch.dial(Dial(leg=leg, to=Phone("2009"), ring_seconds=20))
            agent = await phone.arrival()
        agent.answer()
        agent.say(AGENT)
        caller.say(CALLER)
        async with real_stage(asterisk_server, tmp_path) as stage:
            await restored(stage, 1)
            await stage.switch.join(bridge, [arrived.leg, leg])
            await eventually(stage, lambda: caller.hears_tone(AGENT))
            await eventually(stage, lambda: agent.hears_tone(CALLER))
            caller.hang_up()
            agent.hang_up()


async def test_who_answers_a_dead_engines_call_is_recorded_once_by_those_after_it(
    asterisk_server: AsteriskServer, tmp_path: Path
) -> None:
    leg, path = LegId(uuid4()), tmp_path / "talk.wav"
    account = PhoneAccount(name="2008", secret="secret-2008", webrtc=False)
    async with Telephone(asterisk_server.sip_udp_port, account.name, account.secret) as phone:
        async with real_stage(asterisk_server, tmp_path) as stage:
            await stage.switch.provision(account)
            assert await phone.register() == 200
            dial = Dial(leg=leg, to=Phone("2008"), ring_seconds=20, record_to=path)
            await stage.switch.dial(dial)
            agent = await phone.arrival()
        began = time.monotonic()
        agent.answer()
        agent.say(AGENT)
        for _ in range(2):
            async with real_stage(asterisk_server, tmp_path) as stage:
                await restored(stage, 1)
                await stage.passes(1)
        async with real_stage(asterisk_server, tmp_path) as stage:
            await restored(stage, 1)
            agent.hang_up()
            await eventually(stage, lambda: stage.recorded(path))
            lasted = time.monotonic() - began
    with wave.open(str(path)) as sound:
        assert 2 < sound.getnframes() / sound.getframerate() < lasted


@pytest.mark.parametrize("first", ["music", "prompt"])
async def test_who_hears_a_prompt_hears_music_after_it_also_without_an_engine(
    asterisk_server: AsteriskServer, tmp_path: Path, first: str
) -> None:
    async with Telephone(asterisk_server.sip_udp_port, "13800138009") as outside:
        async with real_stage(asterisk_server, tmp_path) as stage:
            caller, arrived = await answered_caller(stage, outside)
            if first == "music":
                await stage.switch.start_music(arrived.leg)
                await eventually(stage, caller.hears_anything)
            await stage.switch.play(arrived.leg, PlayId(uuid4()), [Tone("silence", 2)])
            if first == "prompt":
                await stage.switch.start_music(arrived.leg)
            await stage.passes(0.5)
            assert not caller.hears_anything(0.3)
        await until(lambda: caller.hears_anything(0.3))
        caller.hang_up()


async def test_a_prompt_of_a_dead_engine_holds_up_neither_its_caller_nor_anybody_else(
    asterisk_server: AsteriskServer, tmp_path: Path
) -> None:
    """Asterisk answers no request while another one waits for a channel that hears a file."""
    leg, bridge = LegId(uuid4()), BridgeId(uuid4())
    account = PhoneAccount(name="2007", secret="secret-2007", webrtc=False)
    async with (
        Telephone(asterisk_server.sip_udp_port, "13800138007") as outside,
        Telephone(asterisk_server.sip_udp_port, account.name, account.secret) as phone,
    ):
        async with real_stage(asterisk_server, tmp_path) as stage:
            await stage.switch.provision(account)
            assert await phone.register() == 200
            caller, arrived = await answered_caller(stage, outside)
            await stage.switch.dial(Dial(leg=leg, to=Phone("2007"), ring_seconds=20))
            agent = await phone.arrival()
            agent.answer()
            agent.say(AGENT)
            caller.say(CALLER)
            prompt = [Tone("ring", PROMPT_SECONDS / 2), Tone("ring", PROMPT_SECONDS / 2 + 1)]
            await stage.switch.play(arrived.leg, PlayId(uuid4()), prompt)
            await eventually(stage, caller.hears_anything)
        async with real_stage(asterisk_server, tmp_path) as stage:
            await restored(stage, 1)
            began = time.monotonic()
            await stage.switch.answer(arrived.leg)
            await stage.switch.join(bridge, [arrived.leg, leg])
            assert await stage.switch.is_there(leg)
            assert time.monotonic() - began < PROMPT_SECONDS / 4
            await eventually(stage, lambda: caller.hears_tone(AGENT))
            await eventually(stage, lambda: agent.hears_tone(CALLER))
            caller.hang_up()
            agent.hang_up()


async def test_what_the_next_engine_plays_takes_the_place_of_what_the_one_before_played(
    asterisk_server: AsteriskServer, tmp_path: Path
) -> None:
    async with Telephone(asterisk_server.sip_udp_port, "13800138006") as outside:
        async with real_stage(asterisk_server, tmp_path) as stage:
            caller, arrived = await answered_caller(stage, outside)
            prompt = [Tone("silence", 10), Tone("silence", 11)]
            await stage.switch.play(arrived.leg, PlayId(uuid4()), prompt)
            await stage.passes(0.5)
        async with real_stage(asterisk_server, tmp_path) as stage:
            await restored(stage, 1)
            play = PlayId(uuid4())
            await stage.switch.play(arrived.leg, play, [Tone("ring", 1)])
            await eventually(stage, caller.hears_anything, within=2)
            told = await expect(stage, PlayFinished, within=3, play=play)
            assert not told.failed
            caller.hang_up()


@pytest.mark.parametrize("another_comes", [True, False])
async def test_who_answers_outside_hears_music_until_an_engine_comes_or_for_a_while(
    asterisk_server: AsteriskServer,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    another_comes: bool,
) -> None:
    monkeypatch.setattr(alone, "ALONE_SECONDS", 4)
    leg, began = LegId(uuid4()), time.monotonic()
    async with Telephone(asterisk_server.sip_udp_port, "outside") as outside:
        trunk = TrunkAccount(name="outside", host="127.0.0.1", port=outside.port)
        async with real_stage(asterisk_server, tmp_path) as stage:
            await stage.switch.provision_trunk(trunk)
            to = Outside("13700137000", trunk.name, "01055550000")
            await stage.switch.dial(Dial(leg=leg, to=to, ring_seconds=2))
            there = await outside.arrival()
        there.answer()
        await until(lambda: there.hears_anything(0.3))
        if another_comes:
            async with real_stage(asterisk_server, tmp_path) as stage:
                await restored(stage, 1)
                assert there.hears_anything(0.3)
                await stage.switch.join(BridgeId(uuid4()), [leg])
                await eventually(stage, lambda: not there.hears_anything(0.3))
            await asyncio.sleep(began + 8 - time.monotonic())
            assert there.is_up
            there.hang_up()
        else:
            await there.over(8)
            assert time.monotonic() - began == pytest.approx(6, abs=1)
