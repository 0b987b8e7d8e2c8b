"""Every night the day before is counted a second time, and a difference is seen."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from lingting.platform.timers import is_set
from lingting.reporting import proof_store, tables
from lingting.reporting.projection import Projection
from lingting.reporting.proving import NIGHT, Proving
from support.stories import STORIES, gives_up
from support.voice import Voice

pytestmark = pytest.mark.flow


async def proven(voice: Voice) -> list[dict[str, Any]]:
    today = voice.centre.clock.now().astimezone(ZoneInfo("Asia/Shanghai")).date()
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        return await proof_store.proofs(tx.conn, today - timedelta(days=3), today)


def proving(voice: Voice) -> Proving:
    kit = voice.centre.kit
    return Proving(kit, Projection(kit, voice.centre.tenancy), voice.centre.tenancy)


async def jobs(voice: Voice) -> list[tuple[str, str]]:
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        rows = await tx.conn.exec_driver_sql("SELECT task_name, args FROM procrastinate_jobs")
        return [(row.task_name, row.args["day"]) for row in rows.all()]


@pytest.mark.req("RPT-02")
async def test_a_day_of_real_stories_holds(voice: Voice) -> None:
    for story in STORIES:
        await story(voice)
    await proving(voice).prove(voice.tenant, "2026-03-02")
    (day,) = await proven(voice)
    assert (day["holds"], day["findings"]) == (True, [])


async def test_a_number_that_was_changed_is_found(voice: Voice) -> None:
    await gives_up(voice)
    made = proving(voice)
    await made.prove(voice.tenant, "2026-03-02")
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        await tx.conn.execute(tables.queue_sums.update().values(answered=5))
    await made.prove(voice.tenant, "2026-03-02")
    (day,) = await proven(voice)
    assert day["holds"] is False
    assert [one["what"] for one in day["findings"]] == ["answered", "endings"]


async def test_a_call_that_reports_do_not_know_is_found(voice: Voice) -> None:
    await gives_up(voice)
    made = proving(voice)
    await made.prove(voice.tenant, "2026-03-02")
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        await tx.conn.execute(tables.contacts.delete())
    await made.prove(voice.tenant, "2026-03-02")
    (day,) = await proven(voice)
    assert day["findings"] == [{"what": "calls", "expected": 0, "found": 1}]


async def test_the_night_asks_for_the_day_before_and_for_the_next_night(voice: Voice) -> None:
    made = proving(voice)
    await made.watch(voice.tenant)
    # It is nine in the morning; the second counting begins half an hour after midnight.
    await voice.run(15.4 * 3_600)
    assert await jobs(voice) == []
    await voice.run(0.2 * 3_600)
    assert await jobs(voice) == [("reporting.prove", "2026-03-02")]
    async with voice.centre.kit.db.transaction(voice.tenant) as tx:
        assert await is_set(tx, NIGHT, tx.now + timedelta(days=2))
