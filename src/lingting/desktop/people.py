"""Who is who: names, seats and extensions, remembered until they change."""

from dataclasses import dataclass
from functools import partial

from lingting.identity.api import Identity
from lingting.identity.events import SeatChanged, SeatRemoved, UserChanged, UserRemoved
from lingting.kernel.ids import UserId
from lingting.platform.bus import Bus
from lingting.platform.db import Transaction
from lingting.platform.patch import State
from lingting.platform.remembering import Remembered


@dataclass(frozen=True, slots=True)
class PersonShown:
    """A person as colleagues see him."""

    id: UserId
    name: str
    seat: str | None
    extension: str | None

    def as_state(self) -> State:
        """The part `me` of a person's state."""
        return {
            "user_id": str(self.id),
            "name": self.name,
            "seat": self.seat,
            "extension": self.extension,
        }


class People:
    """A small memory in front of identity; people change rarely and are shown often."""

    def __init__(self, identity: Identity, bus: Bus) -> None:
        self._identity = identity
        self._known = Remembered[PersonShown](
            bus, UserChanged, UserRemoved, SeatChanged, SeatRemoved
        )

    async def of(self, tx: Transaction, user: UserId) -> PersonShown:
        """The person; somebody who was removed keeps his id as name."""
        return await self._known.of(tx.tenant, partial(self._read, tx, user), user)

    async def _read(self, tx: Transaction, user: UserId) -> PersonShown:
        person = await self._identity.person(tx, user)
        if person is None:
            return PersonShown(user, str(user)[:8], None, None)
        seat = person.seat
        return PersonShown(
            user,
            person.user.name,
            seat.number if seat else None,
            seat.extension if seat else None,
        )
