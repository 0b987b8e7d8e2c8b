"""The database of a story's world is away: what the engine hears meanwhile, and keeps."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from lingting.calls.ports import (
    LegAnswered,
    LegArrived,
    LegGone,
    MessageRecorded,
    SwitchEvent,
    SwitchRestored,
)
from lingting.calls.service.door import LEAST_MESSAGE_SECONDS
from lingting.kernel.ids import LegId, RecordingId
from stories.engine import Engine


@dataclass
class Kept:
    """What an engine kept, as the world knows it."""

    callers: set[LegId] = field(default_factory=set[LegId])
    """Who came while the database was away, and was noted for later."""
    ends: dict[LegId, datetime] = field(default_factory=dict[LegId, datetime])
    """When lines ended meanwhile."""
    messages: set[RecordingId] = field(default_factory=set[RecordingId])
    """What callers said meanwhile."""
    left: set[int] = field(default_factory=set[int])
    """Whose page went in this gap, and whose telephone with it or before."""
    unread: dict[LegId, LegAnswered | LegGone] = field(
        default_factory=dict[LegId, "LegAnswered | LegGone"]
    )
    """What became of lines since an engine stands in that has read nothing."""


class Away:
    """Gaps of the database."""

    engine: Engine | None
    kept: Kept
    late: bool
    under_way: deque[SwitchEvent]
    within: Callable[[Awaitable[object]], Awaitable[bool]]
    settle: Callable[[], Awaitable[None]]
    takes_up: Callable[[Engine], Awaitable[bool]]
    gap: asyncio.Task[None] | None = None
    """The engine, which keeps what the switch tells."""

    def loses_database(self) -> None:
        """Nothing can be read or written; what the switch tells is heard all the same."""
        if self.engine is not None and not self.engine.is_held:
            self.engine.kit.db.hold()
            self.kept.left.clear()

    async def has_database(self) -> None:
        """It can be used again: what was kept is written down, then everything goes on."""
        engine = self.engine
        if engine is None or not engine.is_held:
            return
        engine.kit.db.resume()
        if engine.stands_in:
            engine.stands_in = engine.product.calls.backlog._stands_in = False
            if not await self.takes_up(engine):
                return
        if self.gap is not None:
            gap, self.gap = self.gap, None
            if not await self.within(gap):
                return
        await self.settle()

    async def keep_news(self, engine: Engine) -> None:
        """As the backlog does by itself: the first of the news waits, the others are received."""
        backlog, news = engine.product.calls.backlog, list(self.under_way)
        if engine.stands_in:
            await self._hear_unread(engine)
            return
        told_itself = bool(backlog._waiting) and self.gap is None
        if self.late or not (news or told_itself):
            return
        self.under_way.clear()
        for event in news:
            backlog._waiting.append(event)
            if backlog._behind:
                backlog._kept.add(event)
                await self.within(backlog._keeping.hear(event))
        if self.gap is None and self.engine is engine:
            gap = asyncio.create_task(brings_all(engine))
            await asyncio.sleep(0)
            if not gap.done():
                self.gap = gap
            else:
                await self.within(gap)
        if self.engine is engine and backlog._behind:
            self._was_kept(news)

    async def _hear_unread(self, engine: Engine) -> None:
        """As an engine hears that stands in."""
        backlog, news = engine.product.calls.backlog, list(self.under_way)
        if self.late:
            return
        self.under_way.clear()
        for event in news:
            if not backlog._news.is_set() and not await self.within(backlog._receive_all()):
                return
            if not await self.within(backlog._hear(event)):
                return
            if isinstance(event, SwitchRestored):
                self.kept.unread.clear()
            elif isinstance(event, LegAnswered | LegGone):
                self.kept.unread[event.leg] = event
        self._was_kept(news)

    def _was_kept(self, news: Sequence[SwitchEvent]) -> None:
        self.kept.callers |= {one.leg for one in news if isinstance(one, LegArrived)}
        self.kept.ends |= {one.leg: one.at for one in news if isinstance(one, LegGone)}
        messages = (one for one in news if isinstance(one, MessageRecorded))
        self.kept.messages |= {
            one.recording for one in messages if one.seconds >= LEAST_MESSAGE_SECONDS
        }


async def brings_all(engine: Engine) -> None:
    """The backlog's own loop, until nothing waits any more."""
    backlog = engine.product.calls.backlog
    while backlog._waiting:
        event = backlog._waiting[0]
        await backlog.bring(event)
        backlog._waiting.popleft()
        backlog._recalled = max((backlog._recalled or 0) - 1, 0)
        if backlog._behind:
            backlog._kept.done(event)
    backlog.caught_up()
