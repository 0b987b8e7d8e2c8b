"""A page gets a snapshot, then numbered frames; a slow page is let go."""

from typing import Any
from uuid import UUID

import pytest

from lingting.kernel.ids import TenantId, UserId
from lingting.platform import realtime
from lingting.platform.patch import apply
from lingting.platform.realtime import MOST_PAGES, Hub, Subscription
from lingting.platform.supervisor import TaskSupervisor
from support.hanging import unless_it_hangs

pytestmark = pytest.mark.unit

TENANT, USER = TenantId(UUID(int=1)), UserId(UUID(int=2))


class Desk:
    """A hub whose view is a plain dictionary."""

    def __init__(self) -> None:
        self.state: dict[str, Any] = {"presence": "busy"}
        self.broken = False
        self.supervisor = TaskSupervisor()
        self.hub = Hub(self.supervisor)
        self.hub.show(self.view)

    async def view(self, _: TenantId, __: UserId) -> dict[str, Any]:
        if self.broken:
            raise OSError("a statement failed")
        return dict(self.state)

    async def become(self, **state: Any) -> None:
        self.state = {**self.state, **state}
        self.hub.touch(TENANT, USER)
        await self.supervisor.settle()

    async def open(self) -> Subscription:
        page = self.hub.attach(TENANT, USER)
        await self.supervisor.settle()
        return page


def read(page: Subscription) -> list[dict[str, Any]]:
    return [page.messages.get_nowait() for _ in range(page.messages.qsize())]


async def test_the_first_message_is_a_snapshot_and_frames_follow_without_a_gap() -> None:
    desk = Desk()
    page = await desk.open()
    await desk.become(presence="idle")
    await desk.become(call={"id": "c1", "held": None})
    await desk.become(call=None)
    snapshot, *frames = read(page)
    assert snapshot == {"type": "snapshot", "seq": 0, "state": {"presence": "busy"}}
    assert [frame["seq"] for frame in frames] == [1, 2, 3]
    state = snapshot["state"]
    for frame in frames:
        state = apply(frame["patch"], state)
    assert state == {"presence": "idle"}


async def test_a_touch_that_changes_nothing_sends_nothing() -> None:
    desk = Desk()
    page = await desk.open()
    read(page)
    await desk.become()
    assert read(page) == []


async def test_a_second_page_starts_where_the_first_one_is() -> None:
    desk = Desk()
    first = await desk.open()
    await desk.become(presence="idle")
    second = await desk.open()
    assert read(second)[0] == {"type": "snapshot", "seq": 1, "state": {"presence": "idle"}}
    await desk.become(presence="busy")
    assert read(first)[-1] == read(second)[-1]


async def test_a_page_that_takes_no_messages_is_told_to_go() -> None:
    desk = Desk()
    page = await desk.open()
    for number in range(300):
        await desk.become(number=number)
    assert {"type": "bye", "reason": "too-slow"} in read(page)


async def test_bye_reaches_every_page_of_the_person() -> None:
    desk = Desk()
    pages = [await desk.open(), await desk.open()]
    desk.hub.bye(TENANT, USER, "elsewhere")
    assert all(read(page)[-1] == {"type": "bye", "reason": "elsewhere"} for page in pages)


async def test_the_number_of_open_pages_is_told() -> None:
    desk = Desk()
    told: list[int] = []
    desk.hub.on_pages_changed = lambda _, __, pages: told.append(pages)
    page = await desk.open()
    desk.hub.detach(page)
    assert told == [1, 0]
    assert desk.hub.pages(TENANT, USER) == 0


async def test_what_is_the_same_for_all_reaches_everybody_without_asking_for_states() -> None:
    desk = Desk()
    page = await desk.open()
    read(page)
    asked = desk.state
    desk.state = {"never": "looked at"}
    desk.hub.amend(TENANT, {"queues": [{"waiting": 3, "since": None}]})
    desk.hub.amend(TENANT, {"queues": [{"waiting": 3, "since": None}]})
    desk.hub.amend(TenantId(UUID(int=9)), {"queues": []})
    await desk.supervisor.settle()
    assert read(page) == [{"type": "frame", "seq": 1, "patch": {"queues": [{"waiting": 3}]}}]
    desk.state = asked


async def test_a_state_that_is_being_computed_is_asked_for_again_after_what_all_share() -> None:
    desk = Desk()
    page = await desk.open()
    read(page)
    desk.state = {"presence": "busy", "queues": []}
    desk.hub.touch(TENANT, USER)
    desk.state = {"presence": "busy", "queues": [{"waiting": 1}]}
    desk.hub.amend(TENANT, {"queues": [{"waiting": 1}]})
    await desk.supervisor.settle()
    state: dict[str, Any] = {"presence": "busy"}
    for frame in read(page):
        state = apply(frame["patch"], state)
    assert state == desk.state


async def test_a_state_that_could_not_be_computed_is_asked_for_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(realtime, "FAILED_SECONDS", 0.01)
    desk = Desk()
    page = await desk.open()
    read(page)
    desk.broken = True
    await desk.become(presence="idle")
    desk.broken = False
    async with unless_it_hangs():
        message = await page.messages.get()
    assert message == {"type": "frame", "seq": 1, "patch": {"presence": "idle"}}


async def test_one_page_too_many_stops_the_oldest_and_tells_it_why() -> None:
    desk = Desk()
    pages = [await desk.open() for _ in range(MOST_PAGES)]
    assert [one for page in pages for one in read(page) if one["type"] == "bye"] == []
    for oldest in pages[:3]:
        latest = await desk.open()
        assert read(oldest)[-1] == {"type": "bye", "reason": "too-many-pages"}
        assert read(latest)[0]["type"] == "snapshot"
    assert [one for page in pages for one in read(page) if one["type"] == "bye"] == []
    assert desk.hub.pages(TENANT, USER) == MOST_PAGES + 3  # until their sockets are closed
    for page in pages:
        desk.hub.detach(page)
    assert desk.hub.pages(TENANT, USER) == 3
