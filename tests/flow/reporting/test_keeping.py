"""The worker counts what any process made happen; the engine only when the worker is silent."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator

import pytest

from lingting.kernel.ids import TenantId
from lingting.reporting import keeping, log_store
from lingting.reporting.keeping import Keeper, StandIn
from lingting.reporting.projection import Projection
from support.centre import Centre, make_centre
from support.hanging import unless_it_hangs
from support.stories import gives_up
from support.voice import Voice

pytestmark = [pytest.mark.flow, pytest.mark.req("RPT-02", "RTM-21")]

NEVER = 1e6


class Engine:
    """The engine's side of a story: hears who counted how far."""

    def __init__(self, voice: Voice) -> None:
        self.kit = voice.centre.kit
        self.tenant = voice.tenant
        self.projection = Projection(self.kit, voice.centre.tenancy)
        self.told: asyncio.Queue[int] = asyncio.Queue()
        self.projection.counted.on_counted(self._counted)
        self.stand_in = StandIn(self.kit, self.projection)

    def _counted(self, tenant: TenantId, seq: int) -> None:
        self.told.put_nowait(seq)

    async def newest(self) -> int:
        async with self.kit.db.transaction(self.tenant) as tx:
            return await log_store.last_seq(tx.conn)

    async def all_is_counted(self) -> None:
        newest = await self.newest()
        async with unless_it_hangs():
            while await self.told.get() < newest:
                pass


@pytest.fixture
async def worker(voice: Voice, database_url: str) -> AsyncIterator[Centre]:
    made = make_centre(database_url)
    yield made
    await made.close()


def keeper_of(centre: Centre) -> Keeper:
    return Keeper(centre.kit, Projection(centre.kit, centre.tenancy), centre.tenancy)


async def test_the_worker_counts_what_the_engine_made_happen_and_the_engine_hears_it(
    voice: Voice, worker: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "PATIENCE_SECONDS", NEVER)
    engine = Engine(voice)
    engine.stand_in.start()
    await gives_up(voice)
    keeper_of(worker).start()
    await engine.all_is_counted()
    await gives_up(voice)
    await engine.all_is_counted()


async def test_the_engine_counts_itself_when_nobody_else_does(
    voice: Voice, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "PATIENCE_SECONDS", 0.05)
    engine = Engine(voice)
    engine.stand_in.start()
    await gives_up(voice)
    await engine.all_is_counted()


async def test_the_engine_does_not_count_what_was_counted_in_time(
    voice: Voice, worker: Centre, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(keeping, "PATIENCE_SECONDS", NEVER)
    engine = Engine(voice)
    engine.stand_in.start()
    counted: list[TenantId] = []

    async def count(tenant: TenantId) -> int:
        counted.append(tenant)
        return 0

    monkeypatch.setattr(engine.projection, "catch_up", count)
    await gives_up(voice)
    await engine.stand_in.look()
    keeper_of(worker).start()
    await engine.all_is_counted()
    await engine.stand_in.look()
    assert not counted
    await worker.kit.supervisor.stop()
    await gives_up(voice)
    for _ in range(2):
        await engine.stand_in.look()
    assert counted == [voice.tenant]


async def test_one_reading_is_told_once_in_its_own_process(voice: Voice) -> None:
    engine = Engine(voice)
    engine.projection.counted.start()
    await asyncio.sleep(0.2)
    await gives_up(voice)
    await engine.projection.step(voice.tenant)
    await asyncio.sleep(0.3)
    assert engine.told.qsize() == 1
