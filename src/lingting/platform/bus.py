"""Who in this process hears of a fact after it was committed."""

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


class Bus:
    """Calls subscribers one after another, after commit, in the order of subscription."""

    def __init__(self) -> None:
        self._of_type: defaultdict[type[Event], list[Subscriber]] = defaultdict(list)
        self._of_all: list[Subscriber] = []

    def subscribe(
        self, event_type: type[EventType], subscriber: Callable[[TenantId, Any], Awaitable[None]]
    ) -> None:
        """Calls `subscriber(tenant, event)` for each committed event of this very type."""

        async def unpacked(recorded: Recorded) -> None:
            await subscriber(recorded.tenant, recorded.event)

        self._of_type[event_type].append(unpacked)

    def subscribe_all(self, subscriber: Subscriber) -> None:
        """Calls `subscriber(recorded)` for every committed event."""
        self._of_all.append(subscriber)

    async def dispatch(self, recorded: list[Recorded]) -> None:
        """Tells everybody; a subscriber that fails keeps no other from hearing."""
        for one in recorded:
            for subscriber in (*self._of_type[type(one.event)], *self._of_all):
                try:
                    await subscriber(one)
                except Exception as error:  # the fact is committed: nobody may undo it for others
                    log.error("subscriber failed", name=one.event.name, exc_info=error)
