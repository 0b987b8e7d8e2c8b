"""Two lanes of tests side by side: those that mostly wait, and those that mostly compute.

Telephones ring and talks last in real time, while services with fakes and a database keep one
processor busy. With `-n 2` each lane is one process that runs its tests one after another; the
one that computes gives way.
"""

from __future__ import annotations

import os

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

WAITING = ("tests/contract/", "tests/telephony/", "tests/e2e/")
NICENESS = 5


class Lanes(LoadScopeScheduling):
    """One scope per lane."""

    def _split_scope(self, nodeid: str) -> str:
        return "waits" if nodeid.startswith(WAITING) else "computes"


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Lanes:
    """What pytest-xdist asks instead of its own ways."""
    return Lanes(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The lane that computes has a process of its own only where there are two."""
    if "PYTEST_XDIST_WORKER" in os.environ and not item.nodeid.startswith(WAITING):
        os.nice(max(0, NICENESS - os.nice(0)))
