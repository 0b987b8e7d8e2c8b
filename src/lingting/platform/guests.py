"""Pages share with calls what there is little of: what people ask for takes some of it, never all,
and one person takes a few."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Hashable, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from contextvars import ContextVar
from weakref import WeakValueDictionary

from lingting.kernel.errors import Unavailable

PATIENCE_SECONDS = 10.0

_guest: ContextVar[Hashable] = ContextVar("guest", default=None)


class Busy(Unavailable):
    """Too much is asked for just now; nothing was changed."""


@contextmanager
def guest(who: Hashable) -> Iterator[None]:
    """What is done in here, somebody's page asked for; None: it cannot wait for pages."""
    token = _guest.set(who)
    try:
        yield
    finally:
        _guest.reset(token)


def no_guest() -> None:
    """The same for all that follows in this context."""
    _guest.set(None)


class Place:
    """What a guest may have, until he leaves."""

    def __init__(self, held: AsyncExitStack, guests: Guests, task: object) -> None:
        self._held, self._guests, self._task = held, guests, task

    async def leave(self) -> None:
        self._guests.seated.discard(self._task)
        await self._held.aclose()


class Guests:
    """Who waits and who has a place; in the order of asking, each person by himself."""

    def __init__(self, places: int, places_of_one: int) -> None:
        self.seated: set[object] = set()
        """A task that has a place needs no second one: all who have one might wait for it."""
        self._places_of_one = places_of_one
        self._room = asyncio.Semaphore(places)
        self._rooms: WeakValueDictionary[Hashable, asyncio.Semaphore] = WeakValueDictionary()

    async def take(self) -> Place | None:
        """A place for whoever needs one. Raises Busy when none came free in time."""
        who = _guest.get()
        if who is None or (task := asyncio.current_task()) in self.seated:
            return None
        own = self._rooms.setdefault(who, asyncio.Semaphore(self._places_of_one))
        async with AsyncExitStack() as held:
            try:
                async with asyncio.timeout(PATIENCE_SECONDS):
                    await held.enter_async_context(own)
                    await held.enter_async_context(self._room)
            except TimeoutError as error:
                raise Busy from error
            self.seated.add(task)
            return Place(held.pop_all(), self, task)

    @asynccontextmanager
    async def place(self) -> AsyncIterator[None]:
        """A place for as long as the block lasts."""
        taken = await self.take()
        try:
            yield
        finally:
            if taken is not None:
                await taken.leave()
