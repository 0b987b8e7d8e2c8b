"""The lock-out rule: so many failures in a window lock for a while after the last of them."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lingting.identity.domain.login import LockRule, captcha_needed, locked_until

pytestmark = [pytest.mark.unit, pytest.mark.req("SEC-06")]

START = datetime(2026, 3, 2, tzinfo=UTC)
RULE = LockRule(5, timedelta(minutes=15), timedelta(minutes=15))
MOMENTS = st.lists(st.integers(0, 7200), max_size=30).map(sorted)


def at(seconds: int) -> datetime:
    return START + timedelta(seconds=seconds)


@given(MOMENTS, st.integers(0, 7200))
def test_fewer_failures_than_the_rule_allows_never_lock(moments: list[int], now: int) -> None:
    assert locked_until([at(one) for one in moments[:4]], RULE, at(now)) is None


@given(MOMENTS, st.integers(0, 7200))
def test_a_lock_never_ends_in_the_past_nor_later_than_the_rule_says(
    moments: list[int], now: int
) -> None:
    past = [at(one) for one in moments if one <= now]
    until = locked_until(past, RULE, at(now))
    assert until is None or at(now) < until <= past[-1] + RULE.lock


@given(MOMENTS, st.integers(0, 7200))
def test_the_rule_equals_a_search_through_every_group_of_failures(
    moments: list[int], now: int
) -> None:
    failures = [at(one) for one in moments]
    ends = [
        failures[last] + RULE.lock
        for last in range(4, len(failures))
        if failures[last] - failures[last - 4] <= RULE.window
        and failures[last] + RULE.lock > at(now)
    ]
    assert locked_until(failures, RULE, at(now)) == max(ends, default=None)


def test_failures_far_apart_do_not_lock() -> None:
    assert locked_until([at(one * 600) for one in range(10)], RULE, at(5400)) is None


@pytest.mark.parametrize(
    ("always", "of_account", "of_address", "needed"),
    [
        (False, 0, 0, False),
        (False, 0, 2, False),
        (True, 0, 0, True),
        (False, 1, 0, True),
        (False, 0, 3, True),
    ],
)
def test_the_image_code_is_asked_for_after_a_failure_or_always(
    always: bool, of_account: int, of_address: int, needed: bool
) -> None:
    assert captcha_needed(always, of_account, of_address) is needed
