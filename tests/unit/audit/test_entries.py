"""No secret gets into the trail."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.audit.domain import HIDDEN, without_secrets

pytestmark = pytest.mark.unit

SECRETS = st.sampled_from(["password", "new_password", "Secret", "token_hash", "captcha"])
DETAILS = st.recursive(
    st.text(max_size=5) | st.integers(),
    lambda inner: st.dictionaries(st.text(max_size=4) | SECRETS, inner, max_size=4),
)


def leaves(value: Any, path: tuple[str, ...] = ()) -> list[tuple[tuple[str, ...], Any]]:
    if isinstance(value, dict):
        return [leaf for key, one in value.items() for leaf in leaves(one, (*path, key))]
    return [(path, value)]


@given(st.dictionaries(st.text(max_size=4) | SECRETS, DETAILS, max_size=4))
def test_a_secret_is_hidden_at_any_depth(details: dict[str, Any]) -> None:
    for path, value in leaves(without_secrets(details)):
        if any("password" in key or "token" in key for key in path):
            assert value in (HIDDEN, {})


def test_everything_else_is_kept() -> None:
    details = {"account": "agent1", "roles": ["坐席"], "nested": {"number": "A001"}}
    assert without_secrets(details) == details
