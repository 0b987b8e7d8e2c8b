"""What an entry of the trail says about a change."""

from uuid import UUID

import pytest

from lingting.platform.trail import changes

pytestmark = pytest.mark.unit


def test_only_what_differs_is_told_with_what_it_was() -> None:
    before = {"name": "甲", "level": 5, "gone": "x"}
    assert changes(before, {"name": "乙", "level": 5, "new": True}) == {
        "changes": {
            "name": {"before": "甲", "after": "乙"},
            "new": {"before": None, "after": True},
        }
    }


def test_a_change_that_changes_nothing_says_nothing() -> None:
    assert changes({"a": [1, 2]}, {"a": (1, 2)}) == {}
    assert changes({"id": UUID(int=1)}, {"id": str(UUID(int=1))}) == {}
