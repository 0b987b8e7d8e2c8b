"""Deadlines: what becomes due when. Entries that no longer hold are dropped when they surface."""

import heapq
from collections.abc import Callable
from datetime import datetime
from enum import Enum
from typing import Any


class Due(Enum):
    """What a deadline means; its holder carries the instant that is in force."""

    OFFER_EXPIRES = "offer_expires"
    WRAP_UP_ENDS = "wrap_up_ends"
    ITEM_RELAXES = "item_relaxes"
    PREFERENCE_ENDS = "preference_ends"
    MAX_WAIT = "max_wait"
    PHONE_GRACE = "phone_grace"


StillDue = Callable[[Due, Any], datetime | None]


class Dues:
    """A heap of `(instant, number, kind, holder)`; moving a deadline means adding another."""

    __slots__ = ("_heap", "_number")

    def __init__(self) -> None:
        self._heap: list[tuple[datetime, int, Due, Any]] = []
        self._number = 0

    def add(self, due: datetime, kind: Due, holder: Any) -> None:
        """Notes a deadline of `holder`."""
        self._number += 1
        heapq.heappush(self._heap, (due, self._number, kind, holder))

    def next(self, still: StillDue) -> datetime | None:
        """The earliest deadline that still holds: `still` gives the instant now in force."""
        self._drop_stale(still)
        return self._heap[0][0] if self._heap else None

    def pop(self, now: datetime, still: StillDue) -> tuple[Due, Any] | None:
        """Takes the earliest deadline that holds and is not after `now`."""
        self._drop_stale(still)
        if self._heap and self._heap[0][0] <= now:
            _, _, kind, holder = heapq.heappop(self._heap)
            return kind, holder
        return None

    def _drop_stale(self, still: StillDue) -> None:
        while self._heap and still(self._heap[0][2], self._heap[0][3]) != self._heap[0][0]:
            heapq.heappop(self._heap)
