"""A small memory in front of the database, for what changes rarely and is asked often."""

from collections.abc import Awaitable, Callable, Hashable
from typing import Generic, TypeVar

from lingting.kernel.events import Event
from lingting.kernel.ids import TenantId
from lingting.platform.bus import Bus

Value = TypeVar("Value")


class Remembered(Generic[Value]):
    """Values of each company, kept until one of the facts `changed` is told of it.

    What is read while something changes may be old: it is given once and not kept. Whoever changes
    such a value reads the database itself. Of more than `most` values of a company the oldest go.
    """

    def __init__(self, bus: Bus, *changed: type[Event], most: int | None = None) -> None:
        self._most = most
        self._known: dict[TenantId, dict[Hashable, Value]] = {}
        self._changes = 0
        for kind in changed:
            bus.subscribe(kind, self._forget)

    async def of(
        self, tenant: TenantId, read: Callable[[], Awaitable[Value]], key: Hashable = None
    ) -> Value:
        """The company's value, or the one named `key`; `read` asks for it when it is not known."""
        known = self._known.get(tenant, {})
        if key in known:
            return known[key]
        changes = self._changes
        found = await read()
        if changes == self._changes:
            known = self._known.setdefault(tenant, {})
            known[key] = found
            if self._most is not None and len(known) > self._most:
                del known[next(iter(known))]
        return found

    async def _forget(self, tenant: TenantId, _: object) -> None:
        self._changes += 1
        self._known.pop(tenant, None)
