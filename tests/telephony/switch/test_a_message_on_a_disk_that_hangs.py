"""A message is left while the disk of the recordings does not answer."""

from __future__ import annotations

import asyncio
from pathlib import Path
from uuid import uuid4

import pytest

from lingting.adapters.asterisk.server import AsteriskServer
from lingting.calls.ports import LegGone, MessageRecorded
from lingting.kernel.ids import RecordingId
from support.faults.disk import CannotMount
from support.faults.disk_hangs import hanging
from support.switch_stages import expect, real_stage

pytestmark = pytest.mark.telephony


@pytest.mark.req("VM-01")
async def test_the_engine_waits_for_no_disk_and_tells_that_the_message_is_missing(
    asterisk_server: AsteriskServer, tmp_path: Path
) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    async with real_stage(asterisk_server, tmp_path) as stage:
        caller = await stage.call_in("13800138000", "10010")
        await stage.switch.answer(caller.leg)
        recording = RecordingId(uuid4())
        await stage.switch.record_message(caller.leg, recording, disk / "a.wav", max_seconds=300)
        await stage.passes(1)
        try:
            with hanging(disk):
                caller.hang_up()
                async with asyncio.timeout(10):
                    await expect(stage, LegGone, leg=caller.leg)
        except CannotMount as reason:
            pytest.skip(f"no disk of our own can be mounted: {reason}")
        told = await expect(stage, MessageRecorded, recording=recording)
        assert (told.failed, told.path) == (True, None)
        ends = [one for one in stage.events if isinstance(one, MessageRecorded | LegGone)]
        assert [type(one) for one in ends] == [MessageRecorded, LegGone]
