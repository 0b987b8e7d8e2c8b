"""A board is watched by name: by whoever may, one state for readers with the same rights."""

import asyncio
import json
from typing import Any
from uuid import UUID

import pytest

from lingting.kernel.ids import TenantId, UserId
from lingting.platform import realtime
from lingting.platform.patch import apply
from lingting.platform.realtime import Board, Hub, Message, Subscription
from lingting.platform.supervisor import TaskSupervisor

pytestmark = [pytest.mark.unit, pytest.mark.req("RTM-03")]

TENANT, OTHER = TenantId(UUID(int=1)), TenantId(UUID(int=9))


class Floor:
    """A hub with one board, whose state is a plain dictionary."""

    def __init__(self, every_seconds: float = 0.0) -> None:
        self.state: dict[str, Any] = {"waiting": 1}
        self.computed = 0
        self.broken = False
        self.supervisor = TaskSupervisor()
        self.hub = Hub(self.supervisor)
        self.hub.show(self.own)
        self.hub.offer(
            Board(
                name="floor",
                permission="floor.see",
                view=self.view,
                sees=("numbers.see",),
                every_seconds=every_seconds,
            )
        )

    async def own(self, _: TenantId, __: UserId) -> dict[str, Any]:
        return {"me": 1}

    async def view(self, _: TenantId, sees: frozenset[str]) -> dict[str, Any]:
        self.computed += 1
        if self.broken:
            raise OSError("the database is away")
        return {**self.state, "number": "13800138000" if sees else "138****8000"}

    async def open(
        self, *permissions: str, user: int = 2, tenant: TenantId = TENANT
    ) -> Subscription:
        page = self.hub.attach(tenant, UserId(UUID(int=user)))
        await self.supervisor.settle()
        read(page)
        self.hub.watch(page, "floor", set(permissions).__contains__)
        await self.supervisor.settle()
        return page

    async def become(self, **state: Any) -> None:
        self.state = {**self.state, **state}
        self.hub.touch_board(TENANT, "floor")
        await self.supervisor.settle()


def read(page: Subscription) -> list[Message]:
    return [page.messages.get_nowait() for _ in range(page.messages.qsize())]


async def test_a_watched_board_brings_its_snapshot_and_then_frames_under_its_name() -> None:
    floor = Floor()
    page = await floor.open("floor.see", "numbers.see")
    await floor.become(waiting=2)
    await floor.become(ringing=1)
    snapshot, *frames = read(page)
    assert (snapshot["type"], snapshot["board"], snapshot["seq"]) == ("snapshot", "floor", 0)
    state = snapshot["state"]
    for number, frame in enumerate(frames, 1):
        assert (frame["board"], frame["seq"]) == ("floor", number)
        state = apply(frame["patch"], state)
    assert state == {"waiting": 2, "ringing": 1, "number": "13800138000"}


async def test_who_may_not_see_the_board_is_refused() -> None:
    floor = Floor()
    page = await floor.open("numbers.see")
    await floor.become(waiting=2)
    assert read(page) == [{"type": "refused", "board": "floor"}]
    floor.hub.watch(page, "weather", lambda _: True)
    assert read(page) == [{"type": "refused", "board": "weather"}]


async def test_readers_with_the_same_rights_share_one_computation() -> None:
    floor = Floor()
    pages = [await floor.open("floor.see", user=number) for number in range(20)]
    before = floor.computed
    await floor.become(waiting=5)
    assert floor.computed == before + 1
    assert all(read(page)[-1]["patch"] == {"waiting": 5} for page in pages)


async def test_readers_with_other_rights_see_another_state() -> None:
    floor = Floor()
    whole = await floor.open("floor.see", "numbers.see", user=2)
    hidden = await floor.open("floor.see", user=3)
    assert read(whole)[0]["state"]["number"] == "13800138000"
    assert read(hidden)[0]["state"]["number"] == "138****8000"


async def test_a_board_that_was_left_says_nothing_more() -> None:
    floor = Floor()
    page = await floor.open("floor.see")
    read(page)
    floor.hub.leave(page, "floor")
    await floor.become(waiting=7)
    assert read(page) == []
    assert floor.hub.watching("floor") == set()


async def test_a_closed_page_leaves_its_boards() -> None:
    floor = Floor()
    page = await floor.open("floor.see")
    assert floor.hub.watching("floor") == {TENANT}
    floor.hub.detach(page)
    assert floor.hub.watching("floor") == set()


async def test_another_company_hears_nothing() -> None:
    floor = Floor()
    page = await floor.open("floor.see", tenant=OTHER)
    read(page)
    await floor.become(waiting=7)
    assert read(page) == []


async def test_a_right_that_was_taken_away_ends_the_watching() -> None:
    floor = Floor()
    page = await floor.open("floor.see")
    read(page)
    floor.hub.recheck(page, lambda _: False)
    await floor.become(waiting=3)
    assert read(page) == [{"type": "refused", "board": "floor"}]


async def test_a_right_that_was_given_changes_what_is_seen() -> None:
    floor = Floor()
    page = await floor.open("floor.see")
    read(page)
    floor.hub.recheck(page, lambda _: True)
    await floor.supervisor.settle()
    assert read(page)[-1]["state"]["number"] == "13800138000"


async def test_many_touches_within_the_pause_make_one_frame_and_the_last_one_counts() -> None:
    floor = Floor(every_seconds=0.05)
    page = await floor.open("floor.see")
    read(page)
    for waiting in range(100):
        await floor.become(waiting=waiting)
    frames = read(page)
    while not frames or "waiting" not in frames[-1]["patch"]:
        await asyncio.sleep(0.01)
        frames += read(page)
    while frames[-1]["patch"]["waiting"] != 99:
        frames.append(await page.messages.get())
    assert floor.computed < 100


@pytest.mark.req("RTM-03")
async def test_a_board_that_cannot_be_computed_says_so_once_and_is_tried_until_it_can(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(realtime, "FAILED_SECONDS", 0.01)
    floor = Floor()
    page = await floor.open("floor.see")
    read(page)
    floor.broken = True
    await floor.become(waiting=2)
    await asyncio.sleep(0.1)
    tries = floor.computed
    assert tries > 3
    assert read(page) == [{"type": "stale", "board": "floor"}]
    second = await floor.open("floor.see", user=3)
    assert [one["type"] for one in read(second)] == ["snapshot", "stale"]
    floor.broken = False
    await asyncio.sleep(0.1)
    assert [one["type"] for one in read(page)] == ["frame", "fresh"]
    computed = floor.computed
    await asyncio.sleep(0.05)
    assert floor.computed == computed


async def test_what_goes_to_many_readers_is_one_message_and_written_once() -> None:
    floor = Floor()
    first, second = await floor.open("floor.see"), await floor.open("floor.see", user=3)
    for page in (first, second):
        read(page)
    await floor.become(waiting=2)
    (told,), (told_second,) = read(first), read(second)
    assert told is told_second
    assert told.text is told_second.text
    assert json.loads(told.text) == {
        "type": "frame", "seq": 1, "patch": {"waiting": 2}, "board": "floor"
    }  # fmt: skip
