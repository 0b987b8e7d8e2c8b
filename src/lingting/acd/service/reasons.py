"""The company's busy reasons, remembered until they change: every desktop shows them."""

from functools import partial

from lingting.acd import config_store
from lingting.acd.domain.busy_reasons import BusyReason
from lingting.acd.events import BusyReasonChanged
from lingting.platform.bus import Bus
from lingting.platform.db import Transaction
from lingting.platform.remembering import Remembered


class Reasons:
    """Whoever changes reasons reads the table itself."""

    def __init__(self, bus: Bus) -> None:
        self._known = Remembered[list[BusyReason]](bus, BusyReasonChanged)

    async def of(self, tx: Transaction) -> list[BusyReason]:
        """Those that an agent may choose, in their order."""
        return await self._known.of(tx.tenant, partial(_read, tx))


async def _read(tx: Transaction) -> list[BusyReason]:
    found = await config_store.busy_reasons(tx)
    return [one for one in found if one.enabled and not one.system]
