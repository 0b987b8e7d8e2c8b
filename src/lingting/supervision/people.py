"""Who has a seat, and under which name: read at once, and again only after a change."""

from collections.abc import Mapping

from lingting.identity.api import Identity
from lingting.identity.events import SeatChanged, SeatRemoved, UserChanged, UserRemoved
from lingting.kernel.ids import AgentId, TenantId
from lingting.platform.bus import Bus
from lingting.platform.db import Transaction
from lingting.supervision.domain.agents import Seated


class People:
    """Everybody with a seat, company by company."""

    def __init__(self, identity: Identity, bus: Bus) -> None:
        self._identity = identity
        self._known: dict[TenantId, Mapping[AgentId, Seated]] = {}
        for changed in (UserChanged, UserRemoved, SeatChanged, SeatRemoved):
            bus.subscribe(changed, self._forget)

    async def seated(self, tx: Transaction) -> Mapping[AgentId, Seated]:
        """Everybody with a seat, in the order of the seats' numbers."""
        found = self._known.get(tx.tenant)
        if found is None:
            found = self._known[tx.tenant] = await self._read(tx)
        return found

    async def _read(self, tx: Transaction) -> Mapping[AgentId, Seated]:
        names = {user.id: user.name for user in await self._identity.users(tx)}
        return {
            AgentId(seat.user): Seated(names[seat.user], seat.number, seat.extension)
            for seat in await self._identity.seats(tx)
            if seat.user is not None and seat.user in names
        }

    async def _forget(self, tenant: TenantId, _: object) -> None:
        self._known.pop(tenant, None)
