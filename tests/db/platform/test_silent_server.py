"""A server that says nothing any more, and breaks no connection: it counts as away."""

from __future__ import annotations

import asyncio
import signal
import time
from collections.abc import AsyncIterator, Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from functools import partial

import psycopg
import pytest
import sqlalchemy as sa

from lingting.adapters.postgres.embedded import DATABASE, OWNER, EmbeddedPostgres
from lingting.main.parts import PostgresPart, is_stopped
from lingting.platform import leading
from lingting.platform.db import DatabaseAway
from lingting.platform.kit import Kit, make_kit
from lingting.platform.leading import Leadership
from lingting.platform.settings import Settings
from lingting.tenancy.events import SettingsChanged
from lingting.testing.manual_clock import ManualClock
from support.cable import Cable
from support.hanging import unless_it_hangs
from support.locks import until_somebody_waits
from support.own_server import TENANT, tell, told
from support.own_server import kit as kit
from support.own_server import server as server

pytestmark = pytest.mark.db


@contextmanager
def stopped(server: EmbeddedPostgres) -> Iterator[None]:
    """As a machine that stands still, or a network that swallows everything."""
    assert len(server.processes()) > 3
    server.send(signal.SIGSTOP)
    try:
        yield
    finally:
        server.send(signal.SIGCONT)


@contextmanager
def disk_hangs(server: EmbeddedPostgres) -> Iterator[None]:
    """Commits wait, for a copy in place of a disk; all else is answered."""
    superuser = server.url(user="postgres")

    def commit() -> None:
        with psycopg.connect(superuser) as anybody:
            anybody.execute("SELECT pg_logical_emit_message(true, 'lingting', '')")

    with psycopg.connect(superuser, autocommit=True) as boss, ThreadPoolExecutor(1) as hand:
        boss.execute("ALTER SYSTEM SET synchronous_standby_names = 'nobody'")
        boss.execute("SELECT pg_reload_conf()")
        waits = hand.submit(commit)
        while not boss.execute(HANGS).fetchone():
            if waits.done():
                waits = hand.submit(commit)
        try:
            yield
        finally:
            boss.execute("ALTER SYSTEM RESET synchronous_standby_names")
            boss.execute("SELECT pg_reload_conf()")


HANGS = "SELECT 1 FROM pg_stat_activity WHERE wait_event = 'SyncRep'"
Silence = Callable[[EmbeddedPostgres], AbstractContextManager[None]]
SILENT = pytest.mark.parametrize("silent", [stopped, disk_hangs])


class Engine:
    """One that leads, with another that waits to."""

    def __init__(self, kit: Kit, url: str) -> None:
        self.kit = kit
        self.heard: list[str] = []
        self.first, self.second = Leadership(url), Leadership(url)

    async def begin(self) -> None:
        await self.first.take()
        self.keeps = asyncio.create_task(self.first.keep(self.lost, self.back))
        self.waits = asyncio.create_task(self.second.take())

    def lost(self) -> None:
        self.heard.append("lost")
        self.kit.db.hold()

    def back(self) -> None:
        self.heard.append("back")
        self.kit.db.resume()

    async def until(self, *heard: str) -> None:
        async with unless_it_hangs():
            while self.heard != [*heard]:  # noqa: ASYNC110
                await asyncio.sleep(0.02)

    async def end(self) -> None:
        self.keeps.cancel()
        self.waits.cancel()
        await asyncio.gather(self.keeps, self.waits, return_exceptions=True)
        await self.first.release()
        await self.second.release()


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(leading, "LOOK_SECONDS", 0.2)
    monkeypatch.setattr(leading, "SILENT_SECONDS", 1.0)


@pytest.fixture
async def engine(kit: Kit, server: EmbeddedPostgres) -> AsyncIterator[Engine]:
    made = Engine(kit, server.url())
    await made.begin()
    await until_somebody_waits(server.url())
    yield made
    await made.end()


@pytest.fixture
async def far_away(server: EmbeddedPostgres) -> AsyncIterator[Cable]:
    socket = f"{server.home}/run/.s.PGSQL.5432"
    async with Cable(partial(asyncio.open_unix_connection, socket)).plugged() as cable:
        yield cable


@SILENT
async def test_who_led_goes_on_leading(
    engine: Engine, server: EmbeddedPostgres, silent: Silence
) -> None:
    with silent(server):
        await engine.until("lost")
        await asyncio.sleep(1)
        assert engine.heard == ["lost"]
    await engine.until("lost", "back")
    assert not engine.waits.done()
    await tell(engine.kit)


@SILENT
@pytest.mark.parametrize("fresh", [False, True], ids=["over a line of the pool", "over a new one"])
async def test_what_waits_for_an_answer_is_told_and_done_once(
    engine: Engine, server: EmbeddedPostgres, silent: Silence, fresh: bool
) -> None:
    kit = engine.kit
    await tell(kit)
    if fresh:
        await kit.db.engine.dispose()
    with silent(server):
        does = asyncio.create_task(kit.db.insist(lambda: tell(kit)))
        await engine.until("lost")
        with pytest.raises(DatabaseAway):
            await tell(kit)
        await asyncio.sleep(0.2)
        assert not does.done()
    async with unless_it_hangs():
        await does
    assert await told(kit) == 2


async def test_over_a_network_the_same(far_away: Cable, clock: ManualClock) -> None:
    url = f"postgresql://{OWNER}@127.0.0.1:{far_away.port}/{DATABASE}"
    kit = make_kit(Settings(), url, clock)
    engine = Engine(kit, url)
    await engine.begin()
    await tell(kit)
    far_away.freeze()
    does = asyncio.create_task(kit.db.insist(lambda: tell(kit)))
    await engine.until("lost")
    far_away.thaw()
    async with unless_it_hangs():
        await does
    assert await told(kit) == 2
    assert not engine.waits.done()
    await engine.end()
    await kit.db.close()


async def test_what_the_server_reads_later_is_not_committed(
    engine: Engine, server: EmbeddedPostgres
) -> None:
    kit = engine.kit
    await tell(kit)
    with stopped(server):
        does = asyncio.create_task(tell(kit))
        await engine.until("lost")
        with pytest.raises(DatabaseAway):
            async with unless_it_hangs():
                await does
    await engine.until("lost", "back")
    assert await told(kit) == 1


async def test_what_was_begun_is_undone(engine: Engine, server: EmbeddedPostgres) -> None:
    kit = engine.kit
    undone: list[str] = []

    async def interrupted() -> None:
        async with kit.db.transaction(TENANT) as tx:
            tx.on_rollback(lambda: undone.append("memory"))
            await tx.conn.execute(sa.text("SELECT 1"))
            tx.publish(SettingsChanged(at=tx.now, keys=(), by=None))
            with stopped(server):
                await engine.until("lost")

    with pytest.raises(DatabaseAway):
        await interrupted()
    await engine.until("lost", "back")
    assert undone == ["memory"]
    assert await told(kit) == 0


async def test_a_server_that_somebody_stopped_and_forgot_goes_on(
    kit: Kit, server: EmbeddedPostgres
) -> None:
    part = PostgresPart(server, silence_seconds=1.5)
    part.start()
    await tell(kit)
    with stopped(server):
        assert is_stopped(server.processes()[0])
        async with unless_it_hangs():
            await tell(kit)
    assert await told(kit) == 2
    await kit.db.close()
    await asyncio.to_thread(part.stop)


async def test_a_busy_engine_is_not_taken_for_a_silent_server(engine: Engine) -> None:
    for _ in range(3):
        time.sleep(1.5)  # noqa: ASYNC251
        await asyncio.sleep(0.3)
    assert engine.heard == []
