"""A frame turns the old state into the new one, whatever they are."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.platform.patch import apply, diff, without_nulls

pytestmark = pytest.mark.unit

PLAIN = st.booleans() | st.integers() | st.text(max_size=5)
VALUES = st.recursive(
    PLAIN,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3)
    ),
    max_leaves=8,
)
STATES = st.dictionaries(st.text(max_size=3), VALUES, max_size=4)


@given(STATES, STATES)
def test_the_patch_of_two_states_leads_from_one_to_the_other(
    old: dict[str, Any], new: dict[str, Any]
) -> None:
    assert apply(diff(old, new), old) == new


@given(STATES)
def test_equal_states_need_no_patch(state: dict[str, Any]) -> None:
    assert diff(state, state) == {}


@given(STATES, STATES)
def test_applying_leaves_the_old_state_as_it_was(old: dict[str, Any], new: dict[str, Any]) -> None:
    before = repr(old)
    apply(diff(old, new), old)
    assert repr(old) == before


@pytest.mark.parametrize(
    ("target", "patch", "result"),
    [
        ({"a": "b"}, {"a": "c"}, {"a": "c"}),
        ({"a": "b"}, {"b": "c"}, {"a": "b", "b": "c"}),
        ({"a": "b"}, {"a": None}, {}),
        ({"a": "b", "b": "c"}, {"a": None}, {"b": "c"}),
        ({"a": ["b"]}, {"a": "c"}, {"a": "c"}),
        ({"a": "c"}, {"a": ["b"]}, {"a": ["b"]}),
        ({"a": {"b": "c"}}, {"a": {"b": "d", "c": None}}, {"a": {"b": "d"}}),
        ({"a": [{"b": "c"}]}, {"a": [1]}, {"a": [1]}),
        ({}, {"a": {"bb": {"ccc": None}}}, {"a": {"bb": {}}}),
    ],
)
def test_the_examples_of_the_standard_hold(
    target: dict[str, Any], patch: dict[str, Any], result: dict[str, Any]
) -> None:
    assert apply(patch, target) == result


def test_nulls_are_left_out_at_any_depth() -> None:
    state = {"a": None, "b": {"c": None, "d": [{"e": None, "f": 0}]}}
    assert without_nulls(state) == {"b": {"d": [{"f": 0}]}}
