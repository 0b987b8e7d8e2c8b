"""The company's log of facts: gapless, in the order of commits, only what was committed."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import psycopg
import pytest
import sqlalchemy as sa
from sqlalchemy.exc import DBAPIError

from lingting.kernel.events import Event
from lingting.kernel.ids import TenantId, UserId, new_id
from lingting.platform import showers
from lingting.platform.bus import Recorded
from lingting.platform.db import Transaction
from lingting.platform.eventlog import CHANNEL, decode
from lingting.platform.kit import Kit
from lingting.platform.notices import Notice
from lingting.platform.tables import event_log, timers
from lingting.platform.writing import Add
from lingting.tenancy.events import CompanyFounded, SettingsChanged
from lingting.testing.manual_clock import MONDAY_MORNING, ManualClock

pytestmark = pytest.mark.db

TENANT = TenantId(new_id(MONDAY_MORNING))


def fact(tx: Transaction, name: str = "a") -> Event:
    return CompanyFounded(at=tx.now, short_name=name)


async def rows(kit: Kit) -> list[Any]:
    async with kit.db.transaction(TENANT) as tx:
        query = sa.select(event_log).order_by(event_log.c.seq)
        return list((await tx.conn.execute(query)).all())


async def test_facts_are_numbered_from_one_without_a_gap(kit: Kit) -> None:
    for _ in range(3):
        async with kit.db.transaction(TENANT) as tx:
            tx.publish(fact(tx))
            tx.publish(fact(tx))
    assert [row.seq for row in await rows(kit)] == [1, 2, 3, 4, 5, 6]


async def test_a_transaction_that_fails_leaves_no_fact_and_no_gap(kit: Kit) -> None:
    async def failing() -> None:
        async with kit.db.transaction(TENANT) as tx:
            tx.publish(fact(tx, "lost"))
            raise ValueError("as a test wants")

    with pytest.raises(ValueError, match="as a test wants"):
        await failing()
    async with kit.db.transaction(TENANT) as tx:
        tx.publish(fact(tx, "kept"))
    assert [(row.seq, row.data["short_name"]) for row in await rows(kit)] == [(1, "kept")]


async def test_many_transactions_at_once_share_one_order(kit: Kit) -> None:
    heard: list[int] = []

    async def hear(recorded: Recorded) -> None:
        heard.append(recorded.seq)

    async def one(name: str) -> None:
        async with kit.db.transaction(TENANT) as tx:
            tx.publish(fact(tx, name))

    kit.bus.subscribe_all(hear)
    await asyncio.gather(*(one(str(number)) for number in range(12)))
    assert [row.seq for row in await rows(kit)] == list(range(1, 13))
    assert sorted(heard) == list(range(1, 13))


async def test_effects_and_subscribers_follow_the_commit(kit: Kit) -> None:
    told: list[str] = []

    async def effect() -> None:
        told.append(f"effect sees {len(await rows(kit))}")

    async def hear(_: TenantId, __: Event) -> None:
        told.append(f"subscriber sees {len(await rows(kit))}")

    kit.bus.subscribe(CompanyFounded, hear)
    async with kit.db.transaction(TENANT) as tx:
        tx.after_commit(effect)
        tx.publish(fact(tx))
        assert told == []
    assert told == ["effect sees 1", "subscriber sees 1"]


async def test_nothing_follows_a_transaction_that_failed_but_memory_is_undone(kit: Kit) -> None:
    told: list[str] = []

    async def effect() -> None:
        told.append("effect")

    async def failing() -> None:
        async with kit.db.transaction(TENANT) as tx:
            tx.after_commit(effect)
            tx.on_rollback(lambda: told.append("undone first"))
            tx.on_rollback(lambda: told.append("undone last"))
            tx.publish(fact(tx))
            raise ValueError("as a test wants")

    with pytest.raises(ValueError, match="as a test wants"):
        await failing()
    assert told == ["undone last", "undone first"]


async def test_an_effect_that_fails_stops_no_other(kit: Kit) -> None:
    told: list[str] = []

    async def fail() -> None:
        raise RuntimeError("as a test wants")

    async def tell() -> None:
        told.append("told")

    async with kit.db.transaction(TENANT) as tx:
        tx.after_commit(fail)
        tx.after_commit(tell)
    assert told == ["told"]


async def test_a_stored_fact_reads_back_as_it_was(kit: Kit) -> None:
    by = UserId(new_id(MONDAY_MORNING))
    async with kit.db.transaction(TENANT) as tx:
        told = SettingsChanged(at=tx.now, keys=("recording", "captcha"), by=by)
        tx.publish(told)
    (row,) = await rows(kit)
    assert row.name == "settings.changed"
    assert decode(row.name, row.data) == told


async def test_other_processes_are_told_after_the_commit(kit: Kit, database_url: str) -> None:
    listener = await psycopg.AsyncConnection.connect(database_url, autocommit=True)
    async with listener:
        await listener.execute(f"LISTEN {CHANNEL}")
        async with kit.db.transaction(TENANT) as tx:
            tx.publish(fact(tx))
        async for notice in listener.notifies(timeout=10, stop_after=1):
            assert notice.payload == f"{TENANT}:1"
            return
    pytest.fail("nobody was told")


async def notices(kit: Kit, database_url: str, work: Callable[[], Awaitable[None]]) -> list[str]:
    """What other processes are told while `work` goes on."""
    listener = await psycopg.AsyncConnection.connect(database_url, autocommit=True)
    async with listener:
        await listener.execute(f"LISTEN {CHANNEL}")
        await work()
        await listener.execute(f"NOTIFY {CHANNEL}, 'end'")
        heard: list[str] = []
        async for one in listener.notifies(timeout=10):
            if one.payload == "end":
                return heard
            heard.append(one.payload)
    pytest.fail("the end was not told")


async def test_of_a_shower_the_first_fact_is_told(
    kit: Kit, database_url: str, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = TenantId(new_id(clock.now()))

    async def work() -> None:
        for seconds, tenant in ((60, TENANT), (60, TENANT), (60, other), (0, TENANT)):
            monkeypatch.setattr(showers, "SHOWER_SECONDS", seconds)
            async with kit.db.transaction(tenant) as tx:
                tx.publish(fact(tx))

    assert await notices(kit, database_url, work) == [f"{TENANT}:1", f"{other}:1", f"{TENANT}:3"]


async def test_what_was_taken_back_told_nobody(
    kit: Kit, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(showers, "SHOWER_SECONDS", 60)

    async def failing() -> None:
        async with kit.db.transaction(TENANT) as tx:
            tx.publish(fact(tx))
            tx.write(Add(timers), "x", {"kind": None})

    async def work() -> None:
        with pytest.raises(DBAPIError):
            await failing()
        async with kit.db.transaction(TENANT) as tx:
            with suppress(ValueError):
                async with tx.attempt():
                    tx.write(Notice(CHANNEL), "x", {"payload": "taken back"})
                    await tx.conn.execute(sa.text("SELECT 1"))
                    raise ValueError
        async with kit.db.transaction(TENANT) as tx:
            tx.publish(fact(tx))

    assert await notices(kit, database_url, work) == [f"{TENANT}:1"]


async def test_each_company_has_numbers_of_its_own(kit: Kit, clock: ManualClock) -> None:
    other = TenantId(new_id(clock.now()))
    heard: list[tuple[TenantId, int]] = []

    async def hear(recorded: Recorded) -> None:
        heard.append((recorded.tenant, recorded.seq))

    kit.bus.subscribe_all(hear)
    for tenant in (TENANT, other, TENANT):
        async with kit.db.transaction(tenant) as tx:
            tx.publish(fact(tx))
    assert heard == [(TENANT, 1), (other, 1), (TENANT, 2)]
