"""One life of the engine: the product wired anew over the same database and the same switch."""

from __future__ import annotations

import os
import random
import sys
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from types import SimpleNamespace
from typing import Any, ClassVar, cast

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncEngine

from lingting.calls.ports import Switch
from lingting.calls.service.backlog import PAGE_CLOSED
from lingting.desktop.commands import Desk
from lingting.kernel import ids
from lingting.kernel.ids import TenantId
from lingting.main.wiring import Product, wire
from lingting.platform.clock import SteadyClock
from lingting.platform.kit import Kit, make_kit
from lingting.platform.log import get_log
from lingting.platform.settings import Settings
from lingting.platform.supervisor import TaskSupervisor
from lingting.supervision.alerting import FLOOR
from lingting.testing.fake_speech import FakeSpeech
from lingting.testing.fake_switch import FakeSwitch
from lingting.testing.manual_clock import MONDAY_MORNING, ManualClock
from stories.faults import Fuse, Line
from stories.reference import Reference

log = get_log(__name__)
A_DAY, FOREVER = 86_400, 1e9
DRAWING = "realtime"
"""What the hub calls the task that computes a page or a board anew."""


class WallClock:
    """The machine's clock, which may be set to another time than the world's."""

    def __init__(self, world: ManualClock) -> None:
        self._world = world
        self.ahead = timedelta()

    def now(self) -> datetime:
        return self._world.now() + self.ahead

    def passed(self) -> float:
        """Seconds that went by."""
        return (self._world.now() - MONDAY_MORNING).total_seconds()


class OneByOne(TaskSupervisor):
    """Runs tasks one after another, when the story says so: the same order at every run."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[tuple[str, Coroutine[Any, Any, Any]]] = deque()
        self._later: list[Callable[[], object]] = []
        self._boards: list[Callable[[], object]] = []
        self._drawing: deque[tuple[str, Coroutine[Any, Any, Any]]] = deque()
        """Pages and boards that are to be computed anew."""

    def spawn(self, work: Coroutine[Any, Any, Any], name: str) -> Any:
        if name.startswith("loop:"):
            work.close()  # the story itself plays what loops do by the clock
        elif name == DRAWING:
            self._drawing.append((name, work))
        else:
            self._waiting.append((name, work))

    def later(self, seconds: float, act: Callable[[], object]) -> None:
        (self._boards if seconds > A_DAY else self._later).append(act)

    async def a_while_passes(self, *, boards_too: bool) -> None:
        """What was to be done later is done now; pages are drawn when boards are."""
        later, self._later = self._later, []
        if boards_too:
            later, self._boards = later + self._boards, []
        for act in later:
            act()
        await self.settle()
        if boards_too:
            await self.draw()

    async def settle(self) -> None:
        """All tasks but those that draw pages."""
        while self._waiting:
            await self._runs(*self._waiting.popleft())

    async def hears(self) -> None:
        """Only what needs no database."""
        now = [one for one in self._waiting if one[0] == PAGE_CLOSED]
        self._waiting = deque(one for one in self._waiting if one[0] != PAGE_CLOSED)
        for one in now:
            await self._runs(*one)

    async def draw(self) -> None:
        """Pages are drawn, once for everything that happened before."""
        while self._drawing:
            await self._runs(*self._drawing.popleft())
            await self.settle()

    async def _runs(self, name: str, work: Coroutine[Any, Any, Any]) -> None:
        try:
            await work
        except Exception as error:
            log.error("task failed", task=name, exc_info=error)

    def forget(self) -> None:
        """The process is gone with whatever it was about to do."""
        self._later.clear()
        self._boards.clear()
        for tasks in (self._waiting, self._drawing):
            while tasks:
                tasks.popleft()[1].close()


@dataclass
class Engine:
    """The wired product, and where it can be struck."""

    product: Product
    desk: Desk
    tasks: OneByOne
    fuse: Fuse
    stands_in: bool = False
    """Whether it was started while the database was away, and has read nothing yet."""

    @property
    def kit(self) -> Kit:
        return self.product.kit

    def closes_files(self) -> None:
        """As the end of its process does; what is written in them stays."""
        journal = self.product.calls.backlog._kept._journal
        if journal._file is not None:
            os.close(journal._file)
            journal._file = None

    @property
    def is_held(self) -> bool:
        """Whether it may not use the database."""
        return not self.kit.db._led.is_set()

    async def tick(self, tenant: TenantId, *, floor_too: bool) -> None:
        """What the product does once a second: figures go to whoever has a page open. Watching
        the floor and drawing its board are dear; `floor_too` says when."""
        self.product.operations.clock.look()
        following = self.product.desktop.following
        following._look_at_switch()
        if tenant in following._stale_queues:
            following._stale_queues.discard(tenant)
            self.kit.hub.amend(tenant, following._queues(tenant))
        if floor_too and tenant in self.kit.hub.watching(FLOOR):
            await self._watches(tenant)
        await self.tasks.a_while_passes(boards_too=floor_too)

    async def _watches(self, tenant: TenantId) -> None:
        floor = self.product.supervision
        due = floor.alerting._due.get(tenant)
        if tenant in floor.alerting._stale or due is None or due <= self.kit.clock.now():
            floor.alerting._stale.discard(tenant)
            await floor.alerting._look_safely(tenant)
        if floor.following._moves(tenant):
            self.kit.hub.touch_board(tenant, FLOOR)


def make_engine(
    url: str,
    pool: AsyncEngine | None,
    clock: WallClock,
    switch: FakeSwitch,
    settings: Settings,
    chance: random.Random,
    reference: Reference | None = None,
) -> Engine:
    """Wires the product. Without `pool` it has connections of its own."""
    fuse = Fuse()
    kit = make_kit(settings, url, SteadyClock(clock.now, clock.passed))
    tasks = OneByOne()
    kit = replace(kit, supervisor=tasks)
    kit.mailboxes._supervisor = kit.timers._supervisor = kit.hub._supervisor = tasks
    if pool is not None:
        kit.db.engine = pool
    with _without_routes(), reference.remembered() if reference else nullcontext():
        product = wire(kit, cast(Switch, Line(switch, fuse)), FakeSpeech())
    product.acd._floors._draw = chance.randrange
    for name, board in kit.hub._boards.items():
        # the next frame waits for the next `tick`, whatever the clock of the machine says
        kit.hub._boards[name] = replace(board, every_seconds=FOREVER)
    return Engine(product, Desk(kit, product.acd, product.calls), tasks, fuse)


class NoRouter:
    """Stories speak with services; reading the signatures of all routes costs a hundredfold."""

    kept: ClassVar[dict[tuple[str, str], object]] = {}
    """Models that exist only as long as a route does are not made for each engine anew."""

    def __init__(self, **_: object) -> None:
        self.routes: list[object] = []

    def _route(self, path: str, **more: object) -> Callable[[Any], Any]:
        def keep(endpoint: Any) -> Any:
            return (
                self.kept.setdefault((path, endpoint.__qualname__), (endpoint, more)) and endpoint
            )

        return keep

    get = post = put = patch = delete = websocket = _route


@contextmanager
def _without_routes() -> Iterator[None]:
    for module in _modules_with_routes():
        module["APIRouter"] = NoRouter
    try:
        yield
    finally:
        for module in _modules_with_routes():
            module["APIRouter"] = APIRouter


@cache
def _modules_with_routes() -> list[dict[str, Any]]:
    ours = [vars(one) for name, one in sys.modules.items() if name.startswith("lingting.")]
    return [one for one in ours if one.get("APIRouter") is APIRouter]


@contextmanager
def ids_from(seed: int) -> Iterator[None]:
    """The same ids at every run of a story."""
    before = ids.os, ids._made
    ids.os = cast(Any, SimpleNamespace(urandom=random.Random(seed).randbytes))
    ids._made = count()
    try:
        yield
    finally:
        ids.os, ids._made = before
