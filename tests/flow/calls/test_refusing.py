"""Callers whom the engine could not serve in time are told so before anything is done for them."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from lingting.calls.ports import GoneCause, LegArrived, LegGone
from lingting.calls.service.admission import Admission
from lingting.platform.settings import Settings
from lingting.platform.tables import event_log
from support.voice import CALLER, NUMBER, Voice

pytestmark = pytest.mark.flow


async def arrives(voice: Voice, *, late: float, caught: bool = False) -> LegArrived:
    """A caller of whom the engine heard `late` seconds before his turn came."""
    voice.switch.call_in(CALLER, NUMBER)
    (event,) = (e for e in voice.switch.take_events() if isinstance(e, LegArrived))
    heard = voice.centre.clock.now() - timedelta(seconds=late)
    event = replace(event, heard_at=heard, caught=caught)
    await voice.calls.door.enter(event)
    return event


async def told(voice: Voice) -> list[tuple[str, int]]:
    await voice.settle()
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        query = sa.select(event_log.c.data).where(event_log.c.name == "callers.refused")
        rows = (await tx.conn.execute(query)).scalars()
        return [(row["why"], row["count"]) for row in rows]


async def test_late_callers_hear_that_the_lines_are_busy_and_are_told_of_together(
    voice: Voice,
) -> None:
    for late in (4.5, 9):
        caller = await arrives(voice, late=late)
        (gone,) = (event for event in voice.switch.take_events() if isinstance(event, LegGone))
        assert (gone.leg, gone.cause) == (caller.leg, GoneCause.CONGESTION)
    assert voice.calls.live.all() == []
    assert voice.flow.heard == []
    assert await told(voice) == [("late", 2)]


async def test_who_is_in_time_and_who_was_kept_meanwhile_are_let_in(voice: Voice) -> None:
    await arrives(voice, late=3.5)
    await arrives(voice, late=60, caught=True)
    assert len(voice.calls.live.all()) == 2
    assert await told(voice) == []


async def test_a_full_platform_takes_no_further_caller(voice: Voice) -> None:
    event = await arrives(voice, late=0)
    for most, refused in ((0, False), (1, True), (2, False)):
        kit = replace(voice.centre.kit, settings=Settings(most_calls=most))
        assert Admission(kit, voice.calls.live).refuses(voice.tenant, event) is refused
    assert await told(voice) == [("full", 1)]
