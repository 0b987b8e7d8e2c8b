"""The clocks that other tests trust."""

import asyncio
from datetime import timedelta

import pytest

from lingting.testing.manual_clock import LoopClock, ManualClock, run_virtually

pytestmark = pytest.mark.unit


def test_alarms_ring_in_order_each_at_its_own_time() -> None:
    clock = ManualClock()
    start = clock.now()
    rung: list[tuple[str, float]] = []

    def note(name: str) -> None:
        rung.append((name, (clock.now() - start).total_seconds()))

    clock.call_later(5, lambda: note("later"))
    clock.call_later(2, lambda: (note("first"), clock.call_later(1, lambda: note("chained"))))
    clock.call_later(3, lambda: note("forgotten")).cancel()
    clock.advance(4)
    assert rung == [("first", 2.0), ("chained", 3.0)]
    assert clock.now() == start + timedelta(seconds=4)
    clock.advance(10)
    assert rung[-1] == ("later", 5.0)
    assert clock.next_due() is None


async def test_tasks_react_between_two_alarms() -> None:
    clock = ManualClock()
    seen: list[float] = []
    start = clock.now()

    async def sleeper() -> None:
        for _ in range(3):
            await clock.sleep(1)
            seen.append((clock.now() - start).total_seconds())

    task = asyncio.ensure_future(sleeper())
    await clock.run(10)
    assert seen == [1.0, 2.0, 3.0]
    assert task.done()


def test_an_hour_of_virtual_time_takes_no_time() -> None:
    async def story() -> float:
        clock = LoopClock()
        start = clock.now()
        async with asyncio.TaskGroup() as group:
            group.create_task(clock.sleep(3600))
            group.create_task(clock.sleep(10))
        return (clock.now() - start).total_seconds()

    assert run_virtually(story()) == pytest.approx(3600)
