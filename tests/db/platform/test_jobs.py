"""A job that a transaction asked for is run by the worker, after the commit and only then."""

import asyncio
from uuid import UUID

import psycopg
import pytest

from lingting.kernel.ids import TenantId
from lingting.platform.kit import Kit

pytestmark = pytest.mark.db

TENANT = TenantId(UUID(int=9))


def waiting(url: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute("SELECT count(*) FROM procrastinate_jobs").fetchone()
    assert row
    return row[0]


async def test_the_worker_runs_the_job_for_the_company_that_asked(
    kit: Kit, database_url: str
) -> None:
    ran: list[tuple[TenantId, str]] = []

    async def greet(tenant: TenantId, word: str) -> None:
        ran.append((tenant, word))

    kit.jobs.register("test.greet", greet)
    async with kit.db.transaction(TENANT) as tx:
        tx.defer("test.greet", word="你好")
    app = kit.jobs.worker(database_url)
    async with app.open_async(), asyncio.timeout(30):
        await app.run_worker_async(wait=False, install_signal_handlers=False)
    assert ran == [(TENANT, "你好")]


async def test_a_job_that_a_killed_worker_was_at_runs_again(kit: Kit, database_url: str) -> None:
    ran: list[str] = []

    async def greet(tenant: TenantId, word: str) -> None:
        ran.append(word)

    kit.jobs.register("test.greet", greet)
    async with kit.db.transaction(TENANT) as tx:
        tx.defer("test.greet", word="你好")
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute("UPDATE procrastinate_jobs SET status = 'doing'")
    async with asyncio.timeout(30):
        await kit.jobs.work(database_url, wait=False)
    assert ran == ["你好"]


async def test_a_transaction_that_fails_asks_for_nothing(kit: Kit, database_url: str) -> None:
    async def failing() -> None:
        async with kit.db.transaction(TENANT) as tx:
            tx.defer("test.greet", word="never")
            raise ValueError("as a test wants")

    with pytest.raises(ValueError, match="as a test wants"):
        await failing()
    assert waiting(database_url) == 0


def test_a_job_has_one_owner(kit: Kit) -> None:
    async def nothing(_: TenantId) -> None:
        return

    kit.jobs.register("test.once", nothing)
    with pytest.raises(ValueError, match="two jobs"):
        kit.jobs.register("test.once", nothing)
