"""Threads for what people ask for that takes its time: a file, a letter, a picture.

asyncio has a few threads for everything in a process; those who log in, prompts that callers wait
for and names of other machines need them. One person has some of these, never all.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import partial
from typing import ParamSpec, TypeVar
from weakref import WeakKeyDictionary

from lingting.platform.guests import Guests

P = ParamSpec("P")
Result = TypeVar("Result")

THREADS = 4
THREADS_OF_ONE = 2

_threads = ThreadPoolExecutor(THREADS, thread_name_prefix="aside")
_guests: WeakKeyDictionary[asyncio.AbstractEventLoop, Guests] = WeakKeyDictionary()


async def aside(work: Callable[P, Result], *args: P.args, **named: P.kwargs) -> Result:
    """What `work` gives, from another thread. Raises Busy when none came free in time."""
    loop = asyncio.get_running_loop()
    guests = _guests.setdefault(loop, Guests(THREADS, THREADS_OF_ONE))
    act = partial(copy_context().run, partial(work, *args, **named))
    async with guests.place():
        return await loop.run_in_executor(_threads, act)
