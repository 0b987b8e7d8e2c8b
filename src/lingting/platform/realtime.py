"""The hub: each person has one state; clients get a snapshot, then numbered frames."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any

from lingting.kernel.ids import TenantId, UserId
from lingting.platform.log import get_log
from lingting.platform.patch import State, diff, without_nulls
from lingting.platform.supervisor import TaskSupervisor

log = get_log(__name__)

Message = dict[str, Any]
View = Callable[[TenantId, UserId], Awaitable[State]]
_Key = tuple[TenantId, UserId]


@dataclass(eq=False)
class Subscription:
    """One open page: messages wait here until its socket takes them."""

    tenant: TenantId
    user: UserId
    messages: asyncio.Queue[Message] = field(default_factory=lambda: asyncio.Queue(maxsize=256))


@dataclass(eq=False)
class _Person:
    state: State | None = None
    seq: int = 0
    dirty: bool = False
    busy: bool = False
    pages: set[Subscription] = field(default_factory=set[Subscription])


class Hub:
    """Recomputes the state of a person who was touched and sends what changed to all pages."""

    def __init__(self, supervisor: TaskSupervisor) -> None:
        self._supervisor = supervisor
        self._people: dict[_Key, _Person] = {}
        self._view: View | None = None
        self.on_pages_changed: Callable[[TenantId, UserId, int], None] | None = None

    def show(self, view: View) -> None:
        """Sets the one function that computes a person's state."""
        self._view = view

    def attach(self, tenant: TenantId, user: UserId) -> Subscription:
        """Opens a page; its first message is a snapshot."""
        person = self._people.setdefault((tenant, user), _Person())
        page = Subscription(tenant, user)
        person.pages.add(page)
        if person.state is not None:
            page.messages.put_nowait(_snapshot(person))
        self.touch(tenant, user)
        self._tell_pages(tenant, user)
        return page

    def detach(self, page: Subscription) -> None:
        """Closes a page; the last one ends the person's stream."""
        person = self._people.get((page.tenant, page.user))
        if person is None:
            return
        person.pages.discard(page)
        if not person.pages:
            del self._people[page.tenant, page.user]
        self._tell_pages(page.tenant, page.user)

    def touch(self, tenant: TenantId, user: UserId) -> None:
        """Says that this person's state may have changed; many touches make one frame."""
        person = self._people.get((tenant, user))
        if person is None:
            return
        person.dirty = True
        if not person.busy:
            person.busy = True
            self._supervisor.spawn(self._refresh(tenant, user, person), name="realtime")

    def touch_all(self, tenant: TenantId) -> None:
        """Touches everybody of the company who has a page open."""
        for of_tenant, user in list(self._people):
            if of_tenant == tenant:
                self.touch(tenant, user)

    def bye(self, tenant: TenantId, user: UserId, reason: str) -> None:
        """Tells all pages of a person to stop."""
        person = self._people.get((tenant, user))
        for page in list(person.pages) if person else []:
            _put(page, {"type": "bye", "reason": reason})

    def pages(self, tenant: TenantId, user: UserId) -> int:
        """How many pages this person has open."""
        person = self._people.get((tenant, user))
        return len(person.pages) if person else 0

    async def _refresh(self, tenant: TenantId, user: UserId, person: _Person) -> None:
        assert self._view is not None
        try:
            while person.dirty and person.pages:
                person.dirty = False
                self._send(person, without_nulls(await self._view(tenant, user)))
        finally:
            person.busy = False

    @staticmethod
    def _send(person: _Person, state: State) -> None:
        if person.state is None:
            person.state = state
            message = _snapshot(person)
        elif patch := diff(person.state, state):
            person.state = state
            person.seq += 1
            message = {"type": "frame", "seq": person.seq, "patch": patch}
        else:
            return
        for page in person.pages:
            _put(page, message)

    def _tell_pages(self, tenant: TenantId, user: UserId) -> None:
        if self.on_pages_changed is not None:
            self.on_pages_changed(tenant, user, self.pages(tenant, user))


def _snapshot(person: _Person) -> Message:
    return {"type": "snapshot", "seq": person.seq, "state": person.state}


def _put(page: Subscription, message: Message) -> None:
    try:
        page.messages.put_nowait(message)
    except asyncio.QueueFull:
        while not page.messages.empty():
            page.messages.get_nowait()
        page.messages.put_nowait({"type": "bye", "reason": "too-slow"})
        log.warning("page too slow")
