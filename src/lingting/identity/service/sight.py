"""What people may see, for screens and phones that are shown without a request."""

from __future__ import annotations

from lingting.identity.domain.roles import ALL
from lingting.identity.events import RoleChanged, UserChanged, UserRemoved
from lingting.identity.service import people
from lingting.kernel.ids import TenantId, UserId
from lingting.platform.bus import Bus
from lingting.platform.db import Transaction

SEE_NUMBERS = "numbers.see"


class Sight:
    """A small memory of permissions; they change rarely and are asked at every frame."""

    def __init__(self, bus: Bus) -> None:
        self._known: dict[tuple[TenantId, UserId], frozenset[str]] = {}
        self._changes = 0
        for changed in (UserChanged, UserRemoved, RoleChanged):
            bus.subscribe(changed, self._forget)

    async def sees_numbers(self, tx: Transaction, user: UserId) -> bool:
        """Whether this person may see whole numbers; nobody who was removed may."""
        key = (tx.tenant, user)
        found = self._known.get(key)
        if found is None:
            changes = self._changes
            person = await people.load(tx, user)
            found = person.permissions if person is not None else frozenset[str]()
            if changes == self._changes:
                self._known[key] = found
        return SEE_NUMBERS in found or ALL in found

    async def _forget(self, tenant: TenantId, _: object) -> None:
        self._changes += 1
        for key in [key for key in self._known if key[0] == tenant]:
            del self._known[key]
