"""What is written down, what a restart takes up again, and what a failure leaves behind."""

from __future__ import annotations

from itertools import pairwise

import pytest

from lingting.kernel.errors import Conflict
from lingting.platform.db import Transaction
from support.floor import check
from support.routing import GROUP, QUEUE, Routing

pytestmark = pytest.mark.db


async def test_a_restart_takes_the_floor_up_as_it_was(routing: Routing) -> None:
    first, second, third = routing.agents
    await routing.ready(first, second, third)
    await routing.configure(relaxations=[{"after_seconds": 50, "min_level": 1}])
    talking = await routing.call()
    await routing.accept(first)
    ringing = await routing.call()
    await routing.turn(routing.acd.engage, third, talking)
    waiting = await routing.call(priority=7, preferred_agent=second, data={"language": "zh"})
    await routing.turn(routing.acd.release, third)
    before = {view.id: view for view in routing.acd.agents(routing.tenant)}
    item = routing.acd.item_view(routing.tenant, waiting)
    position = routing.acd.position(routing.tenant, waiting)

    routing = await routing.restarted()
    after = {view.id: view for view in routing.acd.agents(routing.tenant)}
    assert after == before
    assert routing.acd.item_view(routing.tenant, waiting) == item
    assert routing.acd.position(routing.tenant, waiting) == position
    await routing.run(0)
    check(routing.acd._floors.core(routing.tenant), routing.centre.clock.now())
    assert routing.carrier.ringing[second].item == ringing
    await routing.run(25)
    assert routing.shown(second) == ("busy", "no_answer")
    await routing.turn(routing.acd.finish, talking)
    assert routing.shown(first)[0] == "wrapping"
    await routing.centre.close()


async def test_what_became_due_while_the_engine_was_away_happens_at_its_start(
    routing: Routing,
) -> None:
    agent = routing.agents[0]
    await routing.ready(agent)
    await routing.call()
    routing.centre.clock.advance(600)
    routing = await routing.restarted()
    await routing.run(0)
    assert routing.shown(agent) == ("busy", "no_answer")
    assert not routing.carrier.ringing
    await routing.centre.close()


async def test_a_failed_use_case_leaves_memory_as_the_database_is(routing: Routing) -> None:
    agent = routing.agents[0]
    await routing.ready(agent)

    async def fails(tx: Transaction) -> None:
        await routing.acd.set_busy(tx, agent, "meal")
        raise Conflict()

    with pytest.raises(Conflict):
        await routing.turn(fails)
    assert routing.shown(agent) == ("idle", None)
    await routing.call()
    assert agent in routing.carrier.ringing


@pytest.mark.req("STATE-17")
async def test_the_timeline_has_every_state_with_its_reason_start_and_end(
    routing: Routing,
) -> None:
    agent = routing.agents[0]
    await routing.ready(agent)
    await routing.turn(routing.acd.set_busy, agent, "meal")
    await routing.run(600)
    await routing.turn(routing.acd.log_out, agent)
    rows = list(reversed(await routing.turn(routing.acd.timeline, agent)))
    told = [(row["sign_in"], row["presence"], row["reason"]) for row in rows]
    assert told == [
        ("logged_in", "busy", "after_login"),
        ("signed_in", "busy", "after_login"),
        ("signed_in", "idle", None),
        ("signed_in", "busy", "meal"),
    ]
    assert all(row["ended_at"] is not None for row in rows)
    assert (rows[-1]["ended_at"] - rows[-1]["began_at"]).total_seconds() == 600
    for one, following in pairwise(rows):
        assert one["ended_at"] == following["began_at"]


async def test_each_decision_is_stored_with_its_reason(routing: Routing) -> None:
    first, second, _ = routing.agents
    item = await routing.call()
    await routing.ready(first)
    await routing.reject(first)
    await routing.ready(second)
    await routing.accept(second)
    told = await routing.turn(routing.acd.decisions, item)
    assert [(one["agent_id"], one["outcome"]) for one in told] == [
        (None, None),
        (first, "rejected"),
        (second, "accepted"),
    ]
    waits, offered, offered_again = [one["reason"] for one in told]
    assert waits["rule"] == "nobody"
    assert waits["counts"] == {"signed_out": 3}
    assert offered["rule"] == "longest_idle"
    assert offered["cause"] == "agent_ready"
    assert offered_again["min_levels"] == [[str(GROUP), 1]]


async def test_one_transaction_spans_features(routing: Routing) -> None:
    """An item that is enqueued in a transaction that fails never was."""

    async def fails(tx: Transaction) -> None:
        from uuid import UUID

        from lingting.acd.domain.items import NewItem
        from lingting.kernel.ids import WorkItemId, new_id

        new = NewItem(id=WorkItemId(new_id(tx.now)), queue=QUEUE, ref=UUID(int=1))
        await routing.acd.enqueue(tx, new)
        raise Conflict()

    with pytest.raises(Conflict):
        await routing.turn(fails)
    view = routing.acd.queue_view(routing.tenant, QUEUE)
    assert view is not None
    assert view.waiting == 0
    assert await routing.rows("SELECT 1 FROM work_items") == []


async def test_at_midnight_the_counts_of_the_day_begin_anew(routing: Routing) -> None:
    agent = routing.agents[0]
    await routing.ready(agent)
    item = await routing.call()
    await routing.accept(agent)
    await routing.run(60)
    await routing.turn(routing.acd.finish, item)
    assert routing.view(agent).calls_today == 1
    await routing.run(16 * 3600)
    assert routing.view(agent).calls_today == 0
    assert routing.view(agent).handled_seconds_today == 0
