"""What the switch told and what was not applied yet; while the database is away it grows."""

import asyncio
from collections import deque
from contextlib import aclosing

from sqlalchemy.exc import DBAPIError

from lingting.calls.kept_events import KeptEvents
from lingting.calls.ports import LegArrived, PhoneUnregistered, SwitchEvent, SwitchUnavailable
from lingting.calls.service.arriving import Arriving
from lingting.calls.service.door import Door
from lingting.calls.service.keeping import Keeping
from lingting.calls.service.unread import Unread
from lingting.calls.voice import Voice
from lingting.kernel.ids import AgentId, TenantId
from lingting.platform.clock import as_of
from lingting.platform.db import DatabaseAway
from lingting.platform.log import get_log

log = get_log(__name__)

PAGE_CLOSED = "page closed"
SWITCH_SECONDS = 5.0
"""So long at most nothing falls due after a start because the switch was not heard yet."""


class Backlog:
    """Reads the switch's events and brings them to the door one after another; a failed one stops
    no other.

    While the database is away they are kept, also for a process that comes after this one;
    afterwards each is written down as of its time.
    """

    def __init__(
        self, voice: Voice, door: Door, arriving: Arriving, keeping: Keeping, kept: KeptEvents
    ) -> None:
        self._voice = voice
        self._door = door
        self._arriving = arriving
        self._keeping = keeping
        self._kept = kept
        self._waiting: deque[SwitchEvent] = deque()
        self._news = asyncio.Event()
        self._behind = False
        self._recalled: int | None = None
        """How many of the first events an earlier process kept; None before it was looked."""
        self._hears = self._stands_in = self._begins = False

    def begin(self) -> None:
        """Nothing falls due before the switch has told what happened while nobody listened: who
        answered in time has answered, also when an offer's time is over by now."""
        self._begins = True
        self._voice.kit.timers.pause()
        self._voice.kit.supervisor.spawn(self._begin_anyway(), name="loop:first news")

    async def watch(self) -> None:
        """Runs until the process stops."""
        self._stands_in = False
        async with asyncio.TaskGroup() as group:
            if not self._hears:
                group.create_task(self._read())
            group.create_task(self._bring_all())

    def stand_in(self) -> None:
        """There is no database to start from: hears and keeps, decides nothing. `watch` goes on
        from there."""
        if not self._hears:
            self._hears = self._stands_in = True
            self._keeping.unread = Unread(self._voice.switch)
            self._fall_behind()
            self._voice.kit.supervisor.spawn(self._read(), name="loop:standing in")
            log.warning("database away, standing in")

    def page_gone(self, tenant: TenantId, agent: AgentId) -> None:
        """The last page of somebody closed. When his telephone had gone before, that is told once
        more: it means now that nobody is there."""
        call = self._voice.live.of_agent(agent)
        if call is not None and call.tenant == tenant:
            self._voice.kit.supervisor.spawn(self._tell_again(agent), name=PAGE_CLOSED)

    async def _tell_again(self, agent: AgentId) -> None:
        phone = self._voice.phones.of_agent(agent)
        try:
            if await self._voice.switch.is_registered(phone):
                return
        except SwitchUnavailable:  # what is gone is looked at when it is back
            return
        await self._hear(PhoneUnregistered(at=self._voice.kit.clock.now(), phone=phone))

    async def _read(self) -> None:
        self._hears = True
        self._recall()
        async with aclosing(self._voice.switch.events()) as events:
            async for event in events:
                if self._stands_in and not self._news.is_set():
                    await self._receive_all()
                await self._hear(event)

    async def _hear(self, event: SwitchEvent) -> None:
        self._waiting.append(event)
        self._news.set()
        if self._behind:
            self._kept.add(event)
            await self._keeping.hear(event)

    def _recall(self) -> None:
        """Takes up what an earlier process kept: it comes before anything that happens now."""
        if self._recalled is None:
            left = self._kept.left()
            self._waiting.extendleft(reversed(left))
            self._recalled = len(left)
            if left:
                log.info("events of an earlier process are taken up", count=len(left))
                self._fall_behind()

    async def _bring_all(self) -> None:
        await self._news.wait()  # nothing can be commanded before
        while True:
            if not self._waiting:
                self.caught_up()
                self._news.clear()
                await self._news.wait()
            event = self._waiting[0]
            await self.bring(event)
            self._waiting.popleft()
            self._recalled = max((self._recalled or 0) - 1, 0)
            if self._behind:
                self._kept.done(event)

    async def bring(self, event: SwitchEvent) -> None:
        """Brings one event to where it belongs, however long the database is away.

        A statement that failed is tried once more: the switch tells everything but once.
        """
        tries = 0
        while True:
            try:
                if self._behind:
                    event = await self._keeping.hand_over(event)
                with as_of(min(event.at, self._voice.kit.clock.now()) if self._behind else None):
                    if not await self._was_written(event):
                        await self._door.enter(event)
            except DatabaseAway:
                await self._wait()
            except Exception as error:  # one event that fails must not stop the rest
                if isinstance(error, DBAPIError) and tries == 0:
                    tries += 1
                    continue
                log.error("switch event failed", kind=type(event).__name__, exc_info=error)
                await self._door.rescue(event)
                return
            else:
                return

    async def _was_written(self, event: SwitchEvent) -> bool:
        """Whether a process that died had brought a caller in; any other event repeats without
        harm."""
        return (
            bool(self._recalled)
            and isinstance(event, LegArrived)
            and await self._arriving.knew(event.called, event.leg)
        )

    async def _wait(self) -> None:
        """The database is away: whoever calls now is received, nothing is decided."""
        if not self._behind:
            self._fall_behind()
            log.warning("database away, events are kept")
            for one in self._waiting:
                self._kept.add(one)
        await self._receive_all()
        await self._voice.kit.db.back()

    async def _receive_all(self) -> None:
        for one in list(self._waiting) if self._behind else ():
            await self._keeping.hear(one)

    def _fall_behind(self) -> None:
        self._behind = True
        self._voice.kit.timers.pause()

    async def _begin_anyway(self) -> None:
        await asyncio.sleep(SWITCH_SECONDS)
        self._begun()

    def _begun(self) -> None:
        if self._begins and not self._behind:
            self._begins = False
            self._voice.kit.timers.go_on()

    def caught_up(self) -> None:
        """Everything is written down."""
        self._begun()
        if self._behind:
            self._begins = False
            self._behind = False
            self._keeping.caught_up()
            self._voice.kit.supervisor.spawn(self._keeping.close_bridges(), name="close bridges")
            self._kept.clear()
            self._voice.kit.timers.go_on()
            log.info("events that were kept are written down")
