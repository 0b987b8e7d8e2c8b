"""Many callers at once, by SIPp: every call is told from arrival to end, none twice."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from lingting.adapters.asterisk.server import AsteriskServer
from lingting.calls.ports import GoneCause, HungUpBy, LegArrived, LegGone
from lingting.testing.sipp import Sipp
from support.switch_stages import RealStage, real_stage

pytestmark = pytest.mark.telephony

SCENARIOS = Path(__file__).parents[1] / "scenarios"
CALLS = 15
KEYS = {"calling": "13800138000"}


@pytest.fixture
async def stage(asterisk_server: AsteriskServer, tmp_path: Path) -> AsyncIterator[RealStage]:
    async with real_stage(asterisk_server, tmp_path) as made:
        yield made


class Desk:
    """Answers, rings or ends every call that arrives."""

    def __init__(self, stage: RealStage) -> None:
        self.stage = stage
        self._done = 0

    async def serve(self, *, answer: bool, end_after: float | None = None) -> None:
        while True:
            arrived = [e for e in self.stage.events if isinstance(e, LegArrived)]
            for event in arrived[self._done :]:
                self._done += 1
                if answer:
                    await self.stage.switch.answer(event.leg)
                else:
                    await self.stage.switch.ring(event.leg)
                if end_after is not None:
                    await asyncio.sleep(end_after)
                    await self.stage.switch.hang_up(event.leg)
            await self.stage.passes(0.01)


async def called(
    stage: RealStage, sipp: Sipp, scenario: str, *, answer: bool, end_after: float | None = None
) -> list[LegGone]:
    desk = asyncio.ensure_future(Desk(stage).serve(answer=answer, end_after=end_after))
    try:
        result = await sipp.run(
            SCENARIOS / f"{scenario}.xml",
            stage.sip_port,
            stage.folder,
            number="8001",
            calls=CALLS,
            keys=KEYS,
        )
    finally:
        desk.cancel()
        await asyncio.gather(desk, return_exceptions=True)
    assert result.all_went_as_written, result
    await stage.passes(0.3)
    arrived = [e for e in stage.events if isinstance(e, LegArrived)]
    gone = [e for e in stage.events if isinstance(e, LegGone)]
    assert len(arrived) == CALLS
    assert {e.calling for e in arrived} == {"13800138000"}
    assert Counter(e.leg for e in arrived) == Counter(e.leg for e in gone)
    return gone


@pytest.mark.req("TEL-01")
async def test_callers_who_are_answered_and_hang_up(stage: RealStage, sipp: Sipp) -> None:
    gone = await called(stage, sipp, "a_caller_is_answered_and_hangs_up", answer=True)
    assert {(e.cause, e.by) for e in gone} == {(GoneCause.HUNG_UP, HungUpBy.FAR_END)}


async def test_callers_whom_the_platform_hangs_up(stage: RealStage, sipp: Sipp) -> None:
    scenario = "a_caller_is_answered_and_the_platform_hangs_up"
    gone = await called(stage, sipp, scenario, answer=True, end_after=0.05)
    assert {(e.cause, e.by) for e in gone} == {(GoneCause.HUNG_UP, HungUpBy.US)}


async def test_callers_who_give_up_before_the_answer(stage: RealStage, sipp: Sipp) -> None:
    gone = await called(stage, sipp, "a_caller_gives_up_before_the_answer", answer=False)
    assert {(e.cause, e.by) for e in gone} == {(GoneCause.HUNG_UP, HungUpBy.FAR_END)}
