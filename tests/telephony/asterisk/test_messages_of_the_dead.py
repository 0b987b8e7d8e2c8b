"""What callers said while the engine, or Asterisk, was killed is kept."""

from __future__ import annotations

import asyncio
import wave
from pathlib import Path
from uuid import uuid4

import pytest

from lingting.adapters.asterisk.server import AsteriskServer
from lingting.adapters.asterisk.spool import Spool
from lingting.calls.ports import LegArrived, MessageRecorded
from lingting.kernel.ids import RecordingId
from lingting.recordings.domain import Raw
from lingting.testing.telephone import Telephone
from lingting.testing.telephone_call import TelephoneCall
from support.asterisk import StartAsterisk
from support.faults.plant import until
from support.switch_stages import expect, real_stage

pytestmark = [pytest.mark.telephony, pytest.mark.req("VM-01")]


async def spoke(server: AsteriskServer, call: TelephoneCall, recording: RecordingId) -> None:
    """A caller leaves a message, and the engine that let him is killed."""
    async with real_stage(server, server.folders.home) as stage:
        arrived = await expect(stage, LegArrived)
        await stage.switch.answer(arrived.leg)
        await call.answered()
        call.say(1000)
        path = stage.folder / f"{recording}.wav"
        await stage.switch.record_message(arrived.leg, recording, path, max_seconds=300)
        await stage.passes(5.3)


def stored_seconds(server: AsteriskServer, wav: Path) -> float:
    assert Spool(server.sounds_dir).finish(wav) is Raw.FINISHED
    with wave.open(str(wav)) as sound:
        return sound.getnframes() / sound.getframerate()


async def test_another_engine_is_told_of_a_message_that_ended_while_none_was_there(
    start_asterisk: StartAsterisk, tmp_path: Path
) -> None:
    server, recording = start_asterisk(), RecordingId(uuid4())
    async with Telephone(server.sip_udp_port, "13800138000") as phone:
        call = await phone.call("8001")
        await spoke(server, call, recording)
        call.hang_up()
        await asyncio.sleep(1)
        async with real_stage(server, server.folders.home) as stage:
            told = await expect(stage, MessageRecorded, recording=recording)
            assert stage.events[0] is told
    assert told.seconds == pytest.approx(5, abs=0.8)
    assert stored_seconds(server, tmp_path / f"{recording}.wav") == told.seconds


async def test_an_asterisk_that_was_killed_leaves_what_was_said(
    start_asterisk: StartAsterisk, tmp_path: Path
) -> None:
    server, recording = start_asterisk(), RecordingId(uuid4())
    async with Telephone(server.sip_udp_port, "13800138000") as phone:
        await spoke(server, await phone.call("8001"), recording)
        server.kill()
        await until(lambda: not server.running)
        await asyncio.to_thread(server.start)
        async with real_stage(server, server.folders.home) as stage:
            told = await expect(stage, MessageRecorded, recording=recording)
    assert told.seconds == pytest.approx(4.5, abs=1), "the last moment is lost with Asterisk"
    assert stored_seconds(server, tmp_path / f"{recording}.wav") == told.seconds
