"""What the adapter would do beside its reader, when the product stops before it began."""

from __future__ import annotations

import gc
from typing import Any, cast

import pytest

from lingting.adapters.asterisk.link import Link
from lingting.platform.clock import SystemClock
from lingting.platform.supervisor import TaskSupervisor

pytestmark = pytest.mark.unit


async def test_work_that_never_began_is_closed() -> None:
    begun = list[bool]()

    async def work() -> None:
        begun.append(True)

    supervisor = TaskSupervisor()
    link = Link(cast("Any", None), supervisor, SystemClock())
    link._soon(work(), "work")  # pyright: ignore[reportPrivateUsage]
    await supervisor.stop()
    gc.collect()  # a coroutine that nobody closed would warn, which fails the test
    assert begun == []
