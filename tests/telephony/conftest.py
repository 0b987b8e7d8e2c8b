"""SIPp, the traffic generator, for the scenarios in `scenarios/`."""

from __future__ import annotations

import sys

import pytest

from lingting.adapters.debian.tools import tool
from lingting.testing.sipp import Sipp


@pytest.fixture(scope="session")
def sipp() -> Sipp:
    """SIPp, fetched when the machine has none."""
    program = tool("sipp", lambda message: sys.stderr.write(f"sipp: {message}\n"))
    return Sipp(program.command, program.merged_environment())
