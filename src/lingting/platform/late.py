"""A connection that is taken, and a transaction that begins, when it is first asked for anything.

Most turns of the engine find in memory what they need: what they write goes out in one message that
begins and commits as well.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

from psycopg.pq.abc import PGresult
from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.platform.asking import Answer, Question, rows_of
from lingting.platform.beginning import begin
from lingting.platform.guests import Guests, Place
from lingting.platform.pending import Pending
from lingting.platform.sending import Said

Asked = tuple[Question, frozenset[tuple[str, Any]]]


class Late:
    """Stands for the connection of a transaction."""

    def __init__(
        self,
        connect: Callable[[], Awaitable[AsyncConnection]],
        ask: Callable[[Sequence[Said]], Awaitable[Sequence[PGresult]]],
        pending: Pending,
        guests: Guests,
    ) -> None:
        self._connect = connect
        self._ask = ask
        self._pending = pending
        self._guests = guests
        self._place: Place | None = None
        self.begun: AsyncConnection | None = None
        self._expected: dict[Asked, Said] = {}
        self._answered: dict[Asked, Answer] = {}

    def expect(self, question: Question, **values: Any) -> None:
        """This will be asked as well: it goes along with the question before it."""
        self._expected[_asked(question, values)] = question.said(**values)

    async def ask(self, question: Question, **values: Any) -> Answer:
        """Asks in a message of its own, for which nothing has to begin."""
        if self.begun is not None:
            return await question.asked(self.begun, **values)
        asked = _asked(question, values)
        if asked in self._answered:
            return self._answered.pop(asked)
        wanted = {asked: question.said(**values), **self._expected}
        self._expected = {}
        answers = await self._ask(list(wanted.values()))
        self._answered |= zip(wanted, map(rows_of, answers), strict=True)
        return self._answered.pop(asked)

    async def execute(self, *args: Any, **options: Any) -> Any:
        return await (await self._begin()).execute(*args, **options)

    async def exec_driver_sql(self, *args: Any) -> Any:
        return await (await self._begin()).exec_driver_sql(*args)

    async def run_sync(self, work: Callable[..., Any], *args: Any) -> Any:
        return await (await self._begin()).run_sync(work, *args)

    async def get_raw_connection(self) -> Any:
        return await (await self._begin()).get_raw_connection()

    @asynccontextmanager
    async def begin_nested(self) -> AsyncIterator[None]:
        async with (await self._begin()).begin_nested():
            yield

    async def commit(self) -> None:
        """Ends the transaction, if one began. (A rollback lets a session forget its statements.)"""
        if self.begun is not None:
            await self.begun.commit()

    async def rollback(self) -> None:
        """Takes back what was done, if anything was."""
        if self.begun is not None:
            await self.begun.rollback()

    async def close(self) -> None:
        """Gives the connection back, if one was taken."""
        try:
            if self.begun is not None:
                await self.begun.close()
        finally:
            if self._place is not None:
                await self._place.leave()

    async def _begin(self) -> AsyncConnection:
        if self.begun is None:
            self._place = await self._guests.take()
            conn = await self._connect()
            self.begun = conn
            await begin(conn, self._pending)
        return self.begun


def _asked(question: Question, values: Mapping[str, Any]) -> Asked:
    return question, frozenset(values.items())
