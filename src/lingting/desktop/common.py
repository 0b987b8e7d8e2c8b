"""What all pages of a company show alike: the figures of queues, and whether Asterisk is away."""

from lingting.acd.api import Acd
from lingting.acd.domain.views import QueueView
from lingting.calls.module import Calls
from lingting.kernel.ids import TenantId
from lingting.kernel.instants import instant
from lingting.platform.patch import State


class Common:
    """Computed once for all pages, not again for each frame to a single person."""

    def __init__(self, acd: Acd, calls: Calls) -> None:
        self._acd = acd
        self._calls = calls
        self._shown: dict[TenantId, State] = {}

    def shown(self, tenant: TenantId) -> State:
        """As everybody was last told."""
        known = self._shown.get(tenant)
        return self.now(tenant) if known is None else known

    def now(self, tenant: TenantId) -> State:
        """As things stand; whoever asks tells everybody."""
        self._shown[tenant] = {
            "queues": [_queue(one) for one in self._acd.queues(tenant) if one.enabled],
            "switch_away": None if self._calls.door.connected else True,
        }
        return self._shown[tenant]

    def forget(self, tenant: TenantId) -> None:
        """What was shown may never have been true: a transaction failed."""
        self._shown.pop(tenant, None)


def _queue(view: QueueView) -> State:
    signed_out = view.members.get("signed_out", 0)
    return {
        "id": str(view.id),
        "name": view.name,
        "waiting": view.waiting,
        "longest_since": instant(view.oldest_at),
        "signed_in": sum(view.members.values()) - signed_out,
        "idle": view.members.get("ready", 0),
    }
