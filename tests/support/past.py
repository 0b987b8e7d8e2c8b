"""A company in a real database that nobody has called yet, ready to be given a past."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import pytest
import sqlalchemy as sa

from lingting.kernel.ids import AgentId, TenantId
from lingting.main.furnishing import furnish
from lingting.main.past import Written, write_past
from lingting.main.virtual_company import numbers_of
from lingting.main.wiring import Product, wire
from lingting.platform.kit import make_kit
from lingting.platform.settings import Settings
from lingting.simulation.domain.cast import Line, QueueKey
from lingting.simulation.virtual.life import Cast
from lingting.testing.fake_speech import FakeSpeech
from lingting.testing.fake_switch import FakeSwitch
from lingting.testing.manual_clock import MONDAY_MORNING, ManualClock

NOW = MONDAY_MORNING + timedelta(hours=5)


@dataclass
class Demo:
    """A furnished company that nobody has called yet."""

    product: Product
    tenant: TenantId
    cast: Cast

    async def rows(self, query: Any) -> list[Any]:
        async with self.product.kit.db.transaction(self.tenant) as tx:
            return list((await tx.conn.execute(query)).all())

    async def count(self, table: sa.Table, *where: Any) -> int:
        query = sa.select(sa.func.count()).select_from(table).where(*where)
        return (await self.rows(query))[0][0]

    async def write(self, days: int = 1, peak_per_hour: float = 25, **more: Any) -> Written:
        return await write_past(
            self.product,
            self.tenant,
            self.cast,
            days=days,
            seed=7,
            peak_per_hour=peak_per_hour,
            **more,
        )


@pytest.fixture
async def demo(database_url: str) -> AsyncIterator[Demo]:
    clock = ManualClock(NOW)
    kit = make_kit(Settings(), database_url, clock)
    product = wire(kit, FakeSwitch(clock), FakeSpeech())
    founded = await product.identity.found_company("demo", "演示公司")
    await furnish(product, founded.tenant, "8001")
    async with kit.db.transaction(founded.tenant) as tx:
        numbers = await numbers_of(product, tx)
        (queue,) = product.acd.queues(founded.tenant)
        seats = await product.identity.seats(tx)
    agents = {f"agent{n}": AgentId(one.user) for n, one in enumerate(seats, 1) if one.user}
    cast = Cast(
        agents=agents,
        queues=dict.fromkeys(QueueKey, queue.id),
        lines=dict.fromkeys(Line, numbers["8001"]),
    )
    yield Demo(product, founded.tenant, cast)
    await product.stop()
