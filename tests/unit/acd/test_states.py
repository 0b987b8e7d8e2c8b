"""The machines, the rules of the agent's states, and the word that a person reads."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from lingting.acd.domain import states
from lingting.acd.domain.busy_reasons import STANDARD
from lingting.acd.domain.errors import (
    AgentEngaged,
    BusyReasonUnknown,
    LogOutNeedsBusy,
    NotLoggedIn,
    NotSignedIn,
    NotWrappingUp,
    OfferClosed,
    QueueDisabled,
    QueueFull,
    WorkItemKnown,
)
from lingting.acd.domain.states import Method, Presence, SignIn, Work
from lingting.acd.domain.views import agent_view, position
from lingting.acd.domain.words import SHOWN, CallActivity, shown
from lingting.acd.events import OfferMade
from lingting.kernel.errors import IllegalTransition
from lingting.kernel.ids import WorkItemId
from support.floor import World, agent_id

pytestmark = pytest.mark.unit

ONE = agent_id(1)
CALL = UUID(int=5)


@pytest.fixture
def world() -> World:
    """One agent in one queue with 30 s of wrap-up."""
    made = World()
    made.group(1, 1)
    made.queue(1, 1)
    return made


def look(world: World) -> tuple[str, str | None]:
    view = agent_view(world.agent(1))
    return view.shown, view.reason


@pytest.mark.parametrize("machine", states.MACHINES, ids=lambda machine: machine.name)
def test_every_state_can_be_reached_and_the_drawing_names_it(machine) -> None:  # type: ignore[no-untyped-def]
    reached = {machine.initial}
    while more := {t for (s, _), t in machine.table.items() if s in reached} - reached:
        reached |= more
    assert reached == {state for state, _ in machine.table} | set(machine.table.values())
    assert all(state.value in machine.mermaid() for state in reached)


@pytest.mark.req("STATE-20", "STATE-13")
@pytest.mark.parametrize(
    ("state", "word"),
    [
        ((SignIn.LOGGED_OUT, Presence.OFFLINE, None, Work.FREE), "offline"),
        ((SignIn.LOGGED_IN, Presence.BUSY, "after_login", Work.FREE), "logged_in"),
        ((SignIn.LOGGED_IN, Presence.BUSY, "after_call", Work.FREE), "logged_in"),
        ((SignIn.LOGGED_IN, Presence.BUSY, "meal", Work.FREE), "busy"),
        ((SignIn.SIGNED_IN, Presence.BUSY, "after_login", Work.FREE), "busy"),
        ((SignIn.SIGNED_IN, Presence.IDLE, None, Work.FREE), "idle"),
        ((SignIn.SIGNED_IN, Presence.DO_NOT_DISTURB, None, Work.FREE), "do_not_disturb"),
        ((SignIn.SIGNED_IN, Presence.IDLE, None, Work.OFFERED), "ringing"),
        ((SignIn.SIGNED_IN, Presence.BUSY, "meal", Work.ENGAGED), "talking"),
        ((SignIn.SIGNED_IN, Presence.IDLE, None, Work.WRAPPING), "wrapping"),
    ],
)
def test_one_word_says_what_an_agent_does(state: tuple, word: str) -> None:  # type: ignore[type-arg]
    assert shown(*state) == word
    assert SHOWN[word].zh


@pytest.mark.req("STATE-20")
@pytest.mark.parametrize("activity", CallActivity)
def test_the_call_says_what_an_engaged_agent_does(activity: CallActivity) -> None:
    word = shown(SignIn.SIGNED_IN, Presence.IDLE, None, Work.ENGAGED, activity)
    assert word == activity.value
    assert SHOWN[word].zh


@pytest.mark.req("STATE-06", "STATE-07")
def test_the_standard_reasons_are_those_of_the_sources() -> None:
    names = {reason.zh for reason in STANDARD if not reason.system}
    assert {"就餐", "领导谈话", "上洗手间", "支援他席", "交单", "开会", "小组培训"} <= names


@pytest.mark.req("STATE-01", "STATE-02", "STATE-19")
def test_log_in_is_busy_and_serving_needs_sign_in(world: World) -> None:
    with pytest.raises(NotLoggedIn):
        world.core.sign_in(ONE, Method.WEB, world.now)
    world.do(world.core.log_in(ONE, world.now))
    assert look(world) == ("logged_in", "after_login")
    for refused in (world.core.set_idle, world.core.set_do_not_disturb, world.core.sign_out):
        with pytest.raises(NotSignedIn):
            refused(ONE, world.now)
    with pytest.raises(NotSignedIn):
        world.core.engage(ONE, CALL, world.now)
    world.do(world.core.sign_in(ONE, Method.EXTERNAL_PHONE, world.now))
    world.do(world.core.set_idle(ONE, world.now))
    assert agent_view(world.agent(1)).ready, "an external phone needs no registration"


def test_logging_in_twice_is_no_news(world: World) -> None:
    world.ready(1)
    assert world.core.log_in(ONE, world.now) == []
    assert look(world) == ("idle", None)


@pytest.mark.req("STATE-06")
def test_busy_needs_a_reason_of_the_list_and_never_one_of_the_systems(world: World) -> None:
    world.ready(1)
    for reason in ("no_answer", "nonsense", ""):
        with pytest.raises(BusyReasonUnknown):
            world.core.set_busy(ONE, reason, world.now)
    assert look(world) == ("idle", None)


@pytest.mark.req("STATE-05")
def test_log_out_is_for_the_busy_and_never_for_those_who_talk(world: World) -> None:
    world.ready(1)
    with pytest.raises(LogOutNeedsBusy):
        world.core.log_out(ONE, world.now)
    world.do(world.core.engage(ONE, CALL, world.now, wrap_seconds=10))
    with pytest.raises(AgentEngaged):
        world.core.log_out(ONE, world.now, forced=True)
    with pytest.raises(AgentEngaged):
        world.core.sign_out(ONE, world.now)
    world.do(world.core.release(ONE, world.now))
    with pytest.raises(LogOutNeedsBusy):
        world.core.log_out(ONE, world.now)
    world.do(world.core.log_out(ONE, world.now, forced=True))
    assert look(world) == ("offline", None)
    assert world.core.log_out(ONE, world.now) == []


def test_signing_out_while_it_rings_sends_the_caller_on(world: World) -> None:
    world.group(1, 1, 2)
    world.ready(1, 2)
    item = world.call()
    assert world.rings_at(item) == 1
    world.do(world.core.sign_out(ONE, world.now))
    assert world.rings_at(item) == 2
    assert look(world) == ("logged_in", "signed_out")
    assert agent_view(world.agent(1)).rejected_today == 0


def test_pressing_busy_while_it_rings_counts_as_a_rejection(world: World) -> None:
    world.ready(1)
    item = world.call()
    world.do(world.core.set_busy(ONE, "meal", world.now))
    assert world.rings_at(item) is None
    assert look(world) == ("busy", "meal")
    assert agent_view(world.agent(1)).rejected_today == 1


@pytest.mark.parametrize("auto_idle", [False, True])
@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        (None, None),
        ("meal", ("busy", "meal")),
        ("idle", ("idle", None)),
    ],
)
def test_what_an_agent_wishes_during_a_talk_holds_after_it(
    world: World, auto_idle: bool, wish: str | None, expected: tuple[str, str | None] | None
) -> None:
    world.ready(1)
    world.do(world.core.set_auto_idle(ONE, auto_idle, world.now))
    item = world.call()
    world.accept(item)
    if wish == "meal":
        world.do(world.core.set_busy(ONE, "meal", world.now))
    elif wish == "idle":
        world.do(world.core.set_idle(ONE, world.now))
    assert look(world)[0] == "talking"
    world.do(world.core.finish(item, world.now))
    assert look(world)[0] == "wrapping"
    world.wait(30)
    usual = ("idle", None) if auto_idle else ("busy", "after_call")
    assert look(world) == (expected or usual)


def test_idle_ends_the_wrap_up_and_finishing_it_does_not_make_idle(world: World) -> None:
    world.ready(1)
    for press, then in ((world.core.set_idle, "idle"), (world.core.finish_wrap_up, "busy")):
        item = world.call()
        world.accept(item)
        world.do(world.core.finish(item, world.now))
        world.do(press(ONE, world.now))
        assert look(world)[0] == then
    with pytest.raises(NotWrappingUp):
        world.core.finish_wrap_up(ONE, world.now)
    with pytest.raises(NotWrappingUp):
        world.core.extend_wrap_up(ONE, 10, world.now)


def test_a_wrap_up_can_be_extended(world: World) -> None:
    world.ready(1)
    item = world.call()
    world.accept(item)
    world.do(world.core.finish(item, world.now))
    world.do(world.core.extend_wrap_up(ONE, 60, world.now))
    world.wait(89)
    assert look(world)[0] == "wrapping"
    world.wait(1)
    assert look(world) == ("busy", "after_call")


@pytest.mark.req("STATE-14")
def test_do_not_disturb_gets_nothing(world: World) -> None:
    world.ready(1)
    world.do(world.core.set_do_not_disturb(ONE, world.now))
    assert world.rings_at(world.call()) is None
    assert look(world) == ("do_not_disturb", None)


def test_a_transferred_customer_belongs_to_the_new_agent(world: World) -> None:
    world.group(1, 1, 2)
    world.ready(1, 2)
    item = world.call()
    world.accept(item)
    world.do(world.core.engage(agent_id(2), UUID(int=9), world.now))
    with pytest.raises(AgentEngaged):
        world.core.engage(agent_id(2), CALL, world.now)
    world.do(world.core.engage(agent_id(2), UUID(int=9), world.now, item=item, wrap_seconds=30))
    world.do(world.core.release(ONE, world.now))
    assert world.core.item(item).agent is world.agent(2)
    world.do(world.core.finish(item, world.now))
    assert agent_view(world.agent(2)).work is not Work.ENGAGED
    assert not world.core.knows(item)


def test_a_directed_customer_waits_for_a_colleague_who_serves_another_queue(world: World) -> None:
    world.group(2, 2)
    world.ready(1, 2)
    assert world.rings_at(world.call(preferred_agent=agent_id(2), directed=True)) == 2
    assert world.rings_at(world.call(preferred_agent=agent_id(2))) == 1


def test_closed_offers_full_queues_and_known_items_are_refused(world: World) -> None:
    world.ready(1)
    item = world.call()
    offer = world.core.item(item).offer
    assert offer is not None
    world.accept(item)
    with pytest.raises(OfferClosed):
        world.core.accept(offer.id, world.now)
    with pytest.raises(IllegalTransition):
        world.core.withdraw(item, "abandoned", world.now)
    world.queue(1, 1, max_length=1)
    world.call()
    with pytest.raises(QueueFull):
        world.call()
    world.queue(1, 1, enabled=False)
    with pytest.raises(QueueDisabled):
        world.call()
    world.queue(1, 1)
    world._items = 0
    with pytest.raises(WorkItemKnown):
        world.call()


@pytest.mark.req("ACD-03", "ACD-04")
def test_a_waiting_caller_can_be_told_his_place_and_time(world: World) -> None:
    first, second = world.call(), world.call()
    world.wait(20)
    third = world.call(enqueued_at=world.now - timedelta(seconds=40))
    places = {one: position(world.core.item(one), world.now) for one in (first, second, third)}
    assert [places[one].ahead for one in (third, first, second)] == [0, 1, 2]
    assert places[third].waited_seconds == 40
    assert places[second].estimated_seconds is None, "nobody has taken a call yet"
    world.queue(1, 1, wrap_up_seconds=0)
    world.ready(1)
    for item in (third, first, second):
        world.accept(item)
        world.wait(30)
        world.do(world.core.finish(item, world.now))
        world.do(world.core.set_idle(ONE, world.now))
    world.do(world.core.set_busy(ONE, "meal", world.now))
    world.call()
    last = world.call()
    assert position(world.core.item(last), world.now).estimated_seconds == 61, "steps of 31 and 30"


@pytest.mark.req("ACD-04")
def test_quiet_hours_do_not_make_the_estimate_long(world: World) -> None:
    world.queue(1, 1, wrap_up_seconds=0)
    world.ready(1)

    def served(item: WorkItemId, talk: float) -> None:
        world.accept(item)
        world.wait(talk)
        world.do(world.core.finish(item, world.now))

    for _ in range(4):  # a quiet morning: everybody is taken at once
        served(world.call(), 60)
        world.do(world.core.set_idle(ONE, world.now))
        world.wait(1800)
    talking = world.call()
    world.accept(talking)
    line = [world.call() for _ in range(5)]
    assert position(world.core.item(line[0]), world.now).estimated_seconds is None
    world.wait(60)
    world.do(world.core.finish(talking, world.now))
    for item in line[:3]:
        world.do(world.core.set_idle(ONE, world.now))
        served(item, 60)
    places = [position(world.core.item(one), world.now).estimated_seconds for one in line[3:]]
    assert places == [60, 120]
    world.wait(30)
    places = [position(world.core.item(one), world.now).estimated_seconds for one in line[3:]]
    assert places == [90, 150], "the next one is overdue"


def test_who_is_aside_gets_nothing_until_he_is_back(world: World) -> None:
    world.ready(1)
    world.do(world.core.set_aside(ONE, world.now))
    waiting = world.call()
    assert world.rings_at(waiting) is None
    assert look(world) == ("idle", None)
    with pytest.raises(AgentEngaged):
        world.core.engage(ONE, CALL, world.now)
    world.do(world.core.come_back(ONE, world.now))
    assert world.rings_at(waiting) == 1
    with pytest.raises(AgentEngaged):
        world.core.set_aside(ONE, world.now)


def test_who_is_not_signed_in_can_be_aside_too(world: World) -> None:
    world.do(world.core.set_aside(ONE, world.now))
    world.call()
    world.ready(1)
    assert not [one for one in world.told if isinstance(one, OfferMade)]
    world.do(world.core.come_back(ONE, world.now))
    assert world.agent(1).offer is not None


@pytest.mark.req("ACD-09")
@pytest.mark.parametrize(
    ("make", "outcome"),
    [
        (lambda world: world.core.set_busy(ONE, "meal", world.now), "away"),
        (lambda world: world.core.set_do_not_disturb(ONE, world.now), "away"),
        (lambda world: world.core.phone_reachable(ONE, False, world.now), "away"),
        (lambda world: world.core.sign_out(ONE, world.now), "not_signed_in"),
        (lambda world: world.core.set_aside(ONE, world.now), "away"),
        (lambda world: world.core.engage(ONE, CALL, world.now), "waiting"),
    ],
)
def test_only_an_agent_who_is_at_work_is_waited_for(world: World, make, outcome: str) -> None:  # type: ignore[no-untyped-def]
    world.group(1, 1, 2)
    world.ready(1, 2)
    world.do(make(world))
    item = world.call(preferred_agent=ONE)
    assert world.core.item(item).preferred_outcome == outcome
    assert world.rings_at(item) == (None if outcome == "waiting" else 2)


def test_a_person_who_left_the_company_leaves_the_floor(world: World) -> None:
    world.ready(1)
    item = world.call()
    world.accept(item)
    world.do(world.core.remove_agents([ONE], world.now))
    assert look(world) == ("offline", None)
    assert not world.core.knows(item)
