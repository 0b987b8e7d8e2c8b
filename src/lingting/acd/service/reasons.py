"""The company's busy reasons, remembered until they change: every desktop shows them."""

from lingting.acd import config_store
from lingting.acd.domain.busy_reasons import BusyReason
from lingting.acd.events import BusyReasonChanged
from lingting.kernel.ids import TenantId
from lingting.platform.bus import Bus
from lingting.platform.db import Transaction


class Reasons:
    """A small memory in front of the table; whoever changes reasons reads the table itself."""

    def __init__(self, bus: Bus) -> None:
        self._known: dict[TenantId, list[BusyReason]] = {}
        self._changes = 0
        bus.subscribe(BusyReasonChanged, self._forget)

    async def of(self, tx: Transaction) -> list[BusyReason]:
        """Those that an agent may choose, in their order."""
        known = self._known.get(tx.tenant)
        if known is None:
            changes = self._changes
            found = await config_store.busy_reasons(tx)
            known = [one for one in found if one.enabled and not one.system]
            if changes == self._changes:
                self._known[tx.tenant] = known
        return known

    async def _forget(self, tenant: TenantId, _: object) -> None:
        self._changes += 1
        self._known.pop(tenant, None)
