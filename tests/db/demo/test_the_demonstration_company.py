"""The demonstration company is founded whole, keeps to itself, and can be taken away whole."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import ProgrammingError

from lingting.flows.domain.validate import is_publishable
from lingting.identity.api import Founded
from lingting.main.demo.founding import PEOPLE, found_demo
from lingting.main.demo.opening import open_demo
from lingting.main.demo.removal import remove_demo
from lingting.main.errand import Watcher
from lingting.main.founding import ensure_first_company
from lingting.main.tables import all_tables
from lingting.main.wiring import Product, wire
from lingting.platform.db import async_url
from lingting.platform.kit import make_kit
from lingting.platform.settings import Settings
from lingting.simulation.control import Control, Wanted
from lingting.simulation.domain.world import NUMBERS, QUEUE_NAMES, World
from lingting.testing.fake_speech import FakeSpeech
from lingting.testing.fake_switch import FakeSwitch
from lingting.testing.manual_clock import ManualClock

pytestmark = pytest.mark.db


@dataclass
class Installation:
    """A product with the demonstration company."""

    product: Product
    demo: Founded
    url: str


@pytest.fixture
async def installation(database_url: str, tmp_path: Path) -> AsyncIterator[Installation]:
    clock = ManualClock()
    kit = make_kit(Settings(home=tmp_path), database_url, clock)
    product = wire(kit, FakeSwitch(clock), FakeSpeech())
    demo = await found_demo(product, World(7).customers)
    yield Installation(product, demo, database_url)
    await product.stop()


async def test_it_has_people_groups_queues_numbers_and_customers(
    installation: Installation,
) -> None:
    product, tenant = installation.product, installation.demo.tenant
    assert set(installation.demo.passwords) == {person.account for person in PEOPLE}
    queues = {view.name: view for view in product.acd.queues(tenant)}
    assert set(queues) == set(QUEUE_NAMES.values())
    assert all(sum(view.members.values()) >= 4 for view in queues.values())
    assert len(product.acd.groups(tenant)) == 3
    async with product.kit.db.transaction(tenant) as tx:
        assert len(await product.customers.search(tx, None, None, None, 100)) == 60
        assert len(await product.acd.busy_reasons(tx)) == 10
    for number in NUMBERS.values():
        found = await product.numbers.find(number)
        assert found is not None
        owner, access = found
        assert owner == tenant
        assert access.flow is not None


async def test_its_flows_have_nothing_that_keeps_them_from_being_published(
    installation: Installation,
) -> None:
    product, tenant = installation.product, installation.demo.tenant
    async with product.kit.db.transaction(tenant) as tx:
        flows = await product.flows.editing.all(tx)
        for flow in flows:
            draft = await product.flows.editing.draft(tx, flow.id)
            assert is_publishable(draft.problems), draft.problems
            assert flow.published_version == 1
    assert len(flows) == 7


async def test_removing_it_leaves_no_row_of_it_and_every_row_of_others(
    installation: Installation, tmp_path: Path
) -> None:
    product = installation.product
    other = await product.identity.found_company("lingting", "聆听")
    tenant = installation.demo.tenant
    recordings = tmp_path / "recordings"
    sound = recordings / tenant.hex / "20260101" / "a.wav"
    sound.parent.mkdir(parents=True)
    sound.touch()
    before = await asyncio.to_thread(rows_of, installation.url, other.tenant)
    told: list[str] = []
    removed = await asyncio.to_thread(
        remove_demo, installation.url, recordings, Watcher(told.append)
    )
    assert removed
    assert await asyncio.to_thread(rows_of, installation.url, tenant) == {}
    assert await asyncio.to_thread(rows_of, installation.url, other.tenant) == before
    assert {"event_log", "audit_log", "customers", "users"} <= {note.split()[1] for note in told}
    assert not sound.exists()
    assert await product.numbers.find(NUMBERS[next(iter(NUMBERS))]) is None
    assert not await asyncio.to_thread(remove_demo, installation.url, recordings, Watcher()), (
        "a second time there is nothing left"
    )
    with pytest.raises(ProgrammingError):
        await asyncio.to_thread(delete_audit, installation.url, other.tenant)


def rows_of(url: str, tenant: object) -> dict[str, int]:
    """How many rows of a company each table has, those with none left out."""
    engine = sa.create_engine(async_url(url), poolclass=sa.NullPool)
    found: dict[str, int] = {}
    with engine.connect() as connection:
        chosen = sa.func.set_config("lingting.tenant_id", str(tenant), False)
        connection.execute(sa.select(chosen))
        for table in all_tables().sorted_tables:
            if "tenant_id" in table.c:
                query = sa.select(sa.func.count()).where(table.c.tenant_id == tenant)
                if count := connection.execute(query).scalar_one():
                    found[table.name] = count
    engine.dispose()
    return found


def delete_audit(url: str, tenant: object) -> None:
    """What the application may not do, before and after a removal."""
    engine = sa.create_engine(async_url(url), poolclass=sa.NullPool)
    try:
        with engine.begin() as connection:
            connection.execute(sa.text("SET ROLE lingting_app"))
            connection.execute(
                sa.select(sa.func.set_config("lingting.tenant_id", str(tenant), True))
            )
            connection.execute(sa.text("DELETE FROM audit_log"))
    finally:
        engine.dispose()


async def test_lost_passwords_of_the_played_people_are_made_anew(
    database_url: str, tmp_path: Path
) -> None:
    settings, control = Settings(home=tmp_path), Control(tmp_path / "demo")
    control.want(Wanted(past_days=0))
    await asyncio.to_thread(ensure_first_company, settings, database_url)
    opened = await asyncio.to_thread(open_demo, settings, database_url, control)
    assert opened.is_new
    assert [one.account for one in opened.founding.people] == ["admin", "leader", "agent0"]
    kept = control.passwords()
    assert set(kept) == {p.account for p in PEOPLE} - {"admin", "leader", "agent0"}
    assert control.accounts.stat().st_mode & 0o777 == 0o600
    again = await asyncio.to_thread(open_demo, settings, database_url, control)
    assert (again.is_new, again.founding.people) == (False, ())
    assert control.passwords() == kept
    control.accounts.unlink()
    await asyncio.to_thread(open_demo, settings, database_url, control)
    made = control.passwords()
    assert set(made) == set(kept)
    assert made != kept
