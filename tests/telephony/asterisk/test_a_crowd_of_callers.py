"""Many callers at once, made by SIPp, while the engine is away."""

from __future__ import annotations

from pathlib import Path

import pytest

from support.asterisk import StartAsterisk
from support.sipp import Sipp

pytestmark = pytest.mark.telephony

SCENARIO = Path(__file__).parent / "caller_who_stays.xml"


def test_each_of_thirty_callers_is_answered_with_music_and_none_is_refused(
    start_asterisk: StartAsterisk, sipp: Sipp
) -> None:
    server = start_asterisk()
    result = sipp.call(SCENARIO, server.sip_udp_port, "8001", calls=30, rate=10)
    assert (result.succeeded, result.failed) == (30, 0), result.output
    assert "0 active channels" in server.command_line("core show channels count")
