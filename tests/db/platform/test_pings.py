"""A connection that was used a moment ago is taken on trust; an older one is asked first."""

from __future__ import annotations

from uuid import UUID

import psycopg
import pytest
import sqlalchemy as sa

from lingting.kernel.ids import TenantId
from lingting.platform import pinging
from lingting.platform.db import DatabaseAway
from lingting.platform.kit import Kit

pytestmark = pytest.mark.db

TENANT = TenantId(UUID(int=7))
PID = sa.text("SELECT pg_backend_pid()")


async def backend(kit: Kit) -> int:
    async with kit.db.transaction(TENANT) as tx:
        return (await tx.conn.execute(PID)).scalar_one()


def end(database_url: str, pid: int) -> None:
    with psycopg.connect(database_url, autocommit=True) as other:
        other.execute("SELECT pg_terminate_backend(%s, 2000)", [pid])


async def test_a_connection_that_died_while_nobody_used_it_disturbs_nobody(
    kit: Kit, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pinging, "FRESH_SECONDS", 0.0)
    first = await backend(kit)
    end(database_url, first)
    assert await backend(kit) != first


async def test_one_that_died_just_after_its_use_fails_one_transaction_and_no_more(
    kit: Kit, database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pinging, "FRESH_SECONDS", 60.0)
    first = await backend(kit)
    assert await backend(kit) == first
    end(database_url, first)
    with pytest.raises(DatabaseAway):
        await backend(kit)
    assert await backend(kit) != first
