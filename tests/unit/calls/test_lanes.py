"""Commands to the switch: in order for one line, side by side for different ones."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Sequence
from uuid import uuid4

import pytest

from lingting.calls.lanes import AT_ONCE, Lanes
from lingting.calls.ports import GoneCause, SwitchUnavailable
from lingting.kernel.ids import BridgeId, LegId
from lingting.platform.supervisor import TaskSupervisor
from lingting.testing.fake_switch import FakeSwitch
from lingting.testing.manual_clock import ManualClock

pytestmark = pytest.mark.unit


class SlowSwitch(FakeSwitch):
    """Takes an answer only when it is let; notes what it did."""

    def __init__(self) -> None:
        super().__init__(ManualClock())
        self.let = asyncio.Event()
        self.did: list[object] = []

    async def answer(self, leg: LegId) -> None:
        await self.let.wait()
        self.did.append(("answer", leg))

    async def is_there(self, leg: LegId) -> bool:
        self.did.append(("is there", leg))
        return True

    async def ring(self, leg: LegId) -> None:
        raise SwitchUnavailable

    async def hang_up(self, leg: LegId, cause: GoneCause = GoneCause.HUNG_UP) -> None:
        self.did.append(("hang up", leg))

    async def join(self, bridge: BridgeId, legs: Sequence[LegId]) -> None:
        self.did.append(("join", *legs))


@pytest.fixture
async def supervisor() -> AsyncIterator[TaskSupervisor]:
    made = TaskSupervisor()
    yield made
    await made.stop()


@pytest.fixture
def switch() -> SlowSwitch:
    return SlowSwitch()


@pytest.fixture
def lanes(switch: SlowSwitch, supervisor: TaskSupervisor) -> Lanes:
    return Lanes(switch, supervisor)


async def turns() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_slow_command_holds_up_its_own_line_only(lanes: Lanes, switch: SlowSwitch) -> None:
    slow, other, bridge = LegId(uuid4()), LegId(uuid4()), BridgeId(uuid4())
    await lanes.answer(slow)
    await lanes.hang_up(other)
    await lanes.join(bridge, [other, slow])
    await lanes.hang_up(other)
    await lanes.hang_up(slow)
    await turns()
    assert switch.did == [("hang up", other)]
    switch.let.set()
    await turns()
    assert switch.did[1:3] == [("answer", slow), ("join", other, slow)]
    assert set(switch.did[3:]) == {("hang up", other), ("hang up", slow)}


async def test_a_command_that_finds_no_switch_holds_up_nobody(
    lanes: Lanes, switch: SlowSwitch
) -> None:
    leg = LegId(uuid4())
    await lanes.ring(leg)
    await lanes.hang_up(leg)
    await turns()
    assert switch.did == [("hang up", leg)]


async def test_who_commands_too_much_at_once_waits(
    lanes: Lanes, switch: SlowSwitch, supervisor: TaskSupervisor
) -> None:
    for _ in range(AT_ONCE):
        await lanes.answer(LegId(uuid4()))
    one_more = supervisor.spawn(lanes.hang_up(LegId(uuid4())), name="one more")
    await turns()
    assert not one_more.done()
    switch.let.set()
    await turns()
    assert one_more.done()
    assert len(switch.did) == AT_ONCE + 1


async def test_a_line_is_asked_for_after_what_is_under_way_for_it(
    lanes: Lanes, switch: SlowSwitch, supervisor: TaskSupervisor
) -> None:
    leg = LegId(uuid4())
    await lanes.answer(leg)
    asked = supervisor.spawn(lanes.is_there(leg), name="asked")
    await turns()
    assert switch.did == []
    switch.let.set()
    await asked
    assert switch.did == [("answer", leg), ("is there", leg)]
