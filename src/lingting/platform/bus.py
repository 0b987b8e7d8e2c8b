"""Who in this process hears of a fact after it was committed, and who writes rows with it."""

from collections import defaultdict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from lingting.kernel.events import Event
from lingting.kernel.ids import TenantId
from lingting.platform.log import get_log

log = get_log(__name__)
EventType = TypeVar("EventType", bound=Event)


@dataclass(frozen=True, slots=True)
class Recorded:
    """An event with its place in the company's log."""

    tenant: TenantId
    seq: int
    event: Event


Subscriber = Callable[[Recorded], Awaitable[None]]
ManySubscriber = Callable[[TenantId, list[Any]], Awaitable[None]]
Writer = Callable[[Any, Any], None]
"""Gets the transaction and the event."""


class Bus:
    """Calls subscribers one after another, after commit, in the order of subscription."""

    def __init__(self) -> None:
        self._of_type: defaultdict[type[Event], list[Subscriber]] = defaultdict(list)
        self._of_many: defaultdict[type[Event], list[ManySubscriber]] = defaultdict(list)
        self._of_all: list[Subscriber] = []
        self._within: defaultdict[type[Event], list[Writer]] = defaultdict(list)

    def subscribe(
        self, event_type: type[EventType], subscriber: Callable[[TenantId, Any], Awaitable[None]]
    ) -> None:
        """Calls `subscriber(tenant, event)` for each committed event of this very type."""

        async def unpacked(recorded: Recorded) -> None:
            await subscriber(recorded.tenant, recorded.event)

        self._of_type[event_type].append(unpacked)

    def subscribe_many(
        self,
        event_type: type[EventType],
        subscriber: Callable[[TenantId, list[Any]], Awaitable[None]],
    ) -> None:
        """Calls `subscriber(tenant, events)` once for all events of this very type that a
        transaction committed: what a thousand of them ask for is done in a few statements."""
        self._of_many[event_type].append(subscriber)

    def subscribe_all(self, subscriber: Subscriber) -> None:
        """Calls `subscriber(recorded)` for every committed event."""
        self._of_all.append(subscriber)

    def write_with(self, event_type: type[EventType], writer: Callable[[Any, Any], None]) -> None:
        """Calls `writer(tx, event)` in the transaction of each such event, before its rows are
        written: it adds its own rows, so that there is no moment between fact and row."""
        self._within[event_type].append(writer)

    def writers(self, event_type: type[Event]) -> list[Writer]:
        """Who writes rows with events of this type."""
        return self._within.get(event_type, [])

    async def dispatch(self, recorded: list[Recorded]) -> None:
        """Tells everybody; a subscriber that fails keeps no other from hearing."""
        together: dict[type[Event], list[Event]] = {}
        for one in recorded:
            if type(one.event) in self._of_many:
                together.setdefault(type(one.event), []).append(one.event)
        for one in recorded:
            kind = type(one.event)
            for many in self._of_many[kind] if kind in together else ():
                await _tell(one.event, many(one.tenant, together[kind]))
            together.pop(kind, None)
            for subscriber in (*self._of_type[kind], *self._of_all):
                await _tell(one.event, subscriber(one))


async def _tell(event: Event, hearing: Awaitable[None]) -> None:
    try:
        await hearing
    except Exception as error:  # the fact is committed: nobody may undo it for others
        log.error("subscriber failed", name=event.name, exc_info=error)
