"""A server of one test alone, to be stopped, and the platform over it."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest
import sqlalchemy as sa

from lingting.adapters.postgres.embedded import FAST, EmbeddedPostgres
from lingting.kernel.ids import TenantId
from lingting.main.migrate import prepare
from lingting.platform.kit import Kit, make_kit
from lingting.platform.settings import Settings
from lingting.tenancy.events import SettingsChanged
from lingting.testing.manual_clock import ManualClock

TENANT = TenantId(UUID(int=7))


@pytest.fixture
async def server(tmp_path: Path) -> AsyncIterator[EmbeddedPostgres]:
    """It waits for its journal, as one that keeps something does."""
    made = EmbeddedPostgres(tmp_path / "pg", settings={**FAST, "synchronous_commit": "on"})
    prepare(Settings(), await asyncio.to_thread(made.start))
    yield made
    made.stop()


@pytest.fixture
async def kit(server: EmbeddedPostgres, clock: ManualClock) -> AsyncIterator[Kit]:
    """The platform over that server."""
    made = make_kit(Settings(), server.url(), clock)
    yield made
    await made.supervisor.stop()
    await made.db.close()


async def told(kit: Kit) -> int:
    """How many facts are kept."""
    async with kit.db.transaction(TENANT) as tx:
        return (await tx.conn.execute(sa.text("SELECT count(*) FROM event_log"))).scalar_one()


async def tell(kit: Kit) -> None:
    """Keeps one fact."""
    async with kit.db.transaction(TENANT) as tx:
        tx.publish(SettingsChanged(at=tx.now, keys=(), by=None))
