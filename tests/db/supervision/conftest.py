"""A server whose wallboard can be asked over HTTP."""

from collections.abc import AsyncIterator

import pytest

from lingting.acd import module as acd_module
from lingting.calls import module as calls_module
from lingting.platform.http.app import make_app
from lingting.supervision.module import Supervision
from lingting.testing.fake_switch import FakeSwitch
from support.centre import Centre, make_centre
from support.wallboard import Counted, with_supervision


@pytest.fixture
async def centre(database_url: str) -> AsyncIterator[Centre]:
    made = make_centre(database_url)
    acd = acd_module.wire(made.kit, made.tenancy, made.audit)
    switch = FakeSwitch(made.clock)
    calls = calls_module.wire(
        made.kit, switch, acd, made.numbers, made.customers, made.tenancy, made.identity
    )
    supervision: Supervision = with_supervision(made, acd, calls, Counted())
    founded = await made.found()
    await acd.load(founded.tenant)
    await supervision.load(founded.tenant)
    made.app = make_app(made.kit, made.identity.authenticate)
    yield made
    await made.close()
