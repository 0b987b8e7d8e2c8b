"""The rows of timers: written at the end of a transaction, removed only where one may be."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any

from lingting.kernel.ids import TenantId
from lingting.platform.pending import Pending
from lingting.platform.tables import timers
from lingting.platform.writing import Put, Remove

Name = tuple[str, str]
"""Kind and key."""


@dataclass(frozen=True, slots=True)
class Due:
    """When a timer fires, and what it is told then."""

    at: datetime
    data: Mapping[str, Any]


Changes = Mapping[Name, Due | None]
"""What a transaction did to timers; None: cancelled."""


class TimerRows:
    """Knows the names of all timers that may be stored; a few too many do no harm.

    A name is forgotten only when its row is certainly gone: nobody set that timer between the
    removal and its commit. Of a company that was not taken up nothing is known for certain.
    """

    def __init__(self) -> None:
        self._known: dict[TenantId, dict[Name, int]] = {}
        self._complete: set[TenantId] = set()
        self._changes = count()

    def take_up(self, tenant: TenantId, names: Iterable[Name]) -> None:
        """From now on all of the company's timers are known."""
        self._set(tenant, names)
        self._complete.add(tenant)

    def may_be(self, tenant: TenantId, name: Name) -> bool:
        """Whether such a timer may be stored."""
        return tenant not in self._complete or name in self._known.get(tenant, {})

    def seen(self, tenant: TenantId, names: Iterable[Name]) -> dict[Name, int | None]:
        """What is known of these timers before they are removed, for `removed`."""
        known = self._known.get(tenant, {})
        return {name: known.get(name) for name in names}

    def removed(self, tenant: TenantId, seen: Mapping[Name, int | None]) -> None:
        """The removal is committed."""
        known = self._known.get(tenant, {})
        for name, change in seen.items():
            if change is not None and known.get(name) == change:
                del known[name]

    def settled(self, tenant: TenantId, changes: Changes) -> None:
        """The transaction that set timers is over, well or not."""
        self._set(tenant, (name for name, due in changes.items() if due is not None))

    def write(self, pending: Pending, changes: Changes) -> dict[Name, int | None]:
        """Lets the changes be written; answers what was `seen` of the removed ones."""
        gone = [
            name
            for name, due in changes.items()
            if due is None and self.may_be(pending.tenant, name)
        ]
        seen = self.seen(pending.tenant, gone)
        self.settled(pending.tenant, changes)
        for kind, key in gone:
            pending.put(_REMOVE, (kind, key), {"kind": kind, "key": key})
        for (kind, key), due in changes.items():
            if due is not None:
                row = {"kind": kind, "key": key, "due_at": due.at, "data": due.data}
                pending.put(_STORE, (kind, key), row)
        return seen

    def _set(self, tenant: TenantId, names: Iterable[Name]) -> None:
        known = self._known.setdefault(tenant, {})
        for name in names:
            known[name] = next(self._changes)


_REMOVE = Remove(timers, ("kind", "key"))
_STORE = Put(timers)
