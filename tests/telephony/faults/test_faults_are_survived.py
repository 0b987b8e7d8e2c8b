"""Each fault that is done to the running product keeps its promise (docs/reference/promises.md)."""

from __future__ import annotations

from pathlib import Path

import pytest

from lingting.testing.sipp import Sipp
from support.faults.engine_killed import engine_killed
from support.faults.plant import Plant

pytestmark = pytest.mark.telephony


async def test_a_killed_engine_costs_no_talk_no_place_and_no_contact(
    plant: Plant, sipp: Sipp, tmp_path: Path
) -> None:
    result = await engine_killed(plant, sipp, tmp_path)
    assert not result.broken, result
