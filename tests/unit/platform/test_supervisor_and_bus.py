"""Background tasks end with their process; subscribers cannot hurt each other."""

import asyncio
from datetime import UTC, datetime
from uuid import UUID

import pytest

from lingting.kernel.events import Event
from lingting.kernel.ids import TenantId
from lingting.platform.bus import Bus, Recorded
from lingting.platform.supervisor import TaskSupervisor
from lingting.tenancy.events import CompanyFounded, SettingsChanged

pytestmark = pytest.mark.unit

NOW = datetime(2026, 3, 2, tzinfo=UTC)
TENANT = TenantId(UUID(int=1))


async def test_stopping_cancels_what_runs() -> None:
    supervisor = TaskSupervisor()
    task = supervisor.spawn(asyncio.sleep(3600), name="loop:sleeper")
    await asyncio.sleep(0)
    await supervisor.stop()
    assert task.cancelled()


async def test_a_task_that_fails_hurts_no_other() -> None:
    supervisor = TaskSupervisor()
    told: list[str] = []

    async def fail() -> None:
        raise RuntimeError("as a test wants")

    async def tell() -> None:
        await asyncio.sleep(0)
        told.append("told")

    supervisor.spawn(fail(), name="fails")
    supervisor.spawn(tell(), name="tells")
    await supervisor.settle()
    assert told == ["told"]


async def test_a_subscriber_that_fails_keeps_no_other_from_hearing() -> None:
    bus = Bus()
    heard: list[Event] = []

    async def fail(_: TenantId, __: Event) -> None:
        raise RuntimeError("as a test wants")

    async def hear(_: TenantId, event: Event) -> None:
        heard.append(event)

    bus.subscribe(CompanyFounded, fail)
    bus.subscribe(CompanyFounded, hear)
    founded = CompanyFounded(at=NOW, short_name="a")
    await bus.dispatch([Recorded(TENANT, 1, founded)])
    assert heard == [founded]


async def test_a_subscriber_hears_its_own_kind_of_event_only() -> None:
    bus = Bus()
    heard: list[str] = []

    async def hear(_: TenantId, event: Event) -> None:
        heard.append(event.name)

    async def hear_all(recorded: Recorded) -> None:
        heard.append(f"{recorded.seq} {recorded.event.name}")

    bus.subscribe(CompanyFounded, hear)
    bus.subscribe_all(hear_all)
    changed = SettingsChanged(at=NOW, keys=("recording",), by=None)
    founded = CompanyFounded(at=NOW, short_name="a")
    await bus.dispatch([Recorded(TENANT, 1, changed), Recorded(TENANT, 2, founded)])
    assert heard == ["1 settings.changed", "company.founded", "2 company.founded"]
