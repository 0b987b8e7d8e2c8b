"""By which way calls came: followed from their first fact, or read once from the log."""

from collections import OrderedDict
from typing import Any

import msgspec

from lingting.calls.events import CallArrived
from lingting.kernel.ids import CallId
from lingting.platform.bus import Bus, Recorded
from lingting.platform.db import Transaction
from lingting.platform.eventlog import read_call

MOST = 1_000
"""Stories that are kept; calls that ended are left behind and forgotten by and by."""

Row = dict[str, Any]


class Paths:
    """The facts of calls that came lately or that somebody looks at, by call and number."""

    def __init__(self, bus: Bus) -> None:
        self._stories: OrderedDict[CallId, dict[int, Row]] = OrderedDict()
        self._complete: set[CallId] = set()
        bus.subscribe_all(self._heard)

    async def of(self, tx: Transaction, call: CallId) -> list[Row]:
        """The call's facts in order."""
        story = self._stories.get(call)
        if story is None or call not in self._complete:
            # What is told while the log is read is heard as well; numbers make it one story.
            story = self._stories.setdefault(call, {})
            story |= {row["seq"]: row for row in await read_call(tx.conn, call)}
            self._complete.add(call)
            self._forget_the_oldest()
        return [story[seq] for seq in sorted(story)]

    async def _heard(self, recorded: Recorded) -> None:
        event = recorded.event
        if isinstance(event, CallArrived):  # the first fact of its call
            self._stories[event.call] = {}
            self._complete.add(event.call)
            self._forget_the_oldest()
        story = self._stories.get(getattr(event, "call", None))  # pyright: ignore[reportArgumentType]
        if story is not None:
            data = msgspec.json.decode(msgspec.json.encode(event))
            story[recorded.seq] = {
                "seq": recorded.seq, "at": event.at, "name": event.name, "data": data
            }  # fmt: skip

    def _forget_the_oldest(self) -> None:
        while len(self._stories) > MOST:
            call, _ = self._stories.popitem(last=False)
            self._complete.discard(call)
