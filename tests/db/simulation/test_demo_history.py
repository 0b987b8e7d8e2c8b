"""The demonstration company is founded with days behind it."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from lingting.calls.tables import calls
from lingting.main.demo.founding import found_demo
from lingting.main.demo.history import write_history
from lingting.main.errand import Watcher
from lingting.main.wiring import Product, wire
from lingting.platform.kit import make_kit
from lingting.platform.settings import Settings
from lingting.simulation.control import Control, Wanted
from lingting.simulation.domain.world import World
from lingting.testing.fake_speech import FakeSpeech
from lingting.testing.fake_switch import FakeSwitch
from lingting.testing.manual_clock import MONDAY_MORNING, ManualClock

pytestmark = pytest.mark.db


async def test_every_queue_line_and_agent_has_a_past_and_the_reports_know_it(
    database_url: str, tmp_path: Path
) -> None:
    clock = ManualClock(MONDAY_MORNING + timedelta(hours=6))
    product = wire(make_kit(Settings(), database_url, clock), FakeSwitch(clock), FakeSpeech())
    control = Control(tmp_path)
    control.want(Wanted(past_days=1))
    notes: list[str] = []
    try:
        await _founded(product, control, notes)
    finally:
        await product.stop()
    assert notes


async def _founded(product: Product, control: Control, notes: list[str]) -> None:
    wanted = control.wanted()
    founded = await found_demo(product, World(wanted.seed).customers)
    tenant = founded.tenant
    written = await write_history(product, tenant, wanted, Watcher(notes.append))
    assert written.complete
    async with product.kit.db.transaction(tenant) as tx:
        query = sa.select(
            sa.func.count(),
            sa.func.count(sa.distinct(calls.c.access_number)),
            sa.func.count(sa.distinct(calls.c.queue)),
            sa.func.count(calls.c.customer),
        )
        count, numbers, queues, known = (await tx.conn.execute(query)).one()
    assert count == written.contacts > 100
    assert (numbers, queues) == (3, 4)
    assert 0.2 < known / count < 0.7
    since, until = product.kit.clock.now() - timedelta(days=3), product.kit.clock.now()
    counts = await product.reporting.figures.queue_counts(tenant, since, until)
    assert len(counts) == 4
    assert sum(one.offered for one in counts) > 50
