"""Fixtures of this folder."""

from collections.abc import AsyncIterator

import pytest

from lingting.platform.kit import Kit, make_kit
from lingting.platform.settings import Settings
from lingting.testing.manual_clock import ManualClock
from support.centre import centre as centre


@pytest.fixture
def clock() -> ManualClock:
    """A clock that stands still until a test advances it."""
    return ManualClock()


@pytest.fixture
async def kit(database_url: str, clock: ManualClock) -> AsyncIterator[Kit]:
    """The platform over a fresh database, without any feature."""
    made = make_kit(Settings(), database_url, clock)
    yield made
    await made.supervisor.stop()
    await made.db.close()
