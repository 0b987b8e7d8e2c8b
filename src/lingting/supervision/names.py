"""What everybody is called: read at once, and again only after a change."""

from collections.abc import Mapping
from functools import partial

from lingting.identity.api import Identity
from lingting.identity.events import UserChanged, UserCreated, UserRemoved
from lingting.kernel.ids import UserId
from lingting.platform.bus import Bus
from lingting.platform.db import Transaction
from lingting.platform.remembering import Remembered


class Names:
    """Names of all users, with a seat or without."""

    def __init__(self, identity: Identity, bus: Bus) -> None:
        self._identity = identity
        self._known = Remembered[Mapping[UserId, str]](bus, UserCreated, UserChanged, UserRemoved)

    async def all(self, tx: Transaction) -> Mapping[UserId, str]:
        """The company's names by user."""
        return await self._known.of(tx.tenant, partial(self._identity.names, tx))
