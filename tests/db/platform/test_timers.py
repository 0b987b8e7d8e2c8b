"""Stored timers fire once, in order, also after a restart; what was cancelled does not."""

from datetime import datetime, timedelta
from uuid import UUID

import pytest
import sqlalchemy as sa

from lingting.kernel.ids import TenantId
from lingting.platform.db import Transaction
from lingting.platform.kit import Kit, make_kit
from lingting.platform.settings import Settings
from lingting.platform.tables import timers
from lingting.platform.timers import Timer
from lingting.testing.manual_clock import ManualClock
from support.statements import hear

pytestmark = pytest.mark.db

TENANT = TenantId(UUID(int=7))


class Bell:
    """Remembers what fired."""

    def __init__(self, kit: Kit, kind: str = "bell") -> None:
        self.rung: list[str] = []
        self.kit = kit
        self.kind = kind
        self.fails = False
        kit.timers.on(kind, self.ring)

    async def ring(self, tx: Transaction, timer: Timer) -> None:
        assert tx.tenant == TENANT
        self.rung.append(f"{timer.key} {timer.data.get('word', '')}".strip())
        if self.fails:
            raise RuntimeError("as a test wants")

    async def set(self, key: str, seconds: float, **data: str) -> None:
        async with self.kit.db.transaction(TENANT) as tx:
            await tx.set_timer(self.kind, key, later(tx, seconds), data)

    async def cancel(self, key: str) -> None:
        async with self.kit.db.transaction(TENANT) as tx:
            await tx.cancel_timer(self.kind, key)


def later(tx: Transaction, seconds: float) -> datetime:
    return tx.now + timedelta(seconds=seconds)


async def test_timers_fire_when_they_are_due_and_in_order(kit: Kit, clock: ManualClock) -> None:
    bell = Bell(kit)
    await bell.set("late", 20, word="two")
    await bell.set("early", 10, word="one")
    clock.advance(9)
    assert await kit.timers.run_due() == 0
    clock.advance(20)
    assert await kit.timers.run_due() == 2
    assert bell.rung == ["early one", "late two"]
    assert await kit.timers.run_due() == 0


async def test_a_cancelled_timer_does_not_fire(kit: Kit, clock: ManualClock) -> None:
    bell = Bell(kit)
    await bell.set("gone", 10)
    await bell.cancel("gone")
    clock.advance(20)
    assert await kit.timers.run_due() == 0
    assert bell.rung == []


async def test_a_timer_that_was_moved_fires_once_at_its_new_time(
    kit: Kit, clock: ManualClock
) -> None:
    bell = Bell(kit)
    await bell.set("moved", 10, word="old")
    await bell.set("moved", 30, word="new")
    clock.advance(15)
    assert await kit.timers.run_due() == 0
    clock.advance(15)
    assert await kit.timers.run_due() == 1
    assert bell.rung == ["moved new"]


async def test_a_timer_of_a_transaction_that_failed_was_never_set(
    kit: Kit, clock: ManualClock
) -> None:
    bell = Bell(kit)

    async def failing() -> None:
        async with kit.db.transaction(TENANT) as tx:
            await tx.set_timer("bell", "never", later(tx, 1))
            raise ValueError("as a test wants")

    with pytest.raises(ValueError, match="as a test wants"):
        await failing()
    clock.advance(10)
    await kit.timers.run_due()
    assert bell.rung == []


async def test_timers_survive_a_restart(kit: Kit, clock: ManualClock, database_url: str) -> None:
    await Bell(kit).set("kept", 10, word="still here")
    again = make_kit(Settings(), database_url, clock)
    bell = Bell(again)
    await again.timers.load([TENANT])
    clock.advance(60)
    assert await again.timers.run_due() == 1
    assert bell.rung == ["kept still here"]
    await again.db.close()


async def test_two_processes_that_know_a_timer_fire_it_once(
    kit: Kit, clock: ManualClock, database_url: str
) -> None:
    bell = Bell(kit)
    await bell.set("shared", 10)
    again = make_kit(Settings(), database_url, clock)
    other = Bell(again)
    await again.timers.load([TENANT])
    clock.advance(10)
    fired = await kit.timers.run_due() + await again.timers.run_due()
    assert fired == 1
    assert bell.rung + other.rung == ["shared"]
    await again.db.close()


async def test_a_timer_whose_action_fails_is_not_lost(
    kit: Kit, clock: ManualClock, database_url: str
) -> None:
    bell = Bell(kit)
    bell.fails = True
    await bell.set("stubborn", 10)
    clock.advance(10)
    with pytest.raises(RuntimeError, match="as a test wants"):
        await kit.timers.run_due()
    again = make_kit(Settings(), database_url, clock)
    other = Bell(again)
    await again.timers.load([TENANT])
    assert await again.timers.run_due() == 1
    assert other.rung == ["stubborn"]
    await again.db.close()


async def test_a_kind_of_timer_has_one_owner(kit: Kit) -> None:
    Bell(kit)
    with pytest.raises(ValueError, match="two owners"):
        Bell(kit)


async def test_of_a_company_taken_up_only_timers_that_may_be_there_are_removed(
    kit: Kit, clock: ManualClock
) -> None:
    bell = Bell(kit)
    await bell.set("there", 10)
    await kit.timers.load([TENANT])
    asked = hear(kit.db)
    await bell.cancel("there")
    assert [one for one in asked if "DELETE FROM timers" in one] != []
    asked.clear()
    await bell.cancel("there")
    await bell.cancel("never set")
    assert [one for one in asked if "timers" in one] == []
    clock.advance(20)
    assert await kit.timers.run_due() == 0
    assert [one for one in asked if "timers" in one] == []


async def test_a_timer_set_again_by_its_own_action_can_be_cancelled(
    kit: Kit, clock: ManualClock
) -> None:
    await kit.timers.load([TENANT])
    rung: list[datetime] = []

    async def ring(tx: Transaction, timer: Timer) -> None:
        rung.append(timer.due)
        await tx.set_timer("again", timer.key, later(tx, 10))

    kit.timers.on("again", ring)
    bell = Bell(kit)
    bell.kind = "again"
    await bell.set("one", 10)
    for _ in range(2):
        clock.advance(10)
        assert await kit.timers.run_due() == 1
    await bell.cancel("one")
    clock.advance(30)
    assert await kit.timers.run_due() == 0
    assert len(rung) == 2
    assert await rows(kit) == 0


async def test_a_timer_set_while_it_is_cancelled_elsewhere_can_be_cancelled_again(
    kit: Kit,
) -> None:
    bell = Bell(kit)
    await bell.set("one", 10)
    await kit.timers.load([TENANT])
    async with kit.db.transaction(TENANT) as setting:
        await bell.cancel("one")
        await setting.set_timer("bell", "one", later(setting, 20))
    assert await rows(kit) == 1
    await bell.cancel("one")
    assert await rows(kit) == 0


async def test_a_part_that_fails_alone_leaves_timers_as_they_were(kit: Kit) -> None:
    bell = Bell(kit)
    await bell.set("kept", 10)

    async def failing(tx: Transaction) -> None:
        async with tx.attempt():
            await tx.cancel_timer("bell", "kept")
            await tx.set_timer("bell", "never", later(tx, 1))
            raise ValueError("as a test wants")

    async with kit.db.transaction(TENANT) as tx:
        with pytest.raises(ValueError, match="as a test wants"):
            await failing(tx)
    assert await rows(kit) == 1


async def rows(kit: Kit) -> int:
    async with kit.db.transaction(TENANT) as tx:
        return (await tx.conn.execute(sa.select(sa.func.count()).select_from(timers))).scalar_one()
