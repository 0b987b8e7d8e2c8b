"""Who follows a channel finds what came after the notice that he heard."""

import asyncio
from uuid import UUID

import pytest

from lingting.kernel.ids import TenantId
from lingting.platform.following import LOOKS_AFTER_SECONDS, Follower
from lingting.platform.kit import Kit
from lingting.platform.notices import Notice
from lingting.platform.showers import SHOWER_SECONDS, Showers

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
    async with asyncio.timeout(20):
        while pauses.locked():
            await tell()
            await asyncio.sleep(0.05)
        await pauses.acquire()
        await tell()
        await looks.acquire()
        await looks.acquire()


def test_who_follows_waits_longer_than_a_shower() -> None:
    assert LOOKS_AFTER_SECONDS > SHOWER_SECONDS
