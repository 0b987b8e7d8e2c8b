"""One use case: what it reads, what it changes, what it tells, and what follows from it."""

from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, cast
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncConnection

from lingting.kernel.events import Event
from lingting.kernel.ids import TenantId
from lingting.platform.asking import Answer, Question
from lingting.platform.late import Late
from lingting.platform.pending import Attempt, Pending
from lingting.platform.timer_rows import Due, Name
from lingting.platform.writing import Deferred, Writing

Effect = Callable[[], Awaitable[object]]


@dataclass(slots=True)
class Transaction:
    """Reads and writes through `conn`; rows, facts, timers, jobs and effects wait here.

    All of it is committed together; effects and subscribers follow after the commit.
    """

    tenant: TenantId
    conn: AsyncConnection
    now: datetime
    pending: Pending
    _events: list[Event] = field(default_factory=list[Event])
    _effects: list[Effect] = field(default_factory=list[Effect])
    _undo: list[Callable[[], None]] = field(default_factory=list[Callable[[], None]])
    _timers: dict[Name, Due | None] = field(default_factory=dict[Name, Due | None])

    async def ask(self, question: Question, **values: Any) -> Answer:
        """Asks what the rows that wait cannot change; they go on waiting."""
        late: Any = self.conn
        return await cast(Late, late).ask(question, **values)

    def expect(self, question: Question, **values: Any) -> None:
        """Says that this will be asked, too: its answer comes along with that of the next
        question."""
        late: Any = self.conn
        cast(Late, late).expect(question, **values)

    def write(self, writing: Writing, key: Hashable, value: Any) -> None:
        """Writes a row with all others at the end, or before anything else is asked; one with the
        same key that still waits is replaced."""
        self.pending.put(writing, key, value)

    def waiting(self, writing: Writing, key: Hashable) -> Any | None:
        """The value that waits to be written there."""
        return self.pending.get(writing, key)

    def publish(self, event: Event) -> None:
        """Adds a fact to the company's log, in this transaction."""
        self._events.append(event)

    def after_commit(self, effect: Effect) -> None:
        """Performs `effect` after the commit, in the order of asking; failures are logged."""
        self._effects.append(effect)

    def on_rollback(self, undo: Callable[[], None]) -> None:
        """Calls `undo` when this transaction fails (memory must follow the database)."""
        self._undo.append(undo)

    @asynccontextmanager
    async def attempt(self) -> AsyncIterator[None]:
        """A part that may fail alone: its rows, facts, effects and timers are taken back then."""
        events, effects, undo = len(self._events), len(self._effects), len(self._undo)
        timers_before = dict(self._timers)
        attempt = self.pending.begin()
        try:
            yield
        except BaseException:
            del self._events[events:], self._effects[effects:]
            self._timers = timers_before
            for one in reversed(self._undo[undo:]):
                one()
            del self._undo[undo:]
            await self._settle(attempt, self.pending.take_back)
            raise
        await self._settle(attempt, self.pending.end)

    async def _settle(self, attempt: Attempt, settle: Callable[[Attempt], None]) -> None:
        if attempt.savepoint is None:
            settle(attempt)
        else:
            await self.conn.run_sync(lambda _: settle(attempt))

    async def set_timer(
        self, kind: str, key: UUID | str, due: datetime, data: Mapping[str, Any] | None = None
    ) -> None:
        """Stores a timer; one of the same `kind` and `key` is replaced."""
        self._timers[kind, str(key)] = Due(due, dict(data or {}))

    async def cancel_timer(self, kind: str, key: UUID | str) -> None:
        """Forgets a timer; none is no error."""
        self._timers[kind, str(key)] = None

    def defer(self, job: str, *, at: datetime | None = None, **args: Any) -> None:
        """Asks the worker to run `job` after the commit, not before `at`; `args` must be JSON."""
        order = {"job": job, "args": {"tenant_id": str(self.tenant), **args}, "at": at}
        self.write(_JOBS, object(), order)


_JOBS = Deferred()
