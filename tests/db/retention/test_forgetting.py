"""Whole months that a company keeps no longer are gone, and nothing else is."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from lingting.acd.tables import agent_states, offers, routing_decisions, work_items
from lingting.audit.store import Wanted
from lingting.calls.tables import call_notes, calls, legs
from lingting.flows.tables import flow_sessions, flow_steps
from lingting.kernel.ids import RecordingId, new_id
from lingting.main.retention import JOB
from lingting.platform.tables import event_log
from lingting.recordings import store as recordings
from lingting.recordings.domain import Kind, Recording, State
from lingting.reporting import tables as t
from lingting.surveys.tables import ratings
from lingting.tenancy.domain.defaults import KEEP_CONTACTS_MONTHS
from support.past import NOW, Demo

pytestmark = pytest.mark.db

DAYS = 3
MARCH = datetime(2026, 2, 28, 16, 0, tzinfo=UTC)
"""Its first instant in Shanghai; the past begins on the 27th of February."""
LATER = timedelta(days=33)
"""April has come, so that March is the last whole month."""
OF_CALLS = {
    legs: legs.c.call,
    call_notes: call_notes.c.call,
    work_items: work_items.c.ref,
    routing_decisions: routing_decisions.c.ref,
    flow_sessions: flow_sessions.c.call_id,
    flow_steps: flow_steps.c.call_id,
    ratings: ratings.c.call_id,
    event_log: event_log.c.call_id,
    t.contacts: t.contacts.c.id,
    t.visits: t.visits.c.call,
    t.rings: t.rings.c.call,
    t.talks: t.talks.c.call,
    t.steps: t.steps.c.call,
    t.asked: t.asked.c.call,
}


async def lived(demo: Demo, keep: int) -> None:
    """A past of some days, known to the reports; a month later the company chooses."""
    await demo.write(days=DAYS, peak_per_hour=6)
    await demo.product.reporting.projection.catch_up(demo.tenant)
    async with demo.product.kit.db.transaction(demo.tenant) as tx:
        await demo.product.tenancy.choose(tx, None, {KEEP_CONTACTS_MONTHS.key: keep})
    demo.product.kit.clock.advance(LATER.total_seconds())  # type: ignore[attr-defined]


async def forget(demo: Demo) -> None:
    await demo.product.kit.jobs.run(JOB, demo.tenant)


async def sums(demo: Demo, since: datetime) -> dict[str, list[Any]]:
    """Everything that reports add up, since an instant."""
    return {
        table.name: [
            tuple(row)
            for row in await demo.rows(
                table.select().where(table.c.start >= since).order_by(*table.primary_key)
            )
        ]
        for table in (*t.SUMS, *t.DAYS)
    }


async def test_a_month_goes_with_everything_that_belongs_to_its_calls(demo: Demo) -> None:
    await lived(demo, keep=1)
    later = await demo.count(calls, calls.c.began_at >= MARCH)
    assert await demo.count(calls, calls.c.began_at < MARCH) > 5
    await forget(demo)
    assert await demo.count(calls) == later
    for table, call in OF_CALLS.items():
        orphans = call.is_not(None) & call.not_in(sa.select(calls.c.id))
        assert await demo.count(table, orphans) == 0, table.name
        assert await demo.count(table) > 0, table.name
    assert await demo.count(offers, offers.c.item_id.not_in(sa.select(work_items.c.id))) == 0
    assert await demo.count(agent_states, agent_states.c.ended_at < MARCH) == 0
    for table in (*t.SUMS, *t.DAYS):
        assert await demo.count(table, table.c.start < MARCH) == 0, table.name


@pytest.mark.req("RPT-21")
async def test_what_is_kept_counts_as_before_and_so_it_does_when_built_anew(demo: Demo) -> None:
    await lived(demo, keep=1)
    before = await sums(demo, MARCH)
    await forget(demo)
    assert await sums(demo, MARCH) == before
    await demo.product.reporting.projection.rebuild(demo.tenant)
    assert await sums(demo, MARCH) == before


async def test_nobody_forgets_who_did_not_ask_for_it(demo: Demo) -> None:
    await lived(demo, keep=0)
    before = [await demo.count(table) for table in (calls, event_log, t.contacts)]
    await forget(demo)
    assert [await demo.count(table) for table in (calls, event_log, t.contacts)] == before


async def test_a_call_whose_recording_is_kept_stays_with_its_facts(demo: Demo) -> None:
    await lived(demo, keep=1)
    query = sa.select(calls.c.id, calls.c.began_at).order_by(calls.c.began_at).limit(1)
    ((call, at),) = await demo.rows(query)
    facts = await demo.count(event_log, event_log.c.call_id == call)
    async with demo.product.kit.db.transaction(demo.tenant) as tx:
        kept = Recording(
            id=RecordingId(new_id(at)),
            call=call,
            kind=Kind.CALL,
            state=State.STORED,
            path=Path("kept.wav"),
            began_at=at,
        )
        recordings.add(tx, kept)
    await forget(demo)
    assert await demo.count(calls, calls.c.began_at < MARCH) == 1
    assert await demo.count(event_log, event_log.c.call_id == call) == facts
    assert await demo.count(t.contacts, t.contacts.c.id == call) == 1


async def test_it_is_in_the_trail_once(demo: Demo) -> None:
    await lived(demo, keep=1)
    old = await demo.count(calls, calls.c.began_at < MARCH)
    await forget(demo)
    await forget(demo)
    async with demo.product.kit.db.transaction(demo.tenant) as tx:
        entries = await demo.product.audit.newest(tx, Wanted(), 50)
    (entry,) = [one for one in entries if one.action == "contact.forget"]
    assert entry.details == {"before": MARCH.isoformat(), "contacts": old}
    assert entry.user_id is None


async def asked(demo: Demo) -> int:
    query = sa.text("SELECT count(*) FROM procrastinate_jobs WHERE task_name = :name")
    return (await demo.rows(query.bindparams(name=JOB)))[0][0]


async def nights(demo: Demo, *days: float) -> None:
    """So many days pass one after another; what is due fires."""
    kit = demo.product.kit
    for one in days:
        kit.clock.advance(timedelta(days=one).total_seconds())  # type: ignore[attr-defined]
        await kit.timers.run_due()


async def test_every_night_the_worker_is_asked(demo: Demo) -> None:
    await demo.product.retention.watch(demo.tenant)
    await demo.product.retention.watch(demo.tenant)
    await demo.product.kit.timers.load([demo.tenant])
    await nights(demo, 1, 1)
    assert await asked(demo) == 2
    assert demo.product.kit.clock.now() > NOW


async def test_a_clock_that_is_years_ahead_forgets_nothing(demo: Demo) -> None:
    """Nor does it keep the nights of its years from coming when it was put right."""
    await demo.product.retention.watch(demo.tenant)
    await demo.product.kit.timers.load([demo.tenant])
    await nights(demo, 1, 3650)
    assert await asked(demo) == 1
    await nights(demo, 1)
    assert await asked(demo) == 2
    demo.product.kit.clock.advance(-timedelta(days=3651).total_seconds())  # type: ignore[attr-defined]
    await demo.product.load(demo.tenant)
    await nights(demo, 1)
    assert await asked(demo) == 3
