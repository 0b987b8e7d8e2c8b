"""The people of a story's world: their pages, and how they ask the engine for something."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

from lingting.acd.domain.states import Work
from lingting.calls.domain import Call
from lingting.kernel.errors import LingtingError
from lingting.kernel.ids import AgentId, SessionId, UserId
from lingting.platform.db import Transaction
from lingting.platform.http.auth import Principal
from lingting.supervision.alerting import FLOOR
from stories.away import Kept
from stories.company import AGENTS, LEADER, Company
from stories.engine import Engine
from stories.page import Page


class Desks:
    """Pages of people, numbered from 0."""

    company: Company
    engine: Engine | None
    pages: dict[int, Page]
    tenant: Any
    alive: Any
    within: Callable[[Awaitable[object]], Awaitable[bool]]
    settle: Callable[[], Awaitable[None]]
    page_phone_is_gone: Callable[[int], bool]
    kept: Kept
    refusals: int = 0

    @property
    def serves(self) -> bool:
        """Whether pages are served."""
        return self.engine is not None and not self.engine.stands_in

    def opens_page(self, person: int) -> None:
        """A page is opened; the leader's also watches the floor."""
        if person not in self.pages:
            self.pages[person] = Page(person)
            if self.serves:
                self.attach(self.pages[person])

    def attach(self, page: Page) -> None:
        hub = self.alive.kit.hub
        user = UserId(self.company.people[page.person])
        page.stream = hub.attach(self.tenant, user)
        page.state, page.board = None, None
        if page.person == LEADER:
            hub.watch(page.stream, FLOOR, lambda _: True)

    def page_is_gone(self, person: int) -> None:
        """Page, phone and sound go at once; the switch gives the line up later."""
        page = self.pages.pop(person, None)
        if page is not None and page.stream is not None and self.engine is not None:
            self.alive.kit.hub.detach(page.stream)
        phone_was_there = self.page_phone_is_gone(person)
        if phone_was_there or page is not None:
            self.kept.left.add(person)

    def is_logged_in(self, person: int) -> bool:
        """Whether the person's newest login that was committed has not ended."""
        query = (
            "SELECT name FROM event_log WHERE name IN ('session.started', 'session.ended')"
            " AND data ->> 'user' = %s ORDER BY seq DESC LIMIT 1"
        )
        user = str(self.company.people[person])
        newest = self.company.server.execute(query, (user,)).fetchone()
        return newest is not None and newest[0] == "session.started"

    def who(self, person: int) -> Principal:
        """The person as an authenticated request has him."""
        name = f"A00{person + 1}" if person < AGENTS else "A010"
        user = UserId(self.company.people[person])
        everything = frozenset({"*"})
        return Principal(self.tenant, user, SessionId(user), name, name, everything, name)

    def call_of(self, person: int) -> Call | None:
        """The call in which the engine has an agent."""
        agent = self.company.people[person]
        found = self.alive.product.calls.live.of_agent(agent) if self.engine else None
        return found if found is not None and found.agent == agent else None

    def wraps_up(self, person: int) -> bool:
        """Whether he has after-call work to do."""
        acd = self.serves and self.alive.product.acd
        view = acd and acd.agent_view(self.tenant, self.agent(person))
        return bool(view and view.work is Work.WRAPPING)

    async def asks(self, request: Callable[[], Awaitable[object]]) -> None:
        """A request of a page; the server may be away, may refuse, or may die of it."""
        if not self.serves:
            return

        async def answered() -> None:
            try:
                await request()
            except LingtingError:
                self.refusals += 1
            except Exception:
                if not self.alive.fuse.struck:
                    raise

        await self.within(answered())
        await self.settle()

    async def turn(self, use_case: Callable[[Transaction], Awaitable[object]]) -> None:
        """A use case in the company's mailbox, in one transaction, as a route runs it."""

        async def request() -> None:
            engine = self.alive

            async def run() -> None:
                async with engine.kit.db.transaction(self.tenant) as tx:
                    await use_case(tx)

            await engine.kit.mailboxes.run(self.tenant, run)

        await self.asks(request)

    def agent(self, person: int) -> AgentId:
        return self.company.people[person]
