"""Who has a seat, and under which name: read at once, and again only after a change."""

from collections.abc import Mapping
from functools import partial

from lingting.identity.api import Identity
from lingting.identity.events import SeatChanged, SeatRemoved, UserChanged, UserRemoved
from lingting.kernel.ids import AgentId
from lingting.platform.bus import Bus
from lingting.platform.db import Transaction
from lingting.platform.remembering import Remembered
from lingting.supervision.domain.agents import Seated


class People:
    """Everybody with a seat, company by company."""

    def __init__(self, identity: Identity, bus: Bus) -> None:
        self._identity = identity
        self._known = Remembered[Mapping[AgentId, Seated]](
            bus, UserChanged, UserRemoved, SeatChanged, SeatRemoved
        )

    async def seated(self, tx: Transaction) -> Mapping[AgentId, Seated]:
        """Everybody with a seat, in the order of the seats' numbers."""
        return await self._known.of(tx.tenant, partial(self._read, tx))

    async def _read(self, tx: Transaction) -> Mapping[AgentId, Seated]:
        names = {user.id: user.name for user in await self._identity.users(tx)}
        return {
            AgentId(seat.user): Seated(names[seat.user], seat.number, seat.extension)
            for seat in await self._identity.seats(tx)
            if seat.user is not None and seat.user in names
        }
