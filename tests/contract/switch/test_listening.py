"""Attending another's talk: who hears whom in each mode, and through what it goes on."""

from __future__ import annotations

import wave
from pathlib import Path
from uuid import uuid4

import numpy as np
import pytest

from lingting.calls.ports import Dial, LegAnswered, LegGone, ListenMode, Phone
from lingting.kernel.ids import BridgeId, LegId
from support.switch_stages import Party, RealParty, Stage, eventually, expect, restored

pytestmark = pytest.mark.contract

SILENT, WHISPER, BARGE = ListenMode


async def caller(stage: Stage) -> Party:
    party = await stage.call_in("13800138000", "10010")
    await stage.switch.answer(party.leg)
    await stage.passes(0.2)
    return party


async def phone(stage: Stage, name: str, record_to: Path | None = None) -> Party:
    await stage.phone(name)
    leg = LegId(uuid4())
    await stage.switch.dial(Dial(leg=leg, to=Phone(name), ring_seconds=20, record_to=record_to))
    party = await stage.picked(name, leg)
    await stage.passes(0.2)
    party.answer()
    await expect(stage, LegAnswered, leg=leg)
    return party


class Floor:
    """A customer and an agent who talk, and a supervisor whose phone is up."""

    def __init__(self, stage: Stage, customer: Party, agent: Party, supervisor: Party) -> None:
        self.stage, self.bridge = stage, BridgeId(uuid4())
        self.customer, self.agent, self.supervisor = customer, agent, supervisor

    async def listens(self, mode: ListenMode, to: Party | None = None) -> None:
        target = to or self.agent
        await self.stage.switch.listen(self.supervisor.leg, target.leg, self.bridge, mode)

    async def hear(self, mode: ListenMode | None, *, customer_is_there: bool = True) -> None:
        """Waits until each hears whom he shall hear in this mode, and nobody else."""
        boss, agent, customer = self.supervisor, self.agent, self.customer
        wanted = {
            (boss, agent): mode is not None,
            (boss, customer): mode is not None and customer_is_there,
            (agent, boss): mode in (WHISPER, BARGE),
            (customer, boss): mode is BARGE and customer_is_there,
            (agent, customer): customer_is_there,
            (customer, agent): customer_is_there,
        }
        heard: dict[tuple[Party, Party], bool] = {}

        def fits() -> bool:
            heard.update({pair: pair[0].hears(pair[1]) for pair in wanted})
            return heard == wanted

        def wrong() -> list[str]:
            names = {boss: "supervisor", agent: "agent", customer: "customer"}
            return [
                f"{names[ear]} hears {'' if there else 'no '}{names[mouth]}"
                for (ear, mouth), there in heard.items()
                if there != wanted[ear, mouth]
            ]

        for _ in range(2):
            await self.stage.passes(0.4)
            await eventually(self.stage, fits, why=wrong)


@pytest.fixture
async def floor(stage: Stage) -> Floor:
    customer, agent = await caller(stage), await phone(stage, "2001")
    made = Floor(stage, customer, agent, await phone(stage, "2009"))
    await stage.switch.join(made.bridge, [customer.leg, agent.leg])
    await stage.passes(0.3)
    return made


@pytest.mark.req("RTM-05", "REC-08")
async def test_a_silent_listener_hears_both_and_is_heard_by_nobody(floor: Floor) -> None:
    await floor.hear(None)
    await floor.listens(SILENT)
    await floor.hear(SILENT)
    await floor.listens(SILENT)
    await floor.hear(SILENT)


@pytest.mark.req("RTM-06")
async def test_a_whisper_reaches_the_agent_alone(floor: Floor) -> None:
    await floor.listens(WHISPER)
    await floor.hear(WHISPER)


@pytest.mark.req("RTM-22")
async def test_who_barges_in_is_heard_by_both(floor: Floor) -> None:
    await floor.listens(BARGE)
    await floor.hear(BARGE)


@pytest.mark.req("RTM-05", "RTM-06", "RTM-22")
async def test_the_mode_is_switched_there_and_back_and_left(floor: Floor) -> None:
    for mode in (SILENT, WHISPER, SILENT, BARGE, WHISPER, BARGE, SILENT):
        await floor.listens(mode)
        await floor.hear(mode)
    await floor.stage.switch.stop_listening(floor.supervisor.leg)
    await floor.stage.switch.stop_listening(floor.supervisor.leg)
    await floor.hear(None)
    await eventually(floor.stage, lambda: not floor.supervisor.hears_anything())


@pytest.mark.req("RTM-05", "TEL-08")
@pytest.mark.parametrize("mode", [SILENT, WHISPER, BARGE])
async def test_listening_goes_on_through_hold_and_retrieve(floor: Floor, mode: ListenMode) -> None:
    switch, customer = floor.stage.switch, floor.customer.leg
    await floor.listens(mode)
    await floor.hear(mode)
    await switch.hold(floor.bridge, customer)
    await floor.hear(mode, customer_is_there=False)
    await switch.retrieve(floor.bridge, customer)
    await floor.hear(mode)


async def test_a_muted_agent_is_heard_by_the_listener_alone(floor: Floor) -> None:
    await floor.listens(SILENT)
    await floor.stage.switch.mute(floor.agent.leg, muted=True)
    await eventually(floor.stage, lambda: not floor.customer.hears(floor.agent))
    await floor.stage.passes(0.5)
    assert floor.supervisor.hears(floor.agent)
    await floor.listens(WHISPER)
    await eventually(floor.stage, lambda: floor.agent.hears(floor.supervisor))


async def test_the_listener_follows_to_the_agents_new_line(floor: Floor) -> None:
    switch = floor.stage.switch
    await floor.listens(WHISPER)
    await floor.hear(WHISPER)
    await switch.leave(floor.bridge, floor.customer.leg)
    await switch.hang_up(floor.agent.leg)
    await expect(floor.stage, LegGone, leg=floor.agent.leg)
    await eventually(floor.stage, lambda: not floor.supervisor.hears_anything())
    floor.agent = await phone(floor.stage, "2002")
    await switch.join(floor.bridge, [floor.customer.leg, floor.agent.leg])
    await floor.listens(WHISPER)
    await floor.hear(WHISPER)


async def test_a_listener_who_hangs_up_leaves_the_talk_as_it_was(floor: Floor) -> None:
    await floor.listens(WHISPER)
    await floor.hear(WHISPER)
    floor.supervisor.hang_up()
    await expect(floor.stage, LegGone, leg=floor.supervisor.leg)
    await floor.stage.passes(0.5)
    await eventually(floor.stage, lambda: not floor.agent.hears(floor.supervisor))
    await eventually(floor.stage, lambda: floor.agent.hears(floor.customer))
    await eventually(floor.stage, lambda: floor.customer.hears(floor.agent))


async def test_listening_survives_a_broken_connection(floor: Floor) -> None:
    await floor.listens(WHISPER)
    await floor.hear(WHISPER)
    interruption = await floor.stage.interrupted()
    await floor.stage.passes(0.5)
    await interruption.over()
    told = await restored(floor.stage)
    for bridge in set(told.bridges) - {floor.bridge}:  # as of calls that are over
        await floor.stage.switch.close_bridge(bridge)
    await floor.stage.passes(0.5)
    await floor.hear(WHISPER)
    await floor.listens(SILENT)
    await floor.hear(SILENT)


async def test_nothing_is_attended_by_or_of_a_leg_that_is_gone(floor: Floor) -> None:
    nobody = LegId(uuid4())
    switch = floor.stage.switch
    for mode in ListenMode:
        await switch.listen(nobody, floor.agent.leg, floor.bridge, mode)
        await switch.listen(floor.supervisor.leg, nobody, floor.bridge, mode)
    await switch.stop_listening(nobody)
    await floor.hear(None)


@pytest.mark.req("REC-01")
async def test_a_recording_has_who_barged_in_and_no_whisper(stage: Stage) -> None:
    path = stage.folder / "talk.wav"
    customer, agent = await caller(stage), await phone(stage, "2001", path)
    floor = Floor(stage, customer, agent, await phone(stage, "2009"))
    await stage.switch.join(floor.bridge, [customer.leg, agent.leg])
    await floor.listens(WHISPER)
    await floor.hear(WHISPER)
    await floor.listens(SILENT)
    await floor.hear(SILENT)
    whispered = await _voices_in_recording(floor, path)
    assert whispered == (False, False)
    await stage.switch.start_recording(agent.leg, second := stage.folder / "barged.wav")
    await floor.listens(BARGE)
    await floor.hear(BARGE)
    heard, said = await _voices_in_recording(floor, second)
    if isinstance(agent, RealParty):
        assert (heard, said) == (True, False)


async def _voices_in_recording(floor: Floor, path: Path) -> tuple[bool, bool]:
    """Whether the supervisor is in what the agent heard, and in what he said."""
    await floor.stage.switch.stop_recording(floor.agent.leg)
    await eventually(floor.stage, lambda: floor.stage.recorded(path))
    if not isinstance(floor.supervisor, RealParty):
        return False, False
    with wave.open(str(path)) as sound:
        data = sound.readframes(sound.getnframes())
    hears, says = np.frombuffer(data, np.int16).reshape(-1, 2).T.astype(float)
    return _has(hears, floor.supervisor.voice), _has(says, floor.supervisor.voice)


def _has(samples: np.ndarray, hertz: float) -> bool:
    """Whether the tone makes up a noticeable part of any tenth of a second."""
    tone = np.exp(-2j * np.pi * hertz * np.arange(800) / 8000)
    parts = [samples[at : at + 800] for at in range(0, len(samples) - 799, 800)]
    return any(abs(np.sum(part * tone)) / 400 > 500 for part in parts)
