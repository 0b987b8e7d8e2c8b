"""Whole stories through the service, the database and virtual time."""

from __future__ import annotations

import pytest

from lingting.acd.domain.errors import LogOutNeedsBusy, NotSignedIn, OfferClosed
from lingting.acd.domain.views import Availability
from support.routing import QUEUE, Routing

pytestmark = pytest.mark.flow


@pytest.mark.req("ACD-01", "ACD-21", "ACD-22", "ACD-28")
async def test_three_callers_two_agents_and_one_of_them_pauses(routing: Routing) -> None:
    first, second, _ = routing.agents
    await routing.ready(first, second)
    one, two, three = [await routing.call() for _ in range(3)]
    assert {a: o.item for a, o in routing.carrier.ringing.items()} == {first: one, second: two}
    await routing.accept(first)
    await routing.accept(second)
    await routing.turn(routing.acd.set_busy, first, "meal")
    await routing.run(60)
    await routing.turn(routing.acd.finish, one)
    await routing.run(31)
    assert routing.shown(first) == ("busy", "meal")
    assert not routing.carrier.ringing, "a pausing agent was rung"
    await routing.turn(routing.acd.finish, two)
    await routing.turn(routing.acd.set_idle, second)
    assert routing.carrier.ringing[second].item == three
    assert routing.carrier.ringing[second].waited_seconds == pytest.approx(91)


@pytest.mark.req("ACD-29")
async def test_a_caller_whose_agent_does_not_answer_keeps_his_place(routing: Routing) -> None:
    first, second, _ = routing.agents
    await routing.ready(first)
    one, two = await routing.call(), await routing.call()
    await routing.run(20)
    assert routing.carrier.log[-1] == "withdraw expired"
    assert routing.shown(first) == ("busy", "no_answer")
    assert routing.view(first).missed_today == 1
    await routing.ready(second)
    assert routing.carrier.ringing[second].item == one
    position = routing.acd.position(routing.tenant, two)
    assert position is not None
    assert position.ahead == 0


@pytest.mark.req("STATE-03")
async def test_after_a_call_the_agent_must_say_that_he_is_idle(routing: Routing) -> None:
    agent = routing.agents[0]
    await routing.ready(agent)
    item = await routing.call()
    await routing.accept(agent)
    await routing.turn(routing.acd.finish, item)
    assert routing.shown(agent)[0] == "wrapping"
    await routing.run(30)
    assert routing.shown(agent) == ("busy", "after_call")


@pytest.mark.req("STATE-04")
async def test_with_auto_idle_the_next_call_comes_by_itself(routing: Routing) -> None:
    agent = routing.agents[0]
    await routing.ready(agent)
    await routing.turn(routing.acd.set_auto_idle, agent, True)
    one, two = await routing.call(), await routing.call()
    await routing.accept(agent)
    await routing.turn(routing.acd.finish, one)
    await routing.run(30)
    assert routing.carrier.ringing[agent].item == two


@pytest.mark.req("STATE-01", "STATE-02", "STATE-05")
async def test_log_in_then_sign_in_then_idle_and_out_only_when_busy(routing: Routing) -> None:
    agent = routing.agents[0]
    await routing.turn(routing.acd.log_in, agent)
    assert routing.shown(agent) == ("logged_in", "after_login")
    with pytest.raises(NotSignedIn):
        await routing.turn(routing.acd.set_idle, agent)
    await routing.ready(agent)
    with pytest.raises(LogOutNeedsBusy):
        await routing.turn(routing.acd.log_out, agent)
    await routing.turn(routing.acd.set_busy, agent, "toilet")
    await routing.turn(routing.acd.log_out, agent)
    assert routing.shown(agent) == ("offline", None)


async def test_a_caller_who_leaves_while_ringing_is_abandoned_and_stops_the_ringing(
    routing: Routing,
) -> None:
    agent = routing.agents[0]
    await routing.ready(agent)
    item = await routing.call()
    offer = routing.carrier.ringing[agent].offer
    await routing.run(5)
    await routing.turn(routing.acd.withdraw, item, "abandoned")
    assert routing.carrier.log == ["offer", "withdraw abandoned"]
    assert routing.view(agent).ready
    assert routing.view(agent).missed_today == 0
    with pytest.raises(OfferClosed):
        await routing.turn(routing.acd.accept, offer)
    await routing.turn(routing.acd.withdraw, item, "abandoned")
    rows = await routing.rows("SELECT name FROM event_log WHERE name LIKE 'work_item.%'")
    assert [row["name"] for row in rows].count("work_item.abandoned") == 1


async def test_a_caller_who_waited_too_long_goes_back_to_his_flow(routing: Routing) -> None:
    await routing.configure(max_wait_seconds=60)
    item = await routing.call()
    await routing.run(60)
    (dropped,) = routing.carrier.dropped_items
    assert (dropped.item, dropped.why) == (item, "max_wait")
    assert routing.acd.item_view(routing.tenant, item) is None


@pytest.mark.req("ACD-09")
async def test_the_agent_of_last_time_comes_first_but_not_for_ever(routing: Routing) -> None:
    first, second, third = routing.agents
    await routing.ready(first, second)
    mine = await routing.call(preferred_agent=second)
    assert routing.carrier.ringing[second].item == mine
    await routing.accept(second)
    again = await routing.call(preferred_agent=second)
    assert not routing.carrier.ringing
    await routing.run(30)
    assert routing.carrier.ringing[first].item == again
    away = await routing.call(preferred_agent=third)
    assert routing.acd.why_waiting(routing.tenant, away).preferred_outcome == "not_signed_in"  # type: ignore[union-attr]


@pytest.mark.req("ACD-23")
async def test_nobody_signed_in_all_busy_and_available_are_three_answers(
    routing: Routing,
) -> None:
    acd, agent = routing.acd, routing.agents[0]
    assert acd.availability(routing.tenant, QUEUE) is Availability.NONE_SIGNED_IN
    await routing.ready(agent)
    assert acd.availability(routing.tenant, QUEUE) is Availability.AVAILABLE
    await routing.turn(acd.set_busy, agent, "meal")
    assert acd.availability(routing.tenant, QUEUE) is Availability.ALL_BUSY


async def test_a_rejected_offer_goes_to_the_next_agent(routing: Routing) -> None:
    first, second, _ = routing.agents
    await routing.ready(first, second)
    item = await routing.call()
    await routing.reject(first)
    assert routing.shown(first) == ("busy", "rejected")
    assert routing.carrier.ringing[second].item == item
    await routing.reject(second, "unreachable")
    assert routing.shown(second) == ("busy", "phone_lost")


async def test_the_strategy_of_a_living_queue_can_change(routing: Routing) -> None:
    first, second, third = routing.agents
    await routing.ready(third, second, first)
    await routing.configure(strategy="sequential")
    await routing.call()
    assert list(routing.carrier.ringing) == [first]


@pytest.mark.req("SOFT-45")
async def test_an_agent_who_dials_out_gets_no_offer_meanwhile(routing: Routing) -> None:
    agent = routing.agents[0]
    await routing.ready(agent)
    call = routing.agents[2]
    await routing.turn(routing.acd.engage, agent, call)
    await routing.call()
    assert not routing.carrier.ringing
    await routing.turn(routing.acd.release, agent)
    assert routing.shown(agent)[0] == "wrapping"
    await routing.turn(routing.acd.set_idle, agent)
    assert agent in routing.carrier.ringing


async def test_a_phone_that_stays_away_makes_its_agent_busy(routing: Routing) -> None:
    agent = routing.agents[0]
    await routing.ready(agent)
    await routing.turn(routing.acd.phone_reachable, agent, False)
    await routing.run(5)
    await routing.turn(routing.acd.phone_reachable, agent, True)
    await routing.run(60)
    assert routing.view(agent).ready, "a reloaded page cost the agent his idle state"
    await routing.turn(routing.acd.phone_reachable, agent, False)
    await routing.run(15)
    assert routing.shown(agent) == ("busy", "phone_lost")


async def test_a_customer_who_cannot_be_carried_does_not_stop_the_others(
    routing: Routing,
) -> None:
    agent = routing.agents[0]
    poison = await routing.call(data={"poison": "yes"})
    healthy = await routing.call()
    await routing.ready(agent)
    assert routing.carrier.log == ["dropped undeliverable", "offer"], "half of it was done"
    found = await routing.rows("SELECT 1 FROM event_log WHERE name = 'agent_phone.found'")
    assert len(found) == 1, "a fact of the failed delivery was kept"
    assert routing.carrier.dropped_items[0].item == poison
    assert routing.carrier.ringing[agent].item == healthy
