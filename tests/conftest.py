"""What every test shares: one category each, and fixtures of the real parts."""

from __future__ import annotations

import re
from collections.abc import Iterable

import pytest
from hypothesis import HealthCheck, settings

# How fast an example runs says something about the machine, nothing about the code.
settings.register_profile(
    "lingting", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("lingting")

CATEGORIES = ("unit", "flow", "db", "contract", "telephony", "e2e", "docs")
REQUIREMENT = re.compile(r"[A-Z]+(-[A-Z]+)*-\d+")

pytest_plugins = ["support.asterisk", "support.postgres", "support.sipp", "support.voice"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    problems = sorted({problem for item in items for problem in _problems(item)})
    if problems:
        raise pytest.UsageError("\n".join(problems))


def _problems(item: pytest.Item) -> Iterable[str]:
    where = item.nodeid.split("::", 1)[0]
    carried = [name for name in CATEGORIES if item.get_closest_marker(name)]
    if len(carried) != 1:
        yield f"{where}: carries {carried or 'no category'}; exactly one of {CATEGORIES} is needed"
    elif not where.startswith(f"tests/{carried[0]}/"):
        yield f"{where}: marked {carried[0]}, so it belongs in tests/{carried[0]}/"
    for mark in item.iter_markers("req"):
        if not mark.args:
            yield f"{item.nodeid}: req names no requirement"
        for name in mark.args:
            if not REQUIREMENT.fullmatch(str(name)):
                yield f"{item.nodeid}: {name!r} is no requirement id"
