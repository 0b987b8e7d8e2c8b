"""One life of the engine: the product wired anew over the same database and the same switch."""

from __future__ import annotations

import random
from collections import deque
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

from fastapi import APIRouter
from sqlalchemy.ext.asyncio import AsyncEngine

from lingting.calls.ports import Switch
from lingting.desktop.commands import Desk
from lingting.kernel import ids
from lingting.kernel.ids import TenantId
from lingting.main.wiring import Product, wire
from lingting.platform.kit import Kit, make_kit
from lingting.platform.log import get_log
from lingting.platform.settings import Settings
from lingting.platform.supervisor import TaskSupervisor
from lingting.testing.fake_speech import FakeSpeech
from lingting.testing.fake_switch import FakeSwitch
from lingting.testing.manual_clock import ManualClock
from stories.faults import Fuse, Line

log = get_log(__name__)


class WallClock:
    """The engine's clock, which may be set to another time than the world's."""

    def __init__(self, world: ManualClock) -> None:
        self._world = world
        self.ahead = timedelta()

    def now(self) -> datetime:
        return self._world.now() + self.ahead


class OneByOne(TaskSupervisor):
    """Runs tasks one after another, when the story says so: the same order at every run."""

    def __init__(self) -> None:
        super().__init__()
        self._waiting: deque[tuple[str, Coroutine[Any, Any, Any]]] = deque()
        self._later: list[Callable[[], object]] = []

    def spawn(self, work: Coroutine[Any, Any, Any], name: str) -> Any:
        if name.startswith("loop:"):
            work.close()  # the story itself plays what loops do by the clock
        else:
            self._waiting.append((name, work))

    def later(self, seconds: float, act: Callable[[], object]) -> None:
        self._later.append(act)

    async def a_while_passes(self) -> None:
        """What was to be done later is done now."""
        later, self._later = self._later, []
        for act in later:
            act()
        await self.settle()

    async def settle(self) -> None:
        while self._waiting:
            name, work = self._waiting.popleft()
            try:
                await work
            except Exception as error:
                log.error("task failed", task=name, exc_info=error)

    def forget(self) -> None:
        """The process is gone with whatever it was about to do."""
        self._later.clear()
        while self._waiting:
            self._waiting.popleft()[1].close()


@dataclass
class Engine:
    """The wired product, and where it can be struck."""

    product: Product
    desk: Desk
    tasks: OneByOne
    fuse: Fuse

    @property
    def kit(self) -> Kit:
        return self.product.kit

    async def tick(self, tenant: TenantId) -> None:
        """What the product does once a second: queue figures go to whoever has a page open."""
        following = self.product.desktop.following
        if tenant in following._stale_queues:
            following._stale_queues.discard(tenant)
            self.kit.hub.amend(tenant, following._queues(tenant))
        await self.tasks.a_while_passes()


def make_engine(
    url: str,
    pool: AsyncEngine | None,
    clock: WallClock,
    switch: FakeSwitch,
    home: Path,
    chance: random.Random,
) -> Engine:
    """Wires the product. Without `pool` it has connections of its own."""
    fuse = Fuse()
    kit = make_kit(Settings(home=home), url, clock)
    tasks = OneByOne()
    kit = replace(kit, supervisor=tasks)
    kit.mailboxes._supervisor = kit.timers._supervisor = kit.hub._supervisor = tasks
    if pool is not None:
        kit.db.engine = pool
    with _without_routes():
        product = wire(kit, cast(Switch, Line(switch, fuse)), FakeSpeech())
    product.acd._floors._draw = chance.randrange
    for name, board in kit.hub._boards.items():
        kit.hub._boards[name] = replace(board, every_seconds=0)
    return Engine(product, Desk(kit, product.acd, product.calls), tasks, fuse)


@contextmanager
def _without_routes() -> Iterator[None]:
    """Stories speak with services; reading the signatures of all routes costs a hundredfold."""
    made = APIRouter.add_api_route
    APIRouter.add_api_route = lambda *_, **__: None  # type: ignore[method-assign,assignment]
    try:
        yield
    finally:
        APIRouter.add_api_route = made  # type: ignore[method-assign]


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
