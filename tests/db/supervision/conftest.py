"""A server whose wallboard can be asked over HTTP."""

from collections.abc import AsyncIterator

import pytest

from lingting.platform.http.app import make_app
from lingting.supervision.module import Supervision
from support.centre import Centre, make_centre
from support.voice import wire_voice
from support.wallboard import Counted, with_supervision


@pytest.fixture
async def centre(database_url: str) -> AsyncIterator[Centre]:
    made = make_centre(database_url)
    _, acd, calls = wire_voice(made)
    supervision: Supervision = with_supervision(made, acd, calls, Counted())
    founded = await made.found()
    await acd.load(founded.tenant)
    await supervision.load(founded.tenant)
    made.app = make_app(made.kit, made.identity.authenticate)
    yield made
    await made.close()
