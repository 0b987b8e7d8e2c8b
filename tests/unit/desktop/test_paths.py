"""A call's way is followed from its first fact: nobody reads the log for it."""

import asyncio
from datetime import UTC, datetime
from typing import Any, cast
from uuid import uuid4

import pytest

from lingting.calls.events import CallArrived, CallConnected
from lingting.desktop.paths import Paths
from lingting.kernel.ids import AccessNumberId, AgentId, CallId, LegId, TenantId
from lingting.platform.bus import Bus, Recorded
from lingting.platform.db import Transaction

pytestmark = pytest.mark.unit

NO_DATABASE = cast(Transaction, None)


def arrival(call: CallId) -> CallArrived:
    return CallArrived(
        at=datetime.now(UTC),
        call=call,
        caller="138",
        called="95500",
        access_number=AccessNumberId(uuid4()),
        flow=None,
        customer=None,
        caught=False,
    )


def written(bus: Bus, event: CallArrived) -> None:
    """As the end of its transaction does, before it is committed."""
    for write in bus.writers(CallArrived):
        write(NO_DATABASE, event)


async def test_a_call_that_just_arrives_is_never_read_from_the_log() -> None:
    bus, tenant, call = Bus(), TenantId(uuid4()), CallId(uuid4())
    paths = Paths(bus)
    arrived = arrival(call)
    connected = CallConnected(
        at=arrived.at,
        call=call,
        agent=AgentId(uuid4()),
        leg=LegId(uuid4()),
        queue=None,
        waited_seconds=0.0,
    )
    written(bus, arrived)
    looking = asyncio.ensure_future(paths.of(NO_DATABASE, call))
    await asyncio.sleep(0)
    await bus.dispatch([Recorded(tenant, 2, connected), Recorded(tenant, 1, arrived)])
    shown: list[dict[str, Any]] = await looking
    assert [(row["seq"], row["name"]) for row in shown] == [
        (1, "call.arrived"),
        (2, "call.connected"),
    ]
    assert shown[0]["data"]["called"] == "95500"
    assert await paths.of(NO_DATABASE, call) == shown


async def test_who_looks_at_a_call_that_was_taken_back_waits_a_moment_and_sees_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("lingting.desktop.paths.TOLD_SECONDS", 0.01)
    bus, call = Bus(), CallId(uuid4())
    paths = Paths(bus)
    written(bus, arrival(call))
    assert await paths.of(NO_DATABASE, call) == []
