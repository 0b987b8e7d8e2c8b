"""A past that is written into a company reads like one that was lived."""

from __future__ import annotations

from datetime import timedelta

import pytest
import sqlalchemy as sa

from lingting.acd.tables import agent_states, offers, routing_decisions, work_items
from lingting.calls.tables import call_notes, calls, legs
from lingting.flows.tables import flow_sessions, flow_steps
from lingting.kernel.ids import CallId
from lingting.main.past import NotEmpty
from lingting.platform.tables import event_log
from lingting.reporting import store as call_log
from lingting.reporting.domain.story import tell
from lingting.surveys.tables import ratings
from lingting.tenancy.events import SettingsChanged
from support.past import NOW, Demo

pytestmark = pytest.mark.db

LIVING = (calls, legs, work_items, offers, flow_sessions, agent_states)
ENDS = {
    "offers": "closed_at",
}


async def test_its_facts_are_numbered_without_a_gap_and_in_order(demo: Demo) -> None:
    founding = await demo.count(event_log)
    written = await demo.write()
    query = sa.select(event_log.c.seq, event_log.c.at).order_by(event_log.c.seq)
    rows = await demo.rows(query)
    assert [row.seq for row in rows] == list(range(1, founding + written.facts + 1))
    past = [row.at for row in rows[founding:]]
    assert past == sorted(past)
    assert past[-1] <= NOW
    async with demo.product.kit.db.transaction(demo.tenant) as tx:
        tx.publish(SettingsChanged(at=tx.now, keys=("recording",), by=None))
    assert (await demo.rows(sa.select(sa.func.max(event_log.c.seq))))[0][0] == len(rows) + 1


async def test_nothing_stays_open(demo: Demo) -> None:
    written = await demo.write()
    assert written.contacts == await demo.count(calls) > 50
    for table in LIVING:
        column = table.c[ENDS.get(table.name, "ended_at")]
        assert await demo.count(table) > 0, table.name
        assert await demo.count(table, column.is_(None)) == 0, table.name


async def test_rows_are_those_that_the_facts_tell(demo: Demo) -> None:
    await demo.write(days=2)
    facts: dict[str, int] = dict(
        tuple(row)
        for row in await demo.rows(
            sa.select(event_log.c.name, sa.func.count()).group_by(event_log.c.name)
        )
    )
    assert await demo.count(offers) == facts["offer.made"]
    dialled = facts["call.dialled"]
    assert dialled > 0
    assert await demo.count(legs) == facts["call.arrived"] + facts["offer.made"] + 2 * dialled
    assert await demo.count(flow_sessions) == facts["flow.finished"]
    assert await demo.count(flow_steps) == facts["node.entered"]
    assert await demo.count(ratings) == facts["rating.given"] > 0
    assert await demo.count(call_notes) == facts["note.saved"] > 0
    told = sa.and_(
        event_log.c.name.in_(("offer.made", "work_item.queued", "work_item.relaxed")),
        sa.func.jsonb_typeof(event_log.c.data["reason"]) == "object",
    )
    assert await demo.count(routing_decisions) == await demo.count(event_log, told)


@pytest.mark.req("FLOW-11")
async def test_every_story_counts_what_its_row_counts(demo: Demo) -> None:
    await demo.write()
    rows = await demo.rows(sa.select(calls).limit(80))
    for row in rows:
        async with demo.product.kit.db.transaction(demo.tenant) as tx:
            story = tell(await call_log.facts_of(tx.conn, CallId(row.id)), NOW)
        assert story.totals.talk == pytest.approx(row.talk_seconds, abs=1e-3)
        assert story.totals.wait == pytest.approx(row.wait_seconds, abs=1e-3)
        whole = (row.ended_at - row.began_at).total_seconds()
        assert story.totals.whole == pytest.approx(whole, abs=1e-3)


async def test_reports_catch_up_with_it(demo: Demo) -> None:
    written = await demo.write()
    reporting = demo.product.reporting
    await reporting.projection.catch_up(demo.tenant)
    since, until = NOW - timedelta(days=2), NOW
    counts = await reporting.figures.queue_counts(demo.tenant, since, until)
    assert sum(one.in_progress for one in counts) == 0
    for one in counts:
        parts = one.answered + one.abandoned + one.overflowed + one.messages
        assert one.offered == parts
    assert sum(one.offered for one in counts) > 0
    assert written.complete


async def test_a_company_that_has_lived_gets_no_past(demo: Demo) -> None:
    await demo.write()
    before = await demo.count(event_log)
    with pytest.raises(NotEmpty):
        await demo.write()
    assert await demo.count(event_log) == before


async def test_stopped_early_it_is_shorter_but_whole(demo: Demo) -> None:
    days: list[int] = []
    written = await demo.write(
        days=5, told=lambda _, done, __: days.append(done), stopped=lambda: len(days) == 2
    )
    assert not written.complete
    assert days == [1, 2]
    assert written.contacts == await demo.count(calls)
    assert await demo.count(calls, calls.c.ended_at.is_(None)) == 0
    assert await demo.count(agent_states, agent_states.c.ended_at.is_(None)) == 0
