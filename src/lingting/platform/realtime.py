"""The hub: each person has one state, and a company has boards that pages may watch besides.

Whoever follows a state gets a snapshot, then numbered frames that tell what changed.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property, partial
from itertools import count
from typing import Any

import msgspec

from lingting.kernel.ids import TenantId, UserId
from lingting.platform.db import DatabaseAway
from lingting.platform.log import get_log
from lingting.platform.patch import State, diff, without_nulls
from lingting.platform.supervisor import TaskSupervisor

log = get_log(__name__)

AGAIN_SECONDS = 1.0
"""When a state is asked for again that the database could not give."""
FAILED_SECONDS = 3.0
"""When a state is asked for again whose computing failed."""

MOST_PAGES = 16
"""Of one person at once. One more stops his oldest."""

View = Callable[[TenantId, UserId], Awaitable[State]]
BoardView = Callable[[TenantId, frozenset[str]], Awaitable[State]]
May = Callable[[str], bool]
_Key = tuple[TenantId, UserId]
_BoardKey = tuple[TenantId, str, frozenset[str]]


class Message(dict[str, Any]):
    """What is sent to pages; written as text once for all of them."""

    @cached_property
    def text(self) -> str:
        """The message as it travels."""
        return msgspec.json.encode(self).decode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Board:
    """A state of the whole company that a page watches by name, sent at most so often.

    `sees` are permissions that change what is shown: `view` gets those that the reader has, and
    readers with the same ones share one state.
    """

    name: str
    permission: str
    view: BoardView
    sees: tuple[str, ...] = ()
    every_seconds: float = 1.0


@dataclass(eq=False)
class Subscription:
    """One open page: messages wait here until its socket takes them."""

    tenant: TenantId
    user: UserId
    messages: asyncio.Queue[Message] = field(default_factory=lambda: asyncio.Queue(maxsize=256))
    boards: dict[str, _BoardKey] = field(default_factory=dict[str, _BoardKey])
    number: int = field(default_factory=count().__next__)
    """Later ones have larger numbers."""
    leaves: bool = False
    """It was told to stop; its socket may take a moment."""


@dataclass(eq=False)
class _Stream:
    """A state and the pages that follow it; `board` names it unless it is a person's own."""

    view: Callable[[], Awaitable[State]]
    board: str | None = None
    every_seconds: float = 0.0
    state: State | None = None
    seq: int = 0
    dirty: bool = False
    busy: bool = False
    not_before: float = 0.0
    failing: bool = False
    """Its last computing failed: what its pages show is old."""
    pages: set[Subscription] = field(default_factory=set[Subscription])


class Hub:
    """Recomputes a state that was touched and sends what changed to all of its pages."""

    def __init__(self, supervisor: TaskSupervisor) -> None:
        self._supervisor = supervisor
        self._people: dict[_Key, _Stream] = {}
        self._boards: dict[str, Board] = {}
        self._watched: dict[_BoardKey, _Stream] = {}
        self._view: View | None = None
        self.on_pages_changed: Callable[[TenantId, UserId, int], None] | None = None
        self.on_company_touched: Callable[[TenantId], None] | None = None

    def show(self, view: View) -> None:
        """Sets the one function that computes a person's state."""
        self._view = view

    def attach(self, tenant: TenantId, user: UserId) -> Subscription:
        """Opens a page; its first message is a snapshot."""
        page = Subscription(tenant, user)
        person = self._people.setdefault((tenant, user), self._own(tenant, user))
        self._join(page, person)
        staying = [one for one in person.pages if not one.leaves]
        if len(staying) > MOST_PAGES:
            log.warning("too many pages of one person")
            self._stop(min(staying, key=lambda one: one.number), "too-many-pages")
        self._tell_pages(tenant, user)
        return page

    def detach(self, page: Subscription) -> None:
        """Closes a page; the last one ends the person's stream."""
        for board in list(page.boards):
            self.leave(page, board)
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
        if person is not None:
            self._touch(person)

    def companies(self) -> set[TenantId]:
        """Those of whom somebody has a page open."""
        return {tenant for tenant, _ in self._people}

    def touch_all(self, tenant: TenantId) -> None:
        """Touches everybody of the company who has a page open."""
        for of_tenant, user in list(self._people):
            if of_tenant == tenant:
                self.touch(tenant, user)

    def touch_company(self, tenant: TenantId) -> None:
        """Touches all that anybody of the company looks at: people and boards."""
        if self.on_company_touched is not None:
            self.on_company_touched(tenant)
        self.touch_all(tenant)
        for key, stream in self._watched.items():
            if key[0] == tenant:
                self._touch(stream)

    def amend(self, tenant: TenantId, part: State) -> None:
        """Gives everybody of the company a part of the state that is the same for all; None
        takes a part away.

        No view is computed, so that it costs little however many pages are open.
        """
        given = without_nulls(part)
        gone = part.keys() - given.keys()
        for (of_tenant, _), stream in self._people.items():
            if of_tenant != tenant:
                continue
            if stream.busy:
                stream.dirty = True  # what is being computed may have an older part
            elif stream.state is not None:
                kept = {key: value for key, value in stream.state.items() if key not in gone}
                _send(stream, kept | given)

    def bye(self, tenant: TenantId, user: UserId, reason: str) -> None:
        """Tells all pages of a person to stop."""
        person = self._people.get((tenant, user))
        for page in list(person.pages) if person else []:
            self._stop(page, reason)

    def say(self, page: Subscription, message: Mapping[str, Any]) -> None:
        """Tells one page something that is no part of a state."""
        _put(page, Message(message))

    def pages(self, tenant: TenantId, user: UserId) -> int:
        """How many pages this person has open."""
        person = self._people.get((tenant, user))
        return len(person.pages) if person else 0

    def open_pages(self) -> int:
        """How many pages are open, of everybody."""
        return sum(len(person.pages) for person in self._people.values())

    # boards ------------------------------------------------------------------------------------

    def offer(self, board: Board) -> None:
        """Makes a board known."""
        self._boards[board.name] = board

    def watch(self, page: Subscription, name: str, may: May) -> None:
        """Lets the page follow a board, or says `refused`; a repeat is no news."""
        board = self._boards.get(name)
        if board is None or not may(board.permission):
            self.leave(page, name)
            self.say(page, {"type": "refused", "board": name})
            return
        key = (page.tenant, name, frozenset(one for one in board.sees if may(one)))
        if page.boards.get(name) == key:
            return
        self.leave(page, name)
        page.boards[name] = key
        self._join(page, self._watched.setdefault(key, _of_board(board, key)))

    def leave(self, page: Subscription, name: str) -> None:
        """The page no longer follows this board."""
        key = page.boards.pop(name, None)
        if key is None:
            return
        stream = self._watched[key]
        stream.pages.discard(page)
        if not stream.pages:
            del self._watched[key]

    def recheck(self, page: Subscription, may: May) -> None:
        """The page's person may have got or lost permissions."""
        for name in list(page.boards):
            self.watch(page, name, may)

    def touch_board(self, tenant: TenantId, name: str) -> None:
        """Says that this board may have changed; one frame follows, at most so often."""
        for key, stream in self._watched.items():
            if key[:2] == (tenant, name):
                self._touch(stream)

    def watching(self, name: str) -> set[TenantId]:
        """The companies in which a page follows this board."""
        return {key[0] for key in self._watched if key[1] == name}

    # streams -----------------------------------------------------------------------------------

    def _stop(self, page: Subscription, reason: str) -> None:
        page.leaves = True
        self.say(page, {"type": "bye", "reason": reason})

    def _own(self, tenant: TenantId, user: UserId) -> _Stream:
        async def view() -> State:
            assert self._view is not None
            return await self._view(tenant, user)

        return _Stream(view)

    def _join(self, page: Subscription, stream: _Stream) -> None:
        stream.pages.add(page)
        if stream.state is not None:
            _put(page, _snapshot(stream))
        if stream.failing and stream.board is not None:
            _put(page, _named(stream, {"type": "stale"}))
        self._touch(stream)

    def _touch(self, stream: _Stream) -> None:
        stream.dirty = True
        if not stream.busy:
            stream.busy = True
            self._start(stream)

    def _start(self, stream: _Stream) -> None:
        pause = stream.not_before - asyncio.get_running_loop().time()
        if pause > 0:
            self._supervisor.later(pause, partial(self._begin, stream))
        else:
            self._begin(stream)

    def _begin(self, stream: _Stream) -> None:
        self._supervisor.spawn(self._refresh(stream), name="realtime")

    async def _refresh(self, stream: _Stream) -> None:
        pause = stream.every_seconds
        try:
            stream.dirty = False
            if stream.pages:
                _send(stream, without_nulls(await stream.view()))
                _judge(stream, failing=False)
        except DatabaseAway:
            stream.dirty, pause = True, max(pause, AGAIN_SECONDS)
            _judge(stream, failing=True)
        except Exception:
            # Nobody else asks anew, and who looks must not take what is old for the present.
            _judge(stream, failing=True)
            stream.dirty, pause = True, max(pause, FAILED_SECONDS)
            raise
        finally:
            stream.not_before = asyncio.get_running_loop().time() + pause
            stream.busy = False
            if stream.dirty:
                self._touch(stream)

    def _tell_pages(self, tenant: TenantId, user: UserId) -> None:
        if self.on_pages_changed is not None:
            self.on_pages_changed(tenant, user, self.pages(tenant, user))


def _of_board(board: Board, key: _BoardKey) -> _Stream:
    async def view() -> State:
        return await board.view(key[0], key[2])

    return _Stream(view, board.name, board.every_seconds)


def _send(stream: _Stream, state: State) -> None:
    if stream.state is None:
        stream.state = state
        message = _snapshot(stream)
    elif patch := diff(stream.state, state):
        stream.state = state
        stream.seq += 1
        message = _named(stream, {"type": "frame", "seq": stream.seq, "patch": patch})
    else:
        return
    for page in stream.pages:
        _put(page, message)


def _judge(stream: _Stream, *, failing: bool) -> None:
    """Tells the pages of a board once that it is old, or the present again."""
    if stream.failing is failing:
        return
    stream.failing = failing
    message = _named(stream, {"type": "stale" if failing else "fresh"})
    for page in stream.pages if stream.board is not None else ():
        _put(page, message)


def _snapshot(stream: _Stream) -> Message:
    return _named(stream, {"type": "snapshot", "seq": stream.seq, "state": stream.state})


def _named(stream: _Stream, message: dict[str, Any]) -> Message:
    return Message(message) if stream.board is None else Message(message, board=stream.board)


def _put(page: Subscription, message: Message) -> None:
    try:
        page.messages.put_nowait(message)
    except asyncio.QueueFull:
        while not page.messages.empty():
            page.messages.get_nowait()
        page.messages.put_nowait(Message(type="bye", reason="too-slow"))
        log.warning("page too slow")
