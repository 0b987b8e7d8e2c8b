"""What a start does to the database is done once, wholly, and by no older version."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path
from queue import SimpleQueue

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Engine, event

from lingting.adapters.postgres.dump import superuser_url
from lingting.kernel.ids import TenantId
from lingting.main.errand import Refused, Watcher
from lingting.main.founded import Prepared
from lingting.main.founding import FIRST_NUMBER, NAME, SHORT_NAME, with_product
from lingting.main.migrate import alone, check, newest, prepare, revision_of, upgrade
from lingting.main.up import PREPARE
from lingting.main.wiring import Product
from lingting.main.words import text
from lingting.platform.settings import Settings

pytestmark = pytest.mark.db
NEWER = "9999"
STEPS = 12
WAITS = 60.0


class Killed(BaseException):
    """The process is no more."""


def test_an_older_version_says_so_and_changes_nothing(
    blank_database_url: str, tmp_path: Path
) -> None:
    upgrade(blank_database_url)
    with psycopg.connect(blank_database_url) as connection:
        connection.execute("UPDATE alembic_version SET version_num = %s", [NEWER])
    with pytest.raises(Refused, match=f"(?s){NEWER}.*{newest()}.*(restore|恢复)"):
        _start(blank_database_url, tmp_path)
    assert revision_of(blank_database_url) == NEWER


def test_two_machines_that_start_together_share_one_company(
    blank_database_url: str, tmp_path: Path
) -> None:
    told: SimpleQueue[str] = SimpleQueue()
    with ThreadPoolExecutor() as both:
        with alone(blank_database_url, lambda: None):
            starts = [
                both.submit(_start, blank_database_url, tmp_path / name, told.put)
                for name in ("one", "two")
            ]
            waiting = {told.get(timeout=WAITS) for _ in starts}
        ready = [start.result() for start in starts]
    assert waiting == {text("prepared_by_another")}
    assert told.empty()
    assert sorted(bool(one.founding.people) for one in ready) == [False, True]
    with psycopg.connect(blank_database_url) as connection:
        assert connection.execute("SELECT count(*) FROM tenants").fetchone() == (1,)


@pytest.mark.parametrize("seed", range(4))
def test_an_update_that_is_killed_goes_on_where_it_was(blank_database_url: str, seed: int) -> None:
    chance = random.Random(seed)
    stood: list[str] = []
    for _ in range(STEPS):
        with suppress(Killed), killed_before(chance.randint(1, 60)):
            upgrade(blank_database_url)
        stood.append(revision_of(blank_database_url))
    assert stood == sorted(stood)
    assert len(set(stood)) > 2, "it was never killed between two migrations"
    upgrade(blank_database_url)
    check(blank_database_url)
    prepare(Settings(), blank_database_url)


def test_a_first_start_that_was_killed_after_the_founding_is_finished_by_the_next(
    blank_database_url: str, tmp_path: Path
) -> None:
    settings = Settings(database_url=blank_database_url, home=tmp_path)
    prepare(settings, blank_database_url)
    founder = _founded_only(settings, blank_database_url)
    ready = _start(blank_database_url, tmp_path)
    assert ready.founding.numbers == (FIRST_NUMBER,)
    again = _start(blank_database_url, tmp_path)
    assert again.founding.numbers == (FIRST_NUMBER,)
    with psycopg.connect(superuser_url(blank_database_url)) as connection:
        for furnished in ("queues", "skill_groups", "access_numbers"):
            count = sql.SQL("SELECT count(*) FROM {} WHERE tenant_id = %s")
            query = count.format(sql.Identifier(furnished))
            assert connection.execute(query, [founder]).fetchone() == (1,), furnished


def _founded_only(settings: Settings, url: str) -> TenantId:
    async def found(product: Product) -> TenantId:
        return (await product.identity.found_company(SHORT_NAME, NAME)).tenant

    return with_product(settings, url, found)


@contextmanager
def killed_before(number: int) -> Iterator[None]:
    """Whatever would say the statement of this number to a database is no more."""
    said = 0

    def before(*_: object) -> None:
        nonlocal said
        said += 1
        if said == number:
            raise Killed

    event.listen(Engine, "before_cursor_execute", before)
    try:
        yield
    finally:
        event.remove(Engine, "before_cursor_execute", before)


def _start(url: str, home: Path, tell: Callable[[str], None] = lambda _: None) -> Prepared:
    settings = Settings(database_url=url, home=home)
    return PREPARE.run(settings, url, None, watcher=Watcher(tell))
