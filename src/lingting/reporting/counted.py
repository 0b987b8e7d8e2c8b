"""Tells that a company's sums are others now, in whichever process they were counted."""

from collections.abc import Callable
from uuid import UUID

from lingting.kernel.ids import TenantId
from lingting.platform.kit import Kit
from lingting.platform.notices import hear

CHANNEL = "lingting_counted"

Told = Callable[[TenantId, int], None]
"""Called with a company and the number of the newest fact that its sums hold."""


class Counted:
    """Heard over the database; what this process counts is told at once, and once."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._newest: dict[TenantId, int] = {}
        self._told: list[Told] = []

    def on_counted(self, told: Told) -> None:
        """Calls `told` after each reading that was committed."""
        self._told.append(told)

    def start(self) -> None:
        """Hears other processes until the supervisor stops."""
        listening = hear(self._kit.db, CHANNEL, self._heard, _nothing_missed)
        self._kit.supervisor.spawn(listening, name="loop:counted")

    def _heard(self, payload: str) -> None:
        tenant, _, seq = payload.partition(":")
        self.upto(TenantId(UUID(tenant)), int(seq))

    def upto(self, tenant: TenantId, seq: int) -> None:
        """Sums hold what is up to `seq`. Who counts tells it here, and others by a notice."""
        if self._newest.get(tenant) != seq:
            self._newest[tenant] = seq
            for told in self._told:
                told(tenant, seq)


async def _nothing_missed() -> None:
    """Who shows figures reads them anew every few seconds as well."""
