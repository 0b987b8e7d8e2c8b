"""Fixtures of this folder."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from support.attacked import Attacked, attacked


@pytest.fixture
async def installation(database_url: str, tmp_path: Path) -> AsyncIterator[Attacked]:
    """Two companies in one installation."""
    async with attacked(database_url, tmp_path) as made:
        yield made
