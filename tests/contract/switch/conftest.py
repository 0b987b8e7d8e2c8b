"""Every test of this folder runs twice: on FakeSwitch and on the real Asterisk."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from support.switch_stages import FakeStage, Stage, real_stage


@pytest.fixture(params=["fake", "asterisk"])
async def stage(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[Stage]:
    """The stage of one test."""
    if request.param == "fake":
        made = FakeStage(tmp_path)
        await made.passes(0)
        yield made
    else:
        server = request.getfixturevalue("asterisk_server")
        async with real_stage(server, tmp_path) as real:
            yield real
