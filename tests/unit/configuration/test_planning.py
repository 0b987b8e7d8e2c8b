"""From what is and what is wanted to the changes between them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.configuration.domain.diff import FieldChange, differences
from lingting.configuration.domain.planning import (
    Kind,
    Use,
    digest_of,
    lost_uses,
    outcome,
    plan_section,
    unknown_uses,
)

pytestmark = pytest.mark.unit

ENTRIES = st.dictionaries(st.sampled_from("abcdef"), st.integers(0, 3), max_size=6)


def by_name(name: str, entry: Any) -> str:
    return name


@given(ENTRIES, ENTRIES)
def test_with_removals_the_outcome_is_what_is_wanted(
    current: dict[str, int], wanted: dict[str, int]
) -> None:
    plan = plan_section("s", current, wanted, by_name, prune=True)
    assert outcome(current, plan.changes) == wanted
    assert plan.left == ()


@given(ENTRIES, ENTRIES)
def test_without_removals_the_rest_stays(current: dict[str, int], wanted: dict[str, int]) -> None:
    plan = plan_section("s", current, wanted, by_name, prune=False)
    assert outcome(current, plan.changes) == {**current, **wanted}
    assert set(plan.left) == current.keys() - wanted.keys()


@given(ENTRIES)
def test_what_is_wanted_already_is_no_change(current: dict[str, int]) -> None:
    assert plan_section("s", current, current, by_name, prune=True).changes == ()


def test_a_thing_with_another_name_is_changed_not_added() -> None:
    current, wanted = {"坐席": {"shipped": "agent"}}, {"客服": {"shipped": "agent"}}
    plan = plan_section("roles", current, wanted, lambda _, one: one["shipped"], prune=True)
    (change,) = plan.changes
    assert (change.kind, change.was, change.name) == (Kind.CHANGED, "坐席", "客服")
    assert change.fields == [FieldChange("name", "坐席", "客服")]
    assert outcome(current, plan.changes) == wanted


def test_differences_name_the_place() -> None:
    old = {"a": 1, "b": {"c": [1, 2]}, "members": [{"agent": "li", "level": 5}, {"agent": "wu"}]}
    new = {"a": 1, "b": {"c": [1]}, "members": [{"agent": "li", "level": 9}, {"agent": "xu"}]}
    assert list(differences(old, new)) == [
        FieldChange("b.c", [1, 2], [1]),
        FieldChange("members[li].level", 5, 9),
        FieldChange("members[wu]", {"agent": "wu"}, None),
        FieldChange("members[xu]", None, {"agent": "xu"}),
    ]


def test_another_order_is_a_difference() -> None:
    old, new = [{"agent": "li"}, {"agent": "wu"}], [{"agent": "wu"}, {"agent": "li"}]
    assert list(differences(old, new, "members")) == [
        FieldChange("members", ["li", "wu"], ["wu", "li"])
    ]


def test_items_that_cannot_be_told_apart_are_compared_as_a_whole() -> None:
    old, new = [{"n": 1}], [{"n": 2}]
    assert list(differences(old, new, "x")) == [FieldChange("x", old, new)]


USE = Use("queues", "VIP", "skill_groups", "一线", ("requirements", 0, "group"))


def test_a_name_that_will_not_be_there_is_told_for_what_is_touched_only() -> None:
    known = {"skill_groups": frozenset[str]()}
    assert list(unknown_uses([USE], known, frozenset({("queues", "VIP")}))) == [USE]
    assert list(unknown_uses([USE], known, frozenset())) == []


def test_a_name_that_goes_is_told_for_what_stays_as_it_is() -> None:
    gone = frozenset({("skill_groups", "一线")})
    assert list(lost_uses([USE], gone, frozenset())) == [USE]
    assert list(lost_uses([USE], gone, frozenset({("queues", "VIP")}))) == []


def test_the_digest_follows_the_changes() -> None:
    def digest(wanted: dict[str, int]) -> str:
        return digest_of(plan_section("s", {"a": 1}, wanted, by_name, prune=False).changes)

    assert digest({"a": 2}) == digest({"a": 2})
    assert digest({"a": 2}) != digest({"a": 3})
