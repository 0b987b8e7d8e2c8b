"""An engine that led before writes nothing more, whatever it believes and whatever it had begun."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import psycopg
import pytest
import sqlalchemy as sa

from lingting.platform.beginning import FENCE
from lingting.platform.db import DatabaseAway, Transaction
from lingting.platform.kit import Kit, make_kit
from lingting.platform.leading import NEXT_TENURE, Leadership
from lingting.platform.settings import Settings
from lingting.tenancy.events import SettingsChanged
from lingting.testing.manual_clock import ManualClock
from support.hanging import unless_it_hangs
from support.locks import until_somebody_waits
from support.own_server import TENANT, told

pytestmark = pytest.mark.db

ASKS = pytest.mark.parametrize("asks", [True, False], ids=["asked before", "one message"])


class Reign:
    """One engine's leadership and its database."""

    def __init__(self, url: str, clock: ManualClock) -> None:
        self.kit: Kit = make_kit(Settings(), url, clock)
        self.leadership = Leadership(url)

    async def begin(self) -> None:
        await self.leadership.take()
        self.kit.db.tenure = self.leadership.tenure

    async def tell(self, *, asks: bool = False) -> None:
        async with self.kit.db.transaction(TENANT) as tx:
            await publish(tx, asks=asks)

    async def told(self) -> int:
        return await told(self.kit)


async def publish(tx: Transaction, *, asks: bool) -> None:
    if asks:
        await tx.conn.execute(sa.text("SELECT count(*) FROM tenants"))
    tx.publish(SettingsChanged(at=tx.now, keys=(), by=None))


@pytest.fixture
async def reign(database_url: str, clock: ManualClock) -> AsyncIterator[Callable[[], Reign]]:
    """Engines over one database."""
    made: list[Reign] = []

    def make() -> Reign:
        made.append(Reign(database_url, clock))
        return made[-1]

    yield make
    for one in made:
        await one.leadership.release()
        await one.kit.supervisor.stop()
        await one.kit.db.close()


@ASKS
async def test_who_led_before_writes_nothing_more(reign: Callable[[], Reign], asks: bool) -> None:
    first, second = reign(), reign()
    await first.begin()
    await first.tell(asks=asks)
    await first.leadership.release()  # which it need not notice at once
    await second.begin()
    with pytest.raises(DatabaseAway):
        await first.tell(asks=asks)
    await second.tell(asks=asks)
    assert await second.told() == 2


async def test_what_was_under_way_when_the_next_one_leads_is_not_written(
    reign: Callable[[], Reign],
) -> None:
    first, second = reign(), reign()
    await first.begin()
    with pytest.raises(DatabaseAway):
        await late(first, second)
    assert await second.told() == 0


async def late(first: Reign, second: Reign) -> None:
    """The first one has asked, and writes after the second one has begun to lead."""
    async with first.kit.db.transaction(TENANT) as tx:
        await publish(tx, asks=True)
        await first.leadership.release()
        async with unless_it_hangs():
            await second.begin()
        assert await second.told() == 0


async def test_who_waits_for_the_next_one_to_lead_is_refused(
    reign: Callable[[], Reign], database_url: str
) -> None:
    first = reign()
    await first.begin()
    async with await psycopg.AsyncConnection.connect(database_url) as next_one:
        await next_one.execute("SELECT pg_advisory_lock(%s)", [FENCE])
        telling = asyncio.create_task(first.tell())
        await until_somebody_waits(database_url)
        await next_one.execute(NEXT_TENURE)
        await next_one.execute("SELECT pg_advisory_unlock(%s)", [FENCE])
        with pytest.raises(DatabaseAway):
            await telling


async def test_who_comes_back_after_another_one_led_does_not_lead_on(
    reign: Callable[[], Reign],
) -> None:
    first, second = reign(), reign()
    await first.begin()
    await first.leadership.release()
    await second.begin()
    await second.leadership.release()
    assert not await first.leadership._take_again()


async def test_a_part_that_does_not_lead_is_asked_for_no_tenure(
    reign: Callable[[], Reign],
) -> None:
    leads, worker = reign(), reign()
    await leads.begin()
    await worker.tell()
    await worker.tell(asks=True)
    assert await leads.told() == 2
