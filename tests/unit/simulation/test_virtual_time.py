"""A world lived in virtual time: repeatable, whole, and of the product's own facts."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from lingting.calls.domain.call import Outcome
from lingting.platform.eventlog import decode
from lingting.simulation.virtual.journal import Facts
from lingting.surveys.events import RatingGiven
from support.virtual_company import MONDAY, life

pytestmark = pytest.mark.unit

HOURS = timedelta(hours=13)


def lived(seed: int) -> list[Any]:
    """The facts of a Monday until one o'clock."""
    facts = Facts()
    one = life(seed, facts)
    list(one.live(MONDAY + HOURS))
    one.wind_down(MONDAY + HOURS + timedelta(hours=2))
    assert not one.centre.calls
    assert one.crew.is_home
    return facts.events


@pytest.fixture(scope="module")
def day() -> list[Any]:
    return lived(1)


def test_the_same_seed_gives_the_same_stream(day: list[Any]) -> None:
    assert lived(1) == day


def test_another_seed_gives_another_stream(day: list[Any]) -> None:
    assert lived(2) != day


def test_time_never_goes_back(day: list[Any]) -> None:
    times = [one.at for one in day]
    assert times == sorted(times)


def test_every_call_that_arrives_ends_once_with_one_outcome(day: list[Any]) -> None:
    arrived = [one.call for one in day if one.name in ("call.arrived", "call.dialled")]
    ended = Counter(one.call for one in day if one.name == "call.ended")
    assert len(arrived) > 100
    assert ended == Counter(arrived)
    outcomes = {one.outcome for one in day if one.name == "call.ended"}
    assert outcomes <= {one.value for one in Outcome}


def test_a_day_has_everything_that_reports_count(day: list[Any]) -> None:
    names = Counter(one.name for one in day)
    for name in (
        "call.dialled",
        "call.connected",
        "work_item.abandoned",
        "work_item.overflowed",
        "offer.expired",
        "call.held",
        "call.transferred",
        "message.kept",
        "rating.given",
        "wrap_up.ended",
        "note.saved",
        "presence.changed",
    ):
        assert names[name], f"nothing tells {name}"


def test_every_work_item_has_one_end(day: list[Any]) -> None:
    queued = Counter(one.item for one in day if one.name == "work_item.queued")
    ends = ("work_item.done", "work_item.abandoned", "work_item.overflowed")
    ended = Counter(one.item for one in day if one.name in ends)
    offered = {one.item for one in day if one.name == "offer.made"}
    assert set(queued) <= set(ended)
    assert set(ended) == set(queued) | offered
    assert all(count == 1 for count in ended.values())


def test_an_agent_has_one_talk_at_a_time(day: list[Any]) -> None:
    talking: dict[object, object] = {}
    for one in day:
        if one.name == "call.connected":
            assert one.agent not in talking
            talking[one.agent] = one.call
        elif one.name == "talk.ended":
            assert talking.pop(one.agent, one.call) == one.call
    assert not talking


def test_the_stream_reads_back_as_the_product_writes_it(day: list[Any]) -> None:
    for one in day[:2000]:
        assert decode(one.name, msgspec.to_builtins(one)) == one


def test_a_rating_names_the_agent_who_served(day: list[Any]) -> None:
    served = {(one.call, one.agent) for one in day if one.name == "talk.ended"}
    ratings = [one for one in day if isinstance(one, RatingGiven)]
    assert ratings
    assert all((one.call, one.agent) in served for one in ratings)


def test_whoever_a_talk_hands_on_to_a_queue_may_lose_patience_there() -> None:
    talked: set[str] = set()
    gave_up: list[str] = []
    for one in lived(6):
        if one.name == "call.connected":
            talked.add(str(one.call))
        elif one.name == "work_item.abandoned" and str(one.ref) in talked:
            gave_up.append(str(one.ref))
    assert gave_up
