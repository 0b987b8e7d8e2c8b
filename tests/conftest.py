"""What every test shares: one category each, and fixtures of the real parts."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, settings

from support.categories import problems

# How fast an example runs says something about the machine, nothing about the code.
settings.register_profile(
    "lingting", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("lingting")

pytest_plugins = ["support.asterisk", "support.lanes", "support.postgres", "support.voice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    found = {
        problem
        for item in items
        for problem in problems(
            item.nodeid, [(mark.name, mark.args) for mark in item.iter_markers()]
        )
    }
    if found:
        raise pytest.UsageError("\n".join(sorted(found)))
