"""What people may see, for screens and phones that are shown without a request."""

from __future__ import annotations

from functools import partial

from lingting.identity.domain.roles import ALL
from lingting.identity.events import RoleChanged, UserChanged, UserRemoved
from lingting.identity.service import people
from lingting.kernel.discretion import SEE_NUMBERS
from lingting.kernel.ids import UserId
from lingting.platform.bus import Bus
from lingting.platform.db import Transaction
from lingting.platform.remembering import Remembered


class Sight:
    """Permissions change rarely and are asked at every frame."""

    def __init__(self, bus: Bus) -> None:
        self._known = Remembered[frozenset[str]](bus, UserChanged, UserRemoved, RoleChanged)

    async def sees_numbers(self, tx: Transaction, user: UserId) -> bool:
        """Whether this person may see whole numbers; nobody who was removed may."""
        found = await self._known.of(tx.tenant, partial(_permissions, tx, user), user)
        return SEE_NUMBERS in found or ALL in found


async def _permissions(tx: Transaction, user: UserId) -> frozenset[str]:
    person = await people.load(tx, user)
    return person.permissions if person is not None else frozenset[str]()
