"""What everybody is called: read at once, and again only after a change."""

from collections.abc import Mapping

from lingting.identity.api import Identity
from lingting.identity.events import UserChanged, UserCreated, UserRemoved
from lingting.kernel.ids import TenantId, UserId
from lingting.platform.bus import Bus
from lingting.platform.db import Transaction


class Names:
    """Names of all users, with a seat or without."""

    def __init__(self, identity: Identity, bus: Bus) -> None:
        self._identity = identity
        self._known: dict[TenantId, Mapping[UserId, str]] = {}
        for changed in (UserCreated, UserChanged, UserRemoved):
            bus.subscribe(changed, self._forget)

    async def all(self, tx: Transaction) -> Mapping[UserId, str]:
        """The company's names by user."""
        found = self._known.get(tx.tenant)
        if found is None:
            found = self._known[tx.tenant] = await self._identity.names(tx)
        return found

    async def _forget(self, tenant: TenantId, _: object) -> None:
        self._known.pop(tenant, None)
