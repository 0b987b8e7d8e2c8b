"""The company of stories: one for all tests of a module, on its first morning in each."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest
import pytest_asyncio

from lingting.adapters.postgres.embedded import OWNER, SUPERUSER
from stories.company import Company
from stories.mornings import open_up


@pytest_asyncio.fixture(loop_scope="module", scope="module")
async def company(
    module_database_url: str, tmp_path_factory: pytest.TempPathFactory
) -> AsyncIterator[Company]:
    server_url = module_database_url.replace(f"{OWNER}@", f"{SUPERUSER}@", 1)
    home: Path = tmp_path_factory.mktemp("stories")
    made = await open_up(module_database_url, server_url, home)
    yield made
    await made.close()
