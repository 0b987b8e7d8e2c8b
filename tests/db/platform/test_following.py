"""Who follows a channel finds what came after the notice that he heard."""

import asyncio
from uuid import UUID

import psycopg
import pytest

from lingting.kernel.ids import TenantId
from lingting.platform.following import LOOKS_AFTER_SECONDS, Follower
from lingting.platform.kit import Kit
from lingting.platform.notices import Notice
from lingting.platform.showers import SHOWER_SECONDS, Showers
from support.hanging import unless_it_hangs

pytestmark = pytest.mark.db

TENANT = TenantId(UUID(int=7))
TOLD = Notice("lingting_test")


async def test_what_is_told_while_a_shower_passes_is_looked_for_after_another_one(kit: Kit) -> None:
    """A fact that came after that notice was not told."""
    pauses, looks = asyncio.Semaphore(0), asyncio.Semaphore(0)

    async def companies() -> list[TenantId]:
        return []

    async def work(tenant: TenantId) -> bool:
        looks.release()
        return False

    def pause(took: float) -> float:
        pauses.release()
        return 0.5

    async def tell() -> None:
        kit.db.showers = Showers()
        async with kit.db.transaction(TENANT) as tx:
            tx.write(TOLD, TENANT, {"payload": TENANT})

    Follower(kit, "lingting_test", work, companies, pause).start("test")
    async with unless_it_hangs():
        while pauses.locked():
            await tell()
            await asyncio.sleep(0.05)
        await pauses.acquire()
        await tell()
        await looks.acquire()
        await looks.acquire()


@pytest.mark.req("SEC-03")
async def test_a_notice_that_makes_no_sense_ends_no_hearing(kit: Kit, database_url: str) -> None:
    """Every role of the database may tell anything on any channel."""
    seen: list[TenantId] = []

    async def companies() -> list[TenantId]:
        return []

    async def work(tenant: TenantId) -> bool:
        seen.append(tenant)
        return False

    Follower(kit, "lingting_test", work, companies, lambda _: 0.0).start("test")
    nonsense = ("", ":", "x" * 7999, "00000000", f"{{{TENANT}", "聆听", "\u202e1\n2")
    async with (
        await psycopg.AsyncConnection.connect(database_url, autocommit=True) as anybody,
        unless_it_hangs(),
    ):
        while TENANT not in seen:
            for one in (*nonsense, str(TENANT)):
                await anybody.execute("SELECT pg_notify('lingting_test', %s)", [one])
            await asyncio.sleep(0.1)


def test_who_follows_waits_longer_than_a_shower() -> None:
    assert LOOKS_AFTER_SECONDS > SHOWER_SECONDS
