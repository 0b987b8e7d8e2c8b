"""A phone with another sampling rate than the recording."""

from __future__ import annotations

import wave
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from lingting.adapters.asterisk.server import AsteriskServer
from lingting.calls.ports import Dial, LegAnswered, LegGone, Phone
from lingting.kernel.ids import BridgeId, LegId
from support.switch_stages import VOICES, eventually, expect, real_stage

pytestmark = pytest.mark.telephony


@pytest.mark.req("REC-01", "REC-03")
async def test_what_a_wideband_phone_hears_is_recorded_at_its_pitch(
    asterisk_server: AsteriskServer, tmp_path: Path
) -> None:
    path = tmp_path / "talk.wav"
    async with real_stage(asterisk_server, tmp_path) as stage:
        caller = await stage.call_in("13800138000", "10010")
        await stage.switch.answer(caller.leg)
        await stage.phone("2001")
        stage._phones["2001"].wideband = True
        leg = LegId(uuid4())
        to = Dial(leg=leg, to=Phone("2001"), ring_seconds=20, record_to=path)
        await stage.switch.dial(to)
        agent = await stage.picked("2001", leg)
        agent.answer()
        await expect(stage, LegAnswered, leg=leg)
        await stage.switch.join(BridgeId(uuid4()), [caller.leg, leg])
        await stage.passes(2)
        await stage.switch.hang_up(leg)
        await expect(stage, LegGone, leg=leg)
        await eventually(stage, lambda: stage.recorded(path))
    with wave.open(str(path)) as sound:
        samples = np.frombuffer(sound.readframes(sound.getnframes()), np.int16)[0::2]
    second = samples[-9000:-1000].astype(float)
    spectrum = np.abs(np.fft.rfft(second)) ** 2
    near = slice(int(VOICES[0]) - 20, int(VOICES[0]) + 21)
    assert spectrum[near].sum() > 0.9 * spectrum.sum()
