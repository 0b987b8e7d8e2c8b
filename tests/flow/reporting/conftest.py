"""The fixtures of these stories."""

from __future__ import annotations

from collections.abc import AsyncIterator

import pytest

from lingting.identity.api import NewPerson
from support.centre import make_centre
from support.flow_centre import flow_centre
from support.report_desk import Desk
from support.reports import wire_reports
from support.voice import PEOPLE, make_voice

__all__ = ["desk", "flow_centre"]

ADMINISTRATOR = NewPerson("admin", "管理员", "administrator")


@pytest.fixture
async def desk(database_url: str) -> AsyncIterator[Desk]:
    centre = make_centre(database_url)
    voice = await make_voice(centre, (*PEOPLE, ADMINISTRATOR))
    wire_reports(centre)
    yield Desk(voice, await centre.log_in("admin"))
    await centre.close()
