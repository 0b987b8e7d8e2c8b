"""Where an engine touches the world outside: there it may die, or the database may fail it.

What an engine did is what it committed and what it told the switch. Dying between two such
touches leaves the same world as dying at the next one, so these points stand for every await.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Set
from contextlib import contextmanager
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from lingting.main.tables import all_tables
from lingting.platform import bulk
from lingting.platform.beginning import COMMIT
from lingting.platform.db import Transaction
from lingting.platform.login import application_url
from lingting.platform.pending import AS_STORED, PENDING, Pending
from lingting.platform.sending import Connection, Message, Said, edges, is_about_rows
from lingting.testing.fake_switch import FakeSwitch
from stories.reference import Reference, written_by
from stories.sessions import LOST, Sessions


class EngineDied(BaseException):
    """The process is gone; nothing after this point runs any more."""


class Fuse:
    """Counts an engine's touches and strikes at the wanted one."""

    KINDS = {
        "dies": ("statement", "commit", "committed", "command", "commanded"),
        "statement_fails": ("statement",),
        "database_drops": ("statement", "commit"),
        "answer_lost": ("answered",),
        "stalls": ("message",),
        "dies_unheard": ("command",),
        "timer_fails": ("timer",),
    }
    SAME = {"dies_unheard": "dies", "timer_fails": "statement_fails"}
    """What happens then, only at rarer moments."""

    def __init__(self) -> None:
        self.dead = False
        self.in_timer = False
        self.struck = 0
        """How many faults happened."""
        self._armed: dict[str, int] = {}
        self._pauses = False

    def pause(self) -> None:
        """Whoever looks from outside is struck by nothing."""
        self._pauses = True

    def go_on(self) -> None:
        self._pauses = False

    def arm(self, what: str, after: int) -> None:
        """`what` happens at the touch number `after` from now, of those that it concerns."""
        self._armed[what] = after

    def disarm(self) -> None:
        self._armed.clear()

    def strikes(self, kind: str) -> str | None:
        """What happens at this touch; raises EngineDied for the dead and the dying."""
        if self.dead:
            raise EngineDied
        if self._pauses:
            return None
        kinds = {kind, "timer"} if self.in_timer and kind == "statement" else {kind}
        for armed in [one for one in self._armed if kinds & {*self.KINDS[one]}]:
            self._armed[armed] -= 1
            if self._armed[armed] > 0:
                continue
            del self._armed[armed]
            what = self.SAME.get(armed, armed)
            self.struck += 1
            self.dead = what in ("dies", "stalls")
            if what == "dies":
                raise EngineDied
            return what
        return None


class Line:
    """An engine's connection to the switch: every command is a touch."""

    def __init__(self, switch: FakeSwitch, fuse: Fuse) -> None:
        self._switch = switch
        self._fuse = fuse

    def __getattr__(self, name: str) -> Any:
        command = getattr(self._switch, name)

        async def touch(*args: Any, **more: Any) -> Any:
            self._fuse.strikes("command")
            answer = await command(*args, **more)
            self._fuse.strikes("commanded")
            return answer

        return touch


class Tap:
    """Sits on a pool of connections; `fuse` is the present engine's."""

    def __init__(self, engine: AsyncEngine, sessions: Sessions) -> None:
        self.fuse: Fuse | None = None
        self.drops_now = False
        self.late: Message = ()
        """What an engine was about to send when it stalled."""
        self.statements = 0
        self.commits = 0
        self.wrote: set[str] = set()
        """Tables that may have been changed since somebody emptied this."""
        self.changed: set[str] = set()
        """Those that may have been since the first morning."""
        self.reference = Reference(engine, self.changed)
        self._sessions = sessions
        self._strikes: str | None = None
        """What happens to the statement that is sent next."""
        sync = engine.sync_engine
        event.listen(sync, "before_cursor_execute", self._statement, retval=True)
        edges.setdefault(sync, []).append(self._message)
        self._commit: Callable[[Any], None] = sync.dialect.do_commit
        sync.dialect.do_commit = self._do_commit  # type: ignore[method-assign]
        sync._connection_cls = _dying_around_commits(self)
        self._driver, bulk._driver = bulk._driver, self._copies

    def close(self) -> None:
        bulk._driver = self._driver

    def _statement(
        self, conn: sa.Connection, cursor: Any, statement: str, parameters: Any, _: Any, many: bool
    ) -> tuple[str, Any]:
        self.statements += 1
        self._writes(written_by(statement))
        what, self._strikes = self._strikes or self.touch("statement"), None
        if what == "statement_fails":
            return "SELECT 1/0", [()] if many else ()
        if what == "database_drops":
            self._sessions.lose(conn.connection.driver_connection)
        return statement, parameters

    def passes(self) -> bool:
        """Whether nothing strikes a statement that is not sent."""
        self._strikes = self.touch("statement")
        self.statements += self._strikes is None
        return self._strikes is None

    async def _copies(self, tx: Transaction) -> Any:
        """Many rows go past SQLAlchemy, into whichever table."""
        self._writes(all_tables().tables.keys())
        return await self._driver(tx)

    def touch(self, kind: str) -> str | None:
        """What the present engine's fuse does here."""
        return self.fuse.strikes(kind) if self.fuse else None

    @contextmanager
    def _message(self, connection: Connection, message: Message) -> Iterator[Message]:
        """What goes to the server in one message, with what strikes put in its place."""
        if self.touch("message"):
            self.late = message
            raise EngineDied
        sent: list[Said] = []
        lost = dies = False
        for said in message:
            if said == COMMIT:
                self.commits += 1
                lost = self.touch("commit") is not None or lost
                sent += [] if lost else [said]
                try:
                    self.touch("committed")
                except EngineDied:
                    dies = True
                else:
                    lost = self.touch("answered") is not None or lost
            elif is_about_rows(said):
                self.statements += 1
                self._notes(said.sql.decode())
                what = self.touch("statement")
                lost = what == "database_drops" or lost
                if not lost:
                    sent.append(Said(b"SELECT 1/0") if what == "statement_fails" else said)
            elif not lost:
                sent.append(said)
        yield sent
        if lost:
            self._sessions.lose(connection)
            raise psycopg.OperationalError(LOST)
        if dies:
            raise EngineDied

    def _writes(self, tables: Set[str]) -> None:
        self.wrote.update(tables)
        self.changed.update(tables)  # `|=` with what is no set would make another one

    def _notes(self, statement: str) -> None:
        self._writes(written_by(statement))
        self.reference.hear(statement)

    def deliver_late(self, url: str) -> None:
        """What a stalled engine was about to send reaches the server now."""
        late, self.late = self.late, ()
        if not late:
            return
        with psycopg.connect(application_url(url), autocommit=True) as connection:
            for said in (one for one in late if one.sql):
                self._notes(said.sql.decode())
                connection.pgconn.exec_params(said.sql, list(said.parameters))

    def _do_commit(self, connection: Any) -> None:
        self.commits += 1
        if self.drops_now:
            self._sessions.lose(connection.driver_connection)
        self._commit(connection)
        if self.touch("answered"):
            self._sessions.lose(connection.driver_connection)
            raise psycopg.OperationalError(LOST)


def _dying_around_commits(tap: Tap) -> type[sa.Connection]:
    """Connections at whose commits an engine dies; the session lives on, for a new one costs more
    than a story."""

    class Touched(sa.Connection):
        def _commit_impl(self) -> None:
            tap.drops_now = tap.touch("commit") is not None
            super()._commit_impl()
            tap.touch("committed")

        def exec_driver_sql(self, statement: str, *values: Any, **more: Any) -> Any:
            if statement.startswith("BEGIN") and tap.passes():
                return tap.reference.begins(self, statement)
            return super().exec_driver_sql(statement, *values, **more)

        def execute(self, statement: Any, *values: Any, **more: Any) -> Any:
            question = tap.reference.question(self, statement, values)
            if question is None:
                return super().execute(statement, *values, **more)
            answer = tap.reference.answer(question)
            if answer is not None:
                self._writes_what_waits(more)
                if tap.reference.holds(question) and tap.passes():
                    return answer
            result = super().execute(statement, *values, **more)
            return tap.reference.keep(question, result)

        def _writes_what_waits(self, more: Mapping[str, Any]) -> None:
            """What waits is written before anything is asked; it may change the answer."""
            pending: Pending | None = self.get_execution_options().get(PENDING)
            if pending is not None:
                options = more.get("execution_options") or {}
                pending.before_statement(self, as_stored=bool(options.keys() & AS_STORED.keys()))

    return Touched
