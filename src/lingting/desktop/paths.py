"""By which way calls came: followed from their first fact, or read once from the log."""

import asyncio
from collections import OrderedDict
from contextlib import suppress
from typing import Any, cast

import msgspec

from lingting.calls.events import CallArrived
from lingting.kernel.ids import CallId
from lingting.platform.bus import Bus, Recorded
from lingting.platform.db import Transaction
from lingting.platform.eventlog import read_call

MOST = 1_000
"""Stories that are kept; calls that ended are left behind and forgotten by and by."""
TOLD_SECONDS = 1.0
"""How long who looks waits for the first facts of a call that is just being written."""

Row = dict[str, Any]


class Paths:
    """The facts of calls that came lately or that somebody looks at, by call and number."""

    def __init__(self, bus: Bus) -> None:
        self._stories: OrderedDict[CallId, dict[int, Row | Recorded]] = OrderedDict()
        self._complete: set[CallId] = set()
        self._untold: dict[CallId, asyncio.Event] = {}
        bus.write_with(CallArrived, self._begins)
        bus.subscribe_all(self._heard)

    async def of(self, tx: Transaction, call: CallId) -> list[Row]:
        """The call's facts in order."""
        if untold := self._untold.get(call):
            with suppress(TimeoutError):
                async with asyncio.timeout(TOLD_SECONDS):
                    await untold.wait()
        story = self._stories.get(call)
        if story is None or call not in self._complete:
            # What is told while the log is read is heard as well; numbers make it one story.
            story = self._stories.setdefault(call, {})
            story |= {row["seq"]: row for row in await read_call(tx.conn, call)}
            self._complete.add(call)
            self._forget_the_oldest()
        for seq, one in story.items():
            if isinstance(one, Recorded):
                story[seq] = _row(one)
        return [cast(Row, story[seq]) for seq in sorted(story)]

    def _begins(self, _: Transaction, event: CallArrived) -> None:
        """Known already while it is written: an agent's page may be drawn in that moment, and
        would read the log for what will be told at once."""
        self._stories[event.call] = {}
        self._complete.add(event.call)
        self._untold[event.call] = asyncio.Event()
        self._forget_the_oldest()

    async def _heard(self, recorded: Recorded) -> None:
        call: Any = getattr(recorded.event, "call", None)
        story = self._stories.get(call)
        if story is not None:
            story[recorded.seq] = recorded
            if untold := self._untold.pop(call, None):
                untold.set()

    def _forget_the_oldest(self) -> None:
        while len(self._stories) > MOST:
            call, _ = self._stories.popitem(last=False)
            self._complete.discard(call)
            self._untold.pop(call, None)


def _row(recorded: Recorded) -> Row:
    """As the log has it; made when somebody looks."""
    event = recorded.event
    data = msgspec.json.decode(msgspec.json.encode(event))
    return {"seq": recorded.seq, "at": event.at, "name": event.name, "data": data}
