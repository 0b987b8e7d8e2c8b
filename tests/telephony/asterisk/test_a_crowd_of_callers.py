"""Many callers at once, made by SIPp, while the engine is away."""

from __future__ import annotations

from pathlib import Path

import pytest

from lingting.testing.sipp import Sipp
from support.asterisk import StartAsterisk

pytestmark = pytest.mark.telephony

SCENARIO = Path(__file__).parents[1] / "scenarios/a_caller_stays_for_three_seconds.xml"


async def test_each_of_thirty_callers_is_answered_with_music_and_none_is_refused(
    start_asterisk: StartAsterisk, sipp: Sipp, tmp_path: Path
) -> None:
    server = start_asterisk()
    result = await sipp.run(SCENARIO, server.sip_udp_port, tmp_path, number="8001", calls=30)
    assert (result.successful, result.failed) == (30, 0), result.errors
    assert "0 active channels" in server.command_line("core show channels count")
