"""Callers whom the engine could not serve in time are told so before anything is done for them."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import sqlalchemy as sa

from lingting.calls.domain import Call, CallState, Outcome
from lingting.calls.domain.refusing import Refusal, Why
from lingting.calls.ports import GoneCause, LegArrived, LegGone, LegSnapshot
from lingting.calls.service.admission import Admission
from lingting.calls.service.refusals import Refused
from lingting.calls.tables import calls
from lingting.kernel.ids import LegId, TenantId, new_id
from lingting.platform.eventlog import read_call
from lingting.platform.settings import Settings
from lingting.platform.tables import event_log
from support.statements import heard
from support.voice import CALLER, NUMBER, Voice

pytestmark = pytest.mark.flow


async def arrives(
    voice: Voice, *, late: float, caught: bool = False, trunk: str = "t"
) -> LegArrived:
    """A caller of whom the engine heard `late` seconds before his turn came."""
    voice.switch.call_in(CALLER, NUMBER)
    (event,) = (e for e in voice.switch.take_events() if isinstance(e, LegArrived))
    heard = voice.centre.clock.now() - timedelta(seconds=late)
    event = replace(event, heard_at=heard, caught=caught, trunk=trunk)
    await voice.calls.door.enter(event)
    return event


async def told(voice: Voice) -> list[tuple[str, int]]:
    await voice.settle()
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        query = sa.select(event_log.c.data).where(event_log.c.name == "callers.refused")
        rows = (await tx.conn.execute(query)).scalars()
        return [(row["why"], row["count"]) for row in rows]


async def refused_calls(voice: Voice) -> list[tuple[Call, dict[str, Any]]]:
    """The calls of those who were refused, in order, each with its only fact."""
    await voice.settle()
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        query = sa.select(calls.c.id).where(calls.c.outcome == "refused").order_by(calls.c.id)
        found: list[tuple[Call, dict[str, Any]]] = []
        for id in (await tx.conn.execute(query)).scalars():
            call = await voice.calls.find(tx, id)
            assert call is not None
            (fact,) = await read_call(tx.conn, id)
            assert fact["name"] == "call.refused"
            found.append((call, fact["data"]))
    return found


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
    found = await voice.centre.numbers.find(NUMBER)
    assert found is not None
    for most, refused in ((0, False), (1, True), (2, False)):
        kit = replace(voice.centre.kit, settings=Settings(most_calls=most))
        admission = Admission(kit, voice.calls.live, voice.calls.refusals)
        assert admission.refuses(
            voice.tenant, found[1], replace(event, leg=LegId(new_id(event.at)))
        ) is (refused)
    assert await told(voice) == [("full", 1)]
    ((_, story),) = await refused_calls(voice)
    assert (story["why"], story["measured"], story["limit"]) == ("full", 1, 1)


@pytest.mark.parametrize(("used", "refused"), [(8_999, False), (9_000, True), (10_000, True)])
async def test_who_would_take_the_last_ports_for_sound_is_refused_and_kept(
    voice: Voice, used: int, refused: bool
) -> None:
    voice.calls.know_ports(used, 9_000)
    await arrives(voice, late=0)
    assert len(voice.calls.live.all()) == (not refused)
    assert await told(voice) == [("ports", 1)] * refused
    for call, story in await refused_calls(voice):
        assert call.caller.raw == CALLER
        assert (story["why"], story["measured"], story["limit"]) == ("ports", used, 9_000)


async def test_each_who_was_refused_is_kept_with_his_outcome_and_the_reason(voice: Voice) -> None:
    legs = [(await arrives(voice, late=late)).leg for late in (4.52, 9)]
    assert [voice.calls.refusals.knows(leg) for leg in legs] == [True, True]
    await voice.settle()
    kept = await refused_calls(voice)
    assert [(call.state, call.outcome) for call, _ in kept] == [
        (CallState.ENDED, Outcome.REFUSED)
    ] * 2
    assert [call.legs[0].id for call, _ in kept] == legs
    assert {call.legs[0].cause for call, _ in kept} == {"congestion"}
    assert [call.caller.raw for call, _ in kept] == [CALLER] * 2
    assert [(one["why"], one["measured"], one["limit"]) for _, one in kept] == [
        ("late", 4.5, 4),
        ("late", 9, 4),
    ]
    assert not any(voice.calls.refusals.knows(leg) for leg in legs)


async def test_a_line_that_was_refused_and_is_still_there_is_hung_up_and_not_counted_again(
    voice: Voice,
) -> None:
    event = await arrives(voice, late=9)
    still = LegSnapshot(
        leg=event.leg,
        calling=event.calling,
        called=event.called,
        trunk=event.trunk,
        up=False,
        since=event.at,
    )
    overlooked = voice.calls.door._arriving.overlooked
    await overlooked(event.at, still)
    await voice.settle()
    await overlooked(event.at, still)
    assert voice.calls.live.all() == []
    assert len(await refused_calls(voice)) == 1


async def test_the_refused_are_written_down_when_the_database_is_back(voice: Voice) -> None:
    await arrives(voice, late=9)
    db = voice.centre.kit.db
    db.hold()
    await asyncio.sleep(1.3)
    db.resume()
    await voice.settle()
    assert len(await refused_calls(voice)) == 1
    assert await told(voice) == [("late", 1)]


async def test_a_process_that_stops_writes_down_whom_it_refused(voice: Voice) -> None:
    await arrives(voice, late=9)
    await asyncio.sleep(0.05)
    await voice.centre.kit.supervisor.stop()
    assert len(await refused_calls(voice)) == 1


async def test_one_who_cannot_be_written_keeps_no_other_from_being_written(voice: Voice) -> None:
    for trunk in ("one", "\x00", "two"):
        await arrives(voice, late=9, trunk=trunk)
    assert [call.trunk for call, _ in await refused_calls(voice)] == ["one", "two"]


async def test_many_who_are_refused_take_few_statements(voice: Voice) -> None:
    await arrives(voice, late=0)
    event = await arrives(voice, late=9)
    found = await voice.centre.numbers.find(NUMBER)
    assert found is not None
    refusal = Refusal(Why.LATE, 9, 4)
    with heard(voice.centre.kit.db) as asked:
        for _ in range(299):
            one = replace(event, leg=LegId(new_id(event.at)))
            refused = Refused(voice.centre.clock.now(), found[1], one, refusal)
            voice.calls.refusals.add(voice.tenant, refused)
        await voice.settle()
    assert len(await refused_calls(voice)) == 300
    assert len(asked) < 30
    assert await told(voice) == [("late", 300)]


async def test_the_last_minute_is_counted_by_company_and_reason(voice: Voice) -> None:
    refusals, clock = voice.calls.refusals, voice.centre.clock
    await arrives(voice, late=9)
    clock.advance(40)
    await arrives(voice, late=9)
    assert refusals.in_last_minute(voice.tenant) == {Why.LATE: 2}
    assert refusals.in_last_minute() == {Why.LATE: 2}
    assert refusals.in_last_minute(TenantId(uuid4())) == {}
    clock.advance(20)
    assert refusals.in_last_minute(voice.tenant) == {Why.LATE: 1}
    clock.advance(40)
    assert refusals.in_last_minute(voice.tenant) == {}
