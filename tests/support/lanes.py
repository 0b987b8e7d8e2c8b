"""Three lanes of tests side by side: telephones, the browser with the switch, and what computes.

Telephones ring and talks last in real time, while services with fakes and a database keep a
processor busy. With `-n 3` each lane is one process that runs its tests one after another; the
one that computes gives way. Those that wait are two lanes because they take longest.
"""

from __future__ import annotations

import os

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

WAITING = {"tests/telephony/": "telephones", "tests/e2e/": "switch", "tests/contract/": "switch"}
COMPUTING = "computes"
LANES = len({*WAITING.values(), COMPUTING})
NICENESS = 5


def lane(test: str) -> str:
    """The lane of a test, or of a folder of tests."""
    return next((name for place, name in WAITING.items() if test.startswith(place)), COMPUTING)


class Lanes(LoadScopeScheduling):
    """One scope per lane."""

    def _split_scope(self, nodeid: str) -> str:
        return lane(nodeid)


def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Lanes:
    """What pytest-xdist asks instead of its own ways."""
    return Lanes(config, log)


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """The lane that computes has a process of its own only where there is one for each."""
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    if processes >= LANES and lane(item.nodeid) == COMPUTING:
        os.nice(max(0, NICENESS - os.nice(0)))
