"""A database that stops and comes back: nothing is half done, nothing is forgotten, one leads."""

from __future__ import annotations

import asyncio
import os
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from lingting.adapters.postgres.embedded import EmbeddedPostgres
from lingting.platform.clock import as_of
from lingting.platform.db import DatabaseAway, Transaction
from lingting.platform.kit import Kit
from lingting.platform.leading import Leadership, Seat
from lingting.platform.timers import Timer
from lingting.tenancy.events import SettingsChanged
from lingting.testing.manual_clock import ManualClock
from support.hanging import unless_it_hangs
from support.locks import until_somebody_waits
from support.own_server import TENANT, tell, told
from support.own_server import kit as kit
from support.own_server import server as server

pytestmark = pytest.mark.db


async def test_what_is_under_way_when_the_server_stops_is_undone_and_may_be_done_again(
    kit: Kit, server: EmbeddedPostgres
) -> None:
    undone: list[str] = []

    async def interrupted() -> None:
        async with kit.db.transaction(TENANT) as tx:
            tx.on_rollback(lambda: undone.append("memory"))
            tx.publish(SettingsChanged(at=tx.now, keys=(), by=None))
            await asyncio.to_thread(server.stop)

    with pytest.raises(DatabaseAway):
        await interrupted()
    assert undone == ["memory"]
    with pytest.raises(DatabaseAway):
        await tell(kit)
    again = asyncio.create_task(kit.db.insist(lambda: tell(kit)))
    await asyncio.sleep(0.5)
    assert not again.done()
    await asyncio.to_thread(server.start)
    async with unless_it_hangs():
        await again
    assert await told(kit) == 1


async def test_a_timer_that_falls_due_while_the_server_is_away_fires_when_it_is_back(
    kit: Kit, server: EmbeddedPostgres, clock: ManualClock
) -> None:
    rung: list[str] = []

    async def ring(tx: Transaction, timer: Timer) -> None:
        rung.append(timer.key)

    kit.timers.on("bell", ring)
    async with kit.db.transaction(TENANT) as tx:
        await tx.set_timer("bell", "one", tx.now + timedelta(seconds=5))
    await asyncio.to_thread(server.stop)
    clock.advance(10)
    fires = asyncio.create_task(kit.timers.run_due())
    await asyncio.sleep(0.3)
    assert rung == []
    await asyncio.to_thread(server.start)
    async with unless_it_hangs():
        assert await fires == 1
    assert rung == ["one"]


async def test_a_session_that_ends_in_the_commit_tells_nothing_twice(
    kit: Kit, server: EmbeddedPostgres
) -> None:
    """Whether it was committed is asked, not guessed: here it was not, and is done again."""
    with psycopg.connect(server.url(user="postgres"), autocommit=True) as boss:
        boss.execute(DEADLY)
        with pytest.raises(DatabaseAway):
            await tell(kit)
        boss.execute("DROP TRIGGER deadly ON event_log")
    assert await told(kit) == 0
    await kit.db.insist(lambda: tell(kit))
    assert await told(kit) == 1


DEADLY = """
CREATE FUNCTION die() RETURNS trigger SECURITY DEFINER LANGUAGE plpgsql AS
$$ BEGIN PERFORM pg_terminate_backend(pg_backend_pid()); RETURN NULL; END $$;
CREATE CONSTRAINT TRIGGER deadly AFTER INSERT ON event_log DEFERRABLE INITIALLY DEFERRED
FOR EACH ROW EXECUTE FUNCTION die();
"""
"""Ends the session in its own commit."""


@pytest.mark.parametrize("leaves", [DatabaseAway, asyncio.CancelledError])
async def test_who_leaves_in_the_midst_of_a_notice_is_gone(
    kit: Kit, server: EmbeddedPostgres, leaves: type[BaseException]
) -> None:
    async def hear() -> None:
        async with kit.db.notices("lingting_test") as notices:
            heard.set()
            async for _ in notices:
                raise leaves

    heard = asyncio.Event()
    hears = asyncio.create_task(hear())
    await heard.wait()
    with psycopg.connect(server.url(), autocommit=True) as boss:
        boss.execute("NOTIFY lingting_test")
    async with unless_it_hangs():
        await asyncio.wait([hears])
    with pytest.raises(leaves):
        await hears


async def test_a_full_disk_is_waited_for_like_a_server_that_is_away(
    kit: Kit, server: EmbeddedPostgres
) -> None:
    """It answers on, so only what needs room tells when it has some again."""
    with psycopg.connect(server.url(user="postgres"), autocommit=True) as boss:
        boss.execute(FULL)
        with pytest.raises(DatabaseAway):
            await tell(kit)
        assert kit.db.room.full_since == kit.clock.now()
        assert await told(kit) == 0
        assert not await kit.db.usable()
        again = asyncio.create_task(kit.db.insist(lambda: tell(kit)))
        await asyncio.sleep(0.6)
        assert not again.done()
        boss.execute("DROP TRIGGER full_disk ON event_log; DROP EVENT TRIGGER full_disk")
        async with unless_it_hangs():
            await again
    assert await told(kit) == 1
    assert kit.db.room.full_since is None


FULL = """
CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$;
CREATE FUNCTION full_disk_for_tables() RETURNS event_trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER full_disk BEFORE INSERT ON event_log FOR EACH ROW EXECUTE FUNCTION full_disk();
CREATE EVENT TRIGGER full_disk ON ddl_command_start WHEN TAG IN ('CREATE TABLE AS')
EXECUTE FUNCTION full_disk_for_tables();
"""


async def test_who_goes_on_after_his_connection_broke_hears_that_the_database_is_away(
    kit: Kit, server: EmbeddedPostgres
) -> None:
    async def goes_on(tx: Transaction) -> None:
        ended = (await tx.conn.execute(sa.text("SELECT pg_backend_pid()"))).scalar_one()
        with psycopg.connect(server.url(user="postgres"), autocommit=True) as boss:
            boss.execute("SELECT pg_terminate_backend(%s, 2000)", (ended,))
        with suppress(DBAPIError):
            await tx.conn.execute(sa.text("SELECT 1"))
        await tx.conn.execute(sa.text("SELECT 1"))

    with pytest.raises(DatabaseAway):
        async with kit.db.transaction(TENANT) as tx:
            await goes_on(tx)


async def test_late_work_belongs_to_its_time_but_never_before_what_is_told(
    kit: Kit, clock: ManualClock
) -> None:
    then = clock.now()
    clock.advance(60)
    with as_of(then):
        async with kit.db.transaction(TENANT) as tx:
            assert tx.now == then
    await tell(kit)
    newest = clock.now()
    with as_of(then):
        async with kit.db.transaction(TENANT) as tx:
            assert tx.now == newest


async def test_one_leads_and_the_next_leads_when_it_is_gone(server: EmbeddedPostgres) -> None:
    first, second = Leadership(server.url()), Leadership(server.url())
    await first.take()
    waits = asyncio.create_task(second.take())
    await until_somebody_waits(server.url())
    assert not waits.done()
    await first.release()
    async with unless_it_hangs():
        await waits
    await second.release()


async def test_who_led_before_leads_on_after_the_server_was_away(server: EmbeddedPostgres) -> None:
    heard: list[str] = []
    first, second = Leadership(server.url()), Leadership(server.url())
    await first.take()
    keeps = asyncio.create_task(
        first.keep(lambda: heard.append("lost"), lambda: heard.append("back"))
    )
    waits = asyncio.create_task(second.take())
    await until_somebody_waits(server.url())
    await asyncio.to_thread(server.stop)
    await asyncio.to_thread(server.start)
    async with unless_it_hangs():
        while heard != ["lost", "back"]:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    assert not waits.done()
    for task in (keeps, waits):
        task.cancel()
    await asyncio.gather(keeps, waits, return_exceptions=True)
    await first.release()
    await second.release()


async def test_who_starts_without_a_database_stands_in_if_nobody_hears_the_switch(
    server: EmbeddedPostgres, tmp_path: Path
) -> None:
    stood_in: list[str] = []

    def leads(name: str) -> tuple[Leadership, asyncio.Task[None]]:
        made = Leadership(server.url(), Seat(tmp_path / "seat"))
        return made, asyncio.create_task(made.take(lambda: stood_in.append(name)))

    first, led = leads("first")
    await led
    await asyncio.to_thread(server.stop)
    second, waits = leads("second")
    await asyncio.sleep(0.6)
    assert stood_in == []  # the first one lives and hears what happens
    assert first._seat is not None
    assert first._seat._file is not None
    os.close(first._seat._file)  # as its end would
    third, waits_too = leads("third")
    async with unless_it_hangs():
        while not stood_in:  # noqa: ASYNC110
            await asyncio.sleep(0.05)
    await asyncio.sleep(0.6)
    (one,) = set(stood_in)
    await asyncio.to_thread(server.start)
    async with unless_it_hangs():
        await asyncio.wait([waits, waits_too], return_when=asyncio.FIRST_COMPLETED)
    assert {"second": waits, "third": waits_too}[one].done()
    assert not (waits.done() and waits_too.done())
    for task in (waits, waits_too):
        task.cancel()
    await asyncio.gather(waits, waits_too, return_exceptions=True)
    for made in (first, second, third):
        await made.release()


async def test_who_finds_another_leading_says_so(server: EmbeddedPostgres) -> None:
    first, second = Leadership(server.url()), Leadership(server.url())
    await first.take()
    waits = asyncio.create_task(second.take())
    await until_somebody_waits(server.url())
    keeps = asyncio.create_task(first.keep(lambda: None, lambda: None))
    with psycopg.connect(server.url(user="postgres"), autocommit=True) as boss:
        boss.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND granted"
        )
    async with unless_it_hangs():
        await asyncio.gather(waits, keeps)
    await second.release()
