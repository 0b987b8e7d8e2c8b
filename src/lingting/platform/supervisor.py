"""The only place that starts asyncio tasks: none is lost, each failure is logged."""

import asyncio
from collections.abc import Callable, Coroutine
from contextvars import copy_context
from typing import Any

from lingting.platform.clock import begin_now
from lingting.platform.guests import no_guest
from lingting.platform.log import get_log

log = get_log(__name__)


class TaskSupervisor:
    """Keeps every background task of a process until it ends; `stop` cancels what is left."""

    def __init__(self) -> None:
        self._tasks: set[asyncio.Task[Any]] = set()
        self._stopped = False

    def spawn(self, work: Coroutine[Any, Any, Any], name: str) -> asyncio.Task[Any]:
        """Starts `work`; a failure is logged under `name` and ends only this task."""
        context = copy_context()
        context.run(begin_now)
        context.run(no_guest)
        task = asyncio.create_task(work, name=name, context=context)
        self._tasks.add(task)
        task.add_done_callback(self._ended)
        return task

    def later(self, seconds: float, act: Callable[[], object]) -> None:
        """Calls `act` after a while, unless everything was stopped meanwhile."""
        asyncio.get_running_loop().call_later(seconds, self._act, act)

    def runs(self, name: str) -> bool:
        """Whether a task of this name is under way."""
        return any(task.get_name() == name for task in self._tasks)

    async def stop(self) -> None:
        """Cancels everything and waits until it is gone."""
        self._stopped = True
        tasks = [task for task in self._tasks if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def settle(self) -> None:
        """Waits until no short task is under way (for tests)."""
        while pending := [t for t in self._tasks if not t.get_name().startswith("loop:")]:
            await asyncio.wait(pending)

    def _act(self, act: Callable[[], object]) -> None:
        if not self._stopped:
            act()

    def _ended(self, task: asyncio.Task[Any]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (error := task.exception()) is not None:
            log.error("task failed", task=task.get_name(), exc_info=error)
