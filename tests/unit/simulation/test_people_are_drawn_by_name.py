"""Callers, customers and agents are drawn within their bounds, the same for the same seed."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.acd.domain.busy_reasons import STANDARD
from lingting.kernel.phone import parse_phone, region_name
from lingting.simulation.domain.callers import LONGEST_WAIT, SHORTEST_WAIT
from lingting.simulation.domain.world import (
    AGENTS,
    Intention,
    Line,
    MenuConduct,
    QueueKey,
    World,
    call_again,
)

pytestmark = pytest.mark.unit
SHANGHAI = ZoneInfo("Asia/Shanghai")
seeds, serials = st.integers(0, 10**6), st.integers(1, 10**6)
accounts = st.sampled_from([one.account for one in AGENTS])


@given(seeds, serials)
def test_a_caller_is_the_same_whenever_he_is_asked_for(seed: int, serial: int) -> None:
    one, other = World(seed), World(seed)
    other.caller(serial + 1)
    assert one.caller(serial) == other.caller(serial)


@given(seeds, serials)
def test_a_caller_keeps_to_his_bounds(seed: int, serial: int) -> None:
    caller = World(seed).caller(serial)
    assert SHORTEST_WAIT <= caller.patience.wait_seconds <= LONGEST_WAIT
    assert 10 <= caller.matter_seconds <= 1200
    assert caller.key in "1234"
    assert caller.rating_key in (None, "1", "2", "3", "4")
    assert (caller.queue is None) == (
        caller.intention is Intention.HOURS and not _direct(caller.line)
    )
    assert not caller.phone or parse_phone(caller.phone).e164


def _direct(line: Line) -> bool:
    return line is not Line.MAIN


def test_numbers_are_such_as_carriers_send_and_regions_are_known() -> None:
    customers = World(3).customers
    assert len({one.phone for one in customers}) == len(customers) == 60
    for one in customers:
        number = parse_phone(one.phone)
        assert number.e164 is not None
        assert number.e164.startswith("+86")
    assert sum(region_name(parse_phone(one.phone)) is not None for one in customers) > 50


def test_a_crowd_has_every_kind_of_caller() -> None:
    crowd = [World(1).caller(n) for n in range(1, 1500)]
    assert set(Counter(one.intention for one in crowd)) == set(Intention)
    assert set(Counter(one.menu for one in crowd)) == set(MenuConduct)
    assert set(Counter(one.line for one in crowd)) == set(Line)
    assert set(Counter(one.queue for one in crowd)) == {*QueueKey, None}
    withheld = sum(not one.phone for one in crowd) / len(crowd)
    known = sum(one.customer is not None for one in crowd) / len(crowd)
    assert withheld == pytest.approx(0.03, abs=0.02)
    assert known == pytest.approx(0.45, abs=0.05)


def test_who_calls_again_is_the_same_person_with_more_patience_and_for_the_last_time() -> None:
    caller = next(one for one in map(World(2).caller, range(1, 100)) if one.again_after)
    again = call_again(caller)
    assert (again.phone, again.intention, again.attempt) == (caller.phone, caller.intention, 2)
    assert again.patience.wait_seconds > caller.patience.wait_seconds
    assert again.again_after is None
    assert again.name != caller.name


@given(seeds, accounts, st.integers(1, 500), serials)
def test_an_agent_keeps_to_his_bounds(seed: int, account: str, turn: int, serial: int) -> None:
    world = World(seed)
    caller = world.caller(serial)
    handling = world.handling(account, turn, caller)
    assert handling == World(seed).handling(account, turn, caller)
    assert handling.reaction_seconds >= 0.8
    assert handling.talk_seconds > 0
    assert handling.wrap_up_seconds > 0
    if handling.hold:
        assert handling.hold.after + handling.hold.seconds < handling.talk_seconds
    if handling.hand_on:
        assert handling.hand_on is not caller.queue


@given(seeds, accounts, st.integers(1, 500))
def test_pauses_have_reasons_that_an_agent_may_choose(seed: int, account: str, n: int) -> None:
    pause = World(seed).pause(account, n)
    chosen = {reason.code for reason in STANDARD if not reason.system}
    assert pause.reason in chosen
    assert pause.after >= 300
    assert pause.seconds > 0


@given(seeds, accounts, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_a_shift_lies_within_its_day(seed: int, account: str, day: date) -> None:
    shift = World(seed).shift(account, day, SHANGHAI)
    if shift is not None:
        assert shift.begins < shift.ends < shift.begins + timedelta(hours=10)
        assert shift.begins.date() == day
