"""A talk on a real Asterisk becomes a recording that is checked, both sides apart."""

from __future__ import annotations

import asyncio
from typing import Any

import numpy as np
import pytest

from lingting.adapters.asterisk.spool import Spool
from lingting.recordings import store
from lingting.recordings.domain import Raw, Recording, State

pytestmark = pytest.mark.telephony

CALLER_HERTZ, AGENT_HERTZ = 600.0, 2700.0


def share(samples: np.ndarray, hertz: float) -> float:
    """How much of a sound is this tone."""
    wave = np.exp(-2j * np.pi * hertz * np.arange(len(samples)) / 8000)
    energy = float(np.sum(samples**2))
    return float(2 * abs(np.sum(samples * wave)) ** 2 / len(samples) / energy) if energy else 0.0


async def checked(hotline: Any, recording: Recording) -> Recording:
    """The recording after the worker's job; Asterisk closes it a moment after the leg's end."""
    spool = Spool(hotline.product.kit.settings.sounds)
    for _ in range(200):
        if spool.finish(recording.path) is not Raw.BUSY:
            break
        await asyncio.sleep(0.05)
    await hotline.product.recordings.checking.check(hotline.tenant, str(recording.id))
    async with hotline.product.kit.db.transaction(hotline.tenant) as tx:
        found = await store.by_id(tx, recording.id)
    assert found is not None
    return found


@pytest.mark.req("REC-01", "REC-02", "REC-03", "REC-13")
async def test_a_talk_is_stored_with_the_customer_left_and_the_agent_right(hotline: Any) -> None:
    agent_phone = await hotline.sign_in(hotline.agents[0], idle=True)
    call = await hotline.call()
    at_agent = await agent_phone.arrival(20)
    living = hotline.living().id
    at_agent.answer()
    call.say(CALLER_HERTZ)
    at_agent.say(AGENT_HERTZ)
    await at_agent.until_tone(CALLER_HERTZ)
    await call.until_tone(AGENT_HERTZ)
    await asyncio.sleep(2.5)
    at_agent.hang_up()
    call.hang_up()
    await hotline.ended(living)
    async with hotline.product.kit.db.transaction(hotline.tenant) as tx:
        (recording,) = await store.of_call(tx, living)
    assert recording.agent == hotline.agents[0]
    recording = await checked(hotline, recording)
    assert recording.state is State.STORED
    assert recording.seconds == pytest.approx(recording.expected_seconds, abs=0.3)
    sound = np.fromfile(recording.path, np.int16)[22:].reshape(-1, 2).astype(float)
    middle = sound[len(sound) // 2 : len(sound) // 2 + 8000]
    assert share(middle[:, 0], CALLER_HERTZ) > 0.5
    assert share(middle[:, 1], AGENT_HERTZ) > 0.5
